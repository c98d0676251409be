// `npm run audit:verify`: whether the audit log is as it was written. Works while the app runs.
import { parseArgs } from 'node:util';

import { readMark, writeMark } from './audit/mark-file.ts';
import { verifyChain, type ChainFault } from './audit/verify-chain.ts';
import { runCommand, withStorage } from './run-command.ts';

const USAGE = `Usage: npm run audit:verify [-- --mark FILE]

Reads the whole audit log and says whether every entry is as it was written, in its place, with none missing. Where
it ended is remembered in the data folder, or in FILE, outside of the database: the next run then also finds that
the log was put back to how it had been earlier. Ends with 0 when it is whole, 1 when it is not, 2 when it could
not look.`;

const WORDS: Readonly<Record<ChainFault, string>> = {
  changed: 'it is not what was written',
  missing: 'it is missing',
  moved: 'it does not stand behind the entry that it was written behind',
  head_changed: 'it is the last, and the note of where the log ends was changed or removed',
  end_differs: 'the log does not end, or did not end at an earlier look, where its note says',
  head_was_broken: 'when it was written, the end of the log had been changed',
};

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { mark: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  await withStorage(async ({ config, storage }) => {
    const file = values.mark ?? `${config.dataFolder}/audit-mark.json`;
    const verdict = await verifyChain(storage, await readMark(file));
    if (verdict.kind === 'whole') {
      await writeMark(file, verdict.end);
      console.log(`The audit log is whole: ${verdict.end.seq} entries.`);
      return;
    }
    console.log(`The audit log was tampered with. First at entry ${verdict.seq}: ${WORDS[verdict.why]}.`);
    process.exitCode = 1;
  });
}

await runCommand(USAGE, run);
