import { availableParallelism } from 'node:os';

import { createLog } from '../../bot/log.ts';
import { createWorkers, type Workers } from '../../bot/workers/workers.ts';

/** The product's own pool, for commands that measure many files. Call from what was built: threads need compiled code. */
export function openWorkers(threads = availableParallelism()): Workers {
  return createWorkers({
    workerFile: new URL('../../bot/workers/thread.js', import.meta.url),
    log: createLog('error'),
    threads,
    timeoutMs: 120_000,
    deadlineMs: Infinity,
    maxWaiting: Infinity,
  });
}

/** Measures every item, `atOnce` at a time; results in the order of the items. Progress goes to stderr. */
export async function measureAll<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  measure: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const progress = createProgress(items.length);
  const left = items.entries();
  const work = async () => {
    for (const [index, item] of left) {
      results[index] = await measure(item, index);
      progress.step();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  progress.end();
  return results;
}

/** A line that is written over, and only where somebody watches. */
function createProgress(of: number): { step(): void; end(): void } {
  if (!process.stderr.isTTY) return { step: () => undefined, end: () => undefined };
  let done = 0;
  return {
    step: () => void process.stderr.write(`\r${++done} of ${of}`),
    end: () => void process.stderr.write('\r\x1b[K'),
  };
}
