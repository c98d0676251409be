/**
 * One version of the checks in a process of its own, so that its processor time is its own too. Arguments: the
 * folder with its `dist`, how many threads (0: its default), and the engine (empty: its choice).
 */
import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import type * as LogModule from '../../bot/log.ts';
import type * as WorkersModule from '../../bot/workers/workers.ts';
import { ENGINE_NAMES } from '../../bot/workers/faces/face-engine.ts';
import { faceDistance } from '../../knowledge/checks/face-distance.ts';
import { timed } from '../eval/rates.ts';
import { openComparer } from './compare-faces.ts';
import type { Delay, Measured, Photo, Ready, Request, Watched } from './requests.ts';

const [root = '', threads = '0', engine] = process.argv.slice(2);
const built = (file: string) => pathToFileURL(path.join(root, 'dist', 'bot', file));
const { createWorkers } = (await import(built('workers/workers.js').href)) as typeof WorkersModule;
const engineName = ENGINE_NAMES.find((name) => name === engine);
const { createLog } = (await import(built('log.js').href)) as typeof LogModule;

const count = Number(threads) || undefined;
const workers = createWorkers({
  workerFile: built('workers/thread.js'),
  log: createLog('silent'),
  threads: count,
  timeoutMs: 120_000,
  deadlineMs: 600_000,
  engine: engineName,
});
const start = await timed(() => workers.warmUp());
answer({ engine: start.result.engine, startMs: start.ms } satisfies Ready);

// Whoever asked is gone.
process.on('disconnect', () => process.exit(1));
let comparer: ReturnType<typeof openComparer> | undefined;
process.on('message', (request: Request) => {
  if (request.do === 'stop') void workers.stop().then(() => process.exit(0));
  else if (request.do === 'measure') void measure(request.photos).then(answer);
  else if (request.do === 'compare')
    void (comparer ??= openComparer(root, engineName))
      .then((compare) => compare(request.photos))
      .then(answer);
  else void watch(request.photos, request.ms).then(answer);
});

async function measure(photos: readonly Photo[]): Promise<Measured> {
  const read = await Promise.all(photos.map(async (photo) => ({ photo, bytes: await readFile(photo.file) })));
  const { ms, cpuMs, result } = await timed(async () => {
    const all = [];
    for (const { photo, bytes } of read) all.push(await measureOne(photo, bytes));
    const selfie = all.find(({ kind }) => kind === 'selfie')?.faces[0];
    const portrait = all.find(({ kind }) => kind === 'document')?.faces[0];
    return selfie && portrait && faceDistance(selfie.descriptor, portrait.descriptor);
  });
  return { ms, cpuMs, ...(result !== undefined && { distance: result }) };
}

function measureOne({ as, documentType = 'passport', side = 'front' }: Photo, bytes: Buffer) {
  return as === 'selfie'
    ? workers.measureSelfie(bytes)
    : workers.measureDocument(bytes, { documentType, side });
}

async function watch(photos: readonly Photo[], ms: number): Promise<Watched> {
  const read = await Promise.all(photos.map(async (photo) => ({ photo, bytes: await readFile(photo.file) })));
  const idle = await delayDuring(() => wait(ms / 4));
  const { threads } = workers.figures();
  const until = performance.now() + ms;
  let checks = 0;
  const keepBusy = async (first: number) => {
    for (let i = first; performance.now() < until; i++) {
      const { photo, bytes } = read[i % read.length] ?? {};
      if (photo && bytes) await measureOne(photo, bytes);
      checks++;
    }
  };
  // Twice as many as threads: one of each pair waits, so that no thread ever idles.
  const busy = await delayDuring(() =>
    Promise.all(Array.from({ length: 2 * threads }, (_, i) => keepBusy(i))),
  );
  return { checks, threads, idle, busy };
}

/** How late the event loop comes round while something goes on. */
async function delayDuring(run: () => Promise<unknown>): Promise<Delay> {
  const resolution = 5;
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  await run();
  histogram.disable();
  const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);
  return {
    p50: beyond(histogram.percentile(50)),
    p99: beyond(histogram.percentile(99)),
    max: beyond(histogram.max),
  };
}

function answer(what: Ready | Measured | Watched): void {
  process.send?.(what);
}
