import { afterEach, describe, expect, it } from '@jest/globals';

import { createLog } from '../../../bot/log.ts';
import { createWorkers, type Workers, type WorkersOptions } from '../../../bot/workers/workers.ts';

const log = createLog('silent');
let workers: Workers | undefined;

function start(options: Partial<WorkersOptions> = {}): Workers {
  const workerFile = new URL('./misbehaving-thread.mjs', import.meta.url);
  workers = createWorkers({ workerFile, log, threads: 1, ...options });
  return workers;
}

afterEach(async () => {
  await workers?.stop();
  workers = undefined;
});

const measure = (pool: Workers, wish: string) => pool.measureSelfie(Buffer.from(wish));

describe('the pool of measuring threads', () => {
  it('replaces a thread that crashed', async () => {
    const pool = start();
    await expect(measure(pool, 'crash')).rejects.toMatchObject({ code: 'worker_failed' });
    await expect(measure(pool, 'hello')).resolves.toMatchObject({ said: 'hello' });
  });

  it('gives a thread up that hangs in a loop, and replaces it', async () => {
    const pool = start({ timeoutMs: 300 });
    await expect(measure(pool, 'hang')).rejects.toMatchObject({
      code: 'worker_failed',
      message: 'measuring took longer than 300 ms',
    });
    await expect(measure(pool, 'hello')).resolves.toMatchObject({ said: 'hello' });
  });

  it('turns an error inside of a thread into a failure without its words', async () => {
    const pool = start();
    await expect(measure(pool, 'throw')).rejects.toMatchObject({
      code: 'worker_failed',
      message: 'a measuring thread broke',
    });
  });

  it('lets photos wait for a thread, in order', async () => {
    const pool = start();
    const finished: string[] = [];
    await Promise.all(
      ['slow', 'second', 'third'].map(async (wish) => {
        await measure(pool, wish);
        finished.push(wish);
      }),
    );
    expect(finished).toEqual(['slow', 'second', 'third']);
  });

  it('refuses more photos than may wait', async () => {
    const pool = start({ maxWaiting: 1 });
    const [first, second] = [measure(pool, 'slow'), measure(pool, 'second')];
    await expect(measure(pool, 'third')).rejects.toMatchObject({ code: 'worker_busy' });
    await expect(Promise.all([first, second])).resolves.toHaveLength(2);
  });

  it('lets no photo wait for ever', async () => {
    const pool = start({ waitMs: 50 });
    const slow = measure(pool, 'slow');
    await expect(measure(pool, 'second')).rejects.toMatchObject({ code: 'worker_busy' });
    await slow;
    await expect(measure(pool, 'third')).resolves.toMatchObject({ said: 'third' });
  });

  it('measures in as many threads as it was given', async () => {
    const pool = start({ threads: 2 });
    await pool.warmUp();
    const began = performance.now();
    await Promise.all([measure(pool, 'slow'), measure(pool, 'slow')]);
    expect(performance.now() - began).toBeLessThan(780);
  });

  it('fails what still waits when it is stopped', async () => {
    const pool = start();
    const results = Promise.allSettled([measure(pool, 'slow'), measure(pool, 'second')]);
    await pool.stop();
    for (const result of await results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'worker_failed' } });
    }
  });
});
