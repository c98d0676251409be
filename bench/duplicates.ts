/**
 * `npm run bench:duplicates -- 1000000`: how long it takes to look for a face among so many, in what memory, whether
 * anything is missed, and what measuring photos and the event loop feel of it. Draws its faces itself, spread like
 * real ones, and keeps them in a database of its own.
 */
import { measureIndex } from './duplicates/index-alone.ts';
import { measureWholePath } from './duplicates/whole-path.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { markdownTable, writeSection } from './eval/card.ts';
import { report } from './eval/report.ts';

const given = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run bench:duplicates -- [N]',
  needs: 0,
});
const count = Number(given.positionals[0] ?? 1_000_000);

// First the whole path: what the other part leaves behind would blur how much memory grows.
const whole = await measureWholePath(count);
const index = measureIndex(count);

const at = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
const ms = (values: readonly number[]) => `${at(values, 0.5).toFixed(1)} / ${at(values, 0.99).toFixed(1)}`;
const shares = (values: readonly number[]) => ({ p50: at(values, 0.5), p99: at(values, 0.99) });
const { alone, whileSearching } = whole.selfieMs;
const ratio = at(whileSearching, 0.5) / at(alone, 0.5);
const loop = whole.loopDelayMs;
const delay = ({ p99, max }: typeof loop.alone) => `${p99.toFixed(1)} / ${max.toFixed(1)}`;
const lines: readonly (readonly [string, string])[] = [
  ['faces', count.toLocaleString('en')],
  ['scan of all faces, p50 / p99 ms', ms(index.facesMs)],
  ['scan of as many pictures, p50 / p99 ms', ms(index.picturesMs)],
  ['named, of those within 0.50 by exact comparison', `${index.recall * 100} % of ${index.within}`],
  ['another photo of a face (at 0.40): named first', `${(index.nearestIsRight * 100).toFixed(1)} %`],
  ['index, bytes for each face', index.bytesPerFace.toFixed(1)],
  ['loading from sealed rows, s', whole.loadedInS.toFixed(1)],
  ['memory grown by loading (faces and two pictures each), MiB', whole.grownMib.toFixed(0)],
  ['whole search with its database, p50 / p99 ms', ms(whole.findMs)],
  ['enrolling one, p50 / p99 ms', ms(whole.enrolMs)],
  ['measuring a selfie, p50 ms: alone', at(alone, 0.5).toFixed(1)],
  [
    `… while ${whole.searchesMeanwhile} searches run, one after the other`,
    at(whileSearching, 0.5).toFixed(1),
  ],
  ['… ratio', ratio.toFixed(2)],
  ['event loop while loading, p99 / max ms', delay(loop.loading)],
  ['event loop while measuring alone, p99 / max ms', delay(loop.alone)],
  ['event loop while measuring and searching, p99 / max ms', delay(loop.whileSearching)],
];
report(
  given,
  lines.map(([what, figure]) => ({ what, figure })),
  {
    ...{ bench: 'duplicates', count, ratio, recall: index.recall, within: index.within },
    ...{ bytesPerFace: index.bytesPerFace, loadedInS: whole.loadedInS, grownMib: whole.grownMib, loop },
    scanMs: shares(index.facesMs),
    picturesMs: shares(index.picturesMs),
    findMs: shares(whole.findMs),
    enrolMs: shares(whole.enrolMs),
    selfieMs: shares(alone),
    selfieWhileSearchingMs: shares(whileSearching),
  },
);
if (given.write) {
  const text = `\`npm run bench:duplicates -- ${count} --write\`, on faces that the bench draws, spread like real ones. Times are of one machine: compare the ratios. That a near face is not the same person is another matter: \`knowledge/criteria.yaml\`, \`duplicate\`.`;
  await writeSection('duplicates', 'Duplicates', `${text}\n\n${markdownTable(['What', 'Figure'], lines)}`);
}
