/**
 * `npm run bench:face`: how long measuring takes, and what the event loop feels of it. Draws its own specimens.
 * Prints a table and one line of JSON; times are of this machine, so compare runs on the same one only.
 */
import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { createLog } from '../bot/log.ts';
import { createWorkers } from '../bot/workers/workers.ts';
import { faceDistance } from '../knowledge/checks/face-distance.ts';
import { drawIdCardFront, drawPassport } from '../test/specimen/draw-document.ts';
import { HOLDERS } from '../test/specimen/holders.ts';
import { portraitOf, selfieOf } from '../test/specimen/portraits.ts';

const ROUNDS = Number(process.argv[2] ?? 12);

const anna = { ...HOLDERS.anna, portrait: await portraitOf('anna') };
const passport = await drawPassport(anna, { longEdgePx: 2400, noise: 4 });
const card = await drawIdCardFront(anna, { longEdgePx: 2400, noise: 4 });
const selfie = await selfieOf('anna');

const workers = createWorkers({
  workerFile: new URL('../bot/workers/thread.js', import.meta.url),
  log: createLog('silent'),
  threads: 1,
  timeoutMs: 120_000,
});
const startBegan = performance.now();
const { engine } = await workers.warmUp();
const startMs = performance.now() - startBegan;

/** Milliseconds of each round, and the event loop's delay beyond its own tick while they ran. */
async function time(
  run: () => Promise<unknown>,
): Promise<{ ms: number[]; delay: { p50: number; p99: number; max: number } }> {
  await run();
  const resolution = 5;
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  const ms: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    await run();
    ms.push(performance.now() - began);
  }
  histogram.disable();
  const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);
  return {
    ms: ms.sort((a, b) => a - b),
    delay: {
      p50: beyond(histogram.percentile(50)),
      p99: beyond(histogram.percentile(99)),
      max: beyond(histogram.max),
    },
  };
}

const rows = {
  'idle (100 ms of nothing)': () => new Promise((resolve) => setTimeout(resolve, 100)),
  'selfie 900×1200': () => workers.measureSelfie(selfie),
  'passport 2400 px, zone read': () => workers.measureDocument(passport),
  'card front 2400 px, no zone': () => workers.measureDocument(card),
  'selfie and passport, compared': async () => {
    const [face, page] = [await workers.measureSelfie(selfie), await workers.measureDocument(passport)];
    return faceDistance(face.faces[0]?.descriptor ?? [], page.faces[0]?.descriptor ?? []);
  },
};

const results: Record<string, unknown>[] = [];
for (const [what, run] of Object.entries(rows)) {
  const { ms, delay } = await time(run);
  const at = (share: number) => Math.round(ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? 0);
  const tenth = (value: number) => Math.round(value * 10) / 10;
  results.push({
    what,
    'min ms': at(0),
    'p50 ms': at(0.5),
    'p95 ms': at(0.95),
    'loop delay p50 ms': tenth(delay.p50),
    'p99 ms': tenth(delay.p99),
    'max ms': tenth(delay.max),
  });
}
await workers.stop();

console.log(
  `engine ${engine}, ${ROUNDS} rounds, ${availableParallelism()} cores, ready in ${Math.round(startMs)} ms`,
);
console.table(results);
console.log(JSON.stringify({ bench: 'face', engine, rounds: ROUNDS, startMs: Math.round(startMs), results }));
