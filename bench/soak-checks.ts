/**
 * `npm run soak:checks -- 10000`: so many checks through the pool that the bot uses, on varied photos, and what
 * becomes of the memory. Exit code 1 when it does not stay flat, a check fails, or handles pile up.
 */
import { createLog } from '../bot/log.ts';
import { createWorkers } from '../bot/workers/workers.ts';
import { parseEvalArguments } from './eval/arguments.ts';
import { markdownTable, writeSection } from './eval/card.ts';
import { report } from './eval/report.ts';
import { trendOf, type Sample } from './soak/memory-trend.ts';
import { drawVariedPhotos } from './soak/varied-photos.ts';

const SAMPLES = 200;
const SHOWN = 20;

const given = parseEvalArguments(process.argv.slice(2), {
  call: 'npm run soak:checks -- [N]',
  needs: 0,
  options: { threads: 'string' },
});
const total = Number(given.positionals[0] ?? 10_000);
const photos = await drawVariedPhotos();
const workers = createWorkers({
  workerFile: new URL('../bot/workers/thread.js', import.meta.url),
  log: createLog('error'),
  threads: given.options['threads'] === undefined ? undefined : Number(given.options['threads']),
  // What is measured here is memory: on a machine that does other things too nothing is to be turned away.
  timeoutMs: 120_000,
  deadlineMs: Infinity,
});
const { engine } = await workers.warmUp();
const samples: Sample[] = [];
const began = performance.now();
let done = 0;

const every = Math.max(1, Math.floor(total / SAMPLES));
const numbers = Array.from({ length: total }, (_, i) => i).values();
await Promise.all(Array.from({ length: workers.figures().threads * 2 }, work));
const figures = workers.figures();
const seconds = (performance.now() - began) / 1000;
await workers.stop();

const trend = trendOf(samples);
const [before, after] = [samples[Math.floor(samples.length / 5)], samples.at(-1)];
const moreHandles = (after?.handles ?? 0) - (before?.handles ?? 0);
const isFine = trend.isFlat && moreHandles <= 0 && figures.failed === 0 && figures.replaced === 0;
const rows = samples
  .filter((_, i) => i % Math.max(1, Math.floor(samples.length / SHOWN)) === 0 || i === samples.length - 1)
  .map(({ checks, rssMib, handles }) => ({ checks, 'RSS MiB': Math.round(rssMib), handles }));
const verdict = `${total} checks in ${Math.round(seconds)} s on ${figures.threads} thread(s), ${engine}: memory grows by ${trend.growthMib.toFixed(1)} MiB from ${trend.startMib.toFixed(0)} MiB over the last four fifths (${trend.mibPer1000Checks.toFixed(2)} MiB per 1,000 checks), ${isFine ? 'flat' : 'NOT FLAT'}; ${figures.failed} failed, ${figures.replaced} threads replaced, ${moreHandles} more handles`;
if (!given.json) console.log(verdict);
report(given, rows, { soak: 'checks', total, seconds, engine, trend, moreHandles, figures });
if (given.write) {
  const text = `\`npm run soak:checks -- ${total} --write\`: varied specimens of the project (passports, cards, licences, selfies, broken files) through the pool that the bot uses. Flat means that the line through the last four fifths grows by less than 20 MiB or 5 %, and that no handle is left open.`;
  const table = markdownTable(
    ['Checks', 'RSS MiB', 'Handles'],
    rows.map((row) => Object.values(row)),
  );
  await writeSection('memory', 'Memory over many checks', `${text}\n\n${table}\n\n${verdict}.`);
}
process.exitCode = isFine ? 0 : 1;

async function work(): Promise<void> {
  for (const number of numbers) {
    const photo = photos[number % photos.length];
    if (!photo) return;
    const { as, bytes, documentType = 'passport', side = 'front' } = photo;
    await (as === 'selfie'
      ? workers.measureSelfie(bytes)
      : workers.measureDocument(bytes, { documentType, side }));
    done += 1;
    if (done % every === 0) {
      const handles = process.getActiveResourcesInfo().length;
      samples.push({ checks: done, rssMib: process.memoryUsage.rss() / 2 ** 20, handles });
    }
  }
}
