// `npm run unanswered`: what people asked and the knowledge did not answer. Works while the app runs.
import { parseArgs } from 'node:util';

import { createQuestions, type AskedQuestion } from './questions/questions.ts';
import { runCommand, withStorage } from './run-command.ts';

const USAGE = `Usage: npm run unanswered [-- --json | --settle ID]

Prints the questions that were not answered, or whose answer did not help, the most frequent first. They carry
nothing that says who asked. --settle ID takes one from the list, with those that read alike.`;

function lineOf({ id, times, why, lastDay, locale, text, shown }: AskedQuestion): string {
  const instead = shown.length > 0 ? `\n      shown: ${shown.join(', ')}` : '';
  return `${id.padStart(5)}  ${times}×  ${why}, last on ${lastDay}, ${locale}\n      ${text}${instead}`;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, settle: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  await withStorage(async ({ storage, now }) => {
    const questions = createQuestions({ ...storage, now });
    if (values.settle !== undefined) {
      const settled = await questions.settle(values.settle);
      console.log(settled ? `Settled ${values.settle}.` : `There is no open question ${values.settle}.`);
      if (!settled) process.exitCode = 1;
      return;
    }
    const open = await questions.open();
    if (values.json) console.log(JSON.stringify(open, null, 2));
    else console.log(open.length === 0 ? 'No open questions.' : open.map(lineOf).join('\n'));
  });
}

await runCommand(USAGE, run);
