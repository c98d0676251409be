import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';

import { Failure } from '../../../bot/failure.ts';
import { createLog } from '../../../bot/log.ts';
import { createWorkers, type Workers, type WorkersOptions } from '../../../bot/workers/workers.ts';
import { until } from '../../kit/until.ts';

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
    const pool = start({ timeoutMs: 2_000 });
    await expect(measure(pool, 'hang')).rejects.toMatchObject({
      code: 'worker_failed',
      message: 'measuring took longer than 2000 ms',
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

  it('gives a thread up that swells, before the process suffers', async () => {
    const pool = start();
    await expect(measure(pool, 'swell')).rejects.toMatchObject({ code: 'worker_failed' });
    await expect(measure(pool, 'hello')).resolves.toMatchObject({ said: 'hello' });
  });

  it('replaces a thread that dies while it has nothing to do', async () => {
    const pool = start();
    await measure(pool, 'late crash');
    await until('another thread', () => pool.figures().replaced === 1 || undefined);
    await expect(measure(pool, 'hello')).resolves.toMatchObject({ said: 'hello' });
  });

  it('goes on in its other threads while one hangs, and counts what happened', async () => {
    const pool = start({ threads: 2, timeoutMs: 2_000 });
    const hanging = measure(pool, 'hang');
    for (let i = 0; i < 5; i++) await expect(measure(pool, 'hello')).resolves.toBeDefined();
    expect(pool.figures()).toMatchObject({ running: 1, measured: 5, failed: 0 });
    await expect(hanging).rejects.toMatchObject({ code: 'worker_failed' });
    expect(pool.figures()).toMatchObject({ threads: 2, running: 0, failed: 1, replaced: 1, refused: 0 });
  });

  it('survives photo after photo that kills its thread', async () => {
    const pool = start({ threads: 2 });
    const killed = await Promise.allSettled(Array.from({ length: 12 }, () => measure(pool, 'crash')));
    expect(killed.map(({ status }) => status)).not.toContain('fulfilled');
    await expect(Promise.all([measure(pool, 'one'), measure(pool, 'two')])).resolves.toHaveLength(2);
  });

  it('measures in as many threads as it was given', async () => {
    const pool = start({ threads: 2 });
    await pool.warmUp();
    await Promise.all([measure(pool, 'meet'), measure(pool, 'meet')]);
  });

  it('leaves bytes with who gave them, and takes bytes that were read for it', async () => {
    const pool = start();
    const [kept, read] = [Buffer.alloc(100_000, 'k'), Buffer.alloc(100_000, 'r')];
    await pool.measureSelfie(kept);
    expect(kept).toHaveLength(100_000);
    await expect(pool.measureSelfie(() => Promise.resolve(read))).resolves.toMatchObject({
      said: 'r'.repeat(100_000),
    });
    expect(read).toHaveLength(0);
  });

  it('moves nothing along that shares memory with what was read', async () => {
    const pool = start();
    const all = Buffer.from('before hello after');
    const part = all.subarray(7, 12);
    await expect(pool.measureSelfie(() => Promise.resolve(part))).resolves.toMatchObject({ said: 'hello' });
    expect(all.toString()).toBe('before hello after');
  });

  it('hands on what went wrong with reading, and measures the next photo', async () => {
    const pool = start();
    const damaged = new Failure('file_damaged', 'a file was changed');
    await expect(pool.measureSelfie(() => Promise.reject(damaged))).rejects.toBe(damaged);
    await expect(measure(pool, 'hello')).resolves.toMatchObject({ said: 'hello' });
  });
});

describe('photos that wait for a thread', () => {
  it('are measured in order', async () => {
    const pool = start();
    expect(await finishing(pool, ['slow', 'second', 'third'])).toEqual(['slow', 'second', 'third']);
  });

  it('come before background work that was there first', async () => {
    const pool = start();
    const order = await finishing(pool, ['slow', 'background:replay', 'chat']);
    expect(order).toEqual(['slow', 'chat', 'background:replay']);
  });

  it('are not read before a thread is free', async () => {
    const pool = start();
    const read: string[] = [];
    const lazily = (wish: string) =>
      pool.measureSelfie(() => {
        read.push(wish);
        return Promise.resolve(Buffer.from(wish));
      });
    const both = [lazily('slow'), lazily('second')];
    await wait(50);
    expect(read).toEqual(['slow']);
    await Promise.all(both);
    expect(read).toEqual(['slow', 'second']);
  });

  it('are refused when too many wait already, and background work has a line of its own', async () => {
    const pool = start({ maxWaiting: 1 });
    const [first, second] = [measure(pool, 'slow'), measure(pool, 'second')];
    const background = pool.measureSelfie(Buffer.from('later'), { priority: 'background' });
    await expect(measure(pool, 'third')).rejects.toMatchObject({ code: 'worker_busy' });
    expect(pool.figures()).toMatchObject({ refused: 1, waiting: { chat: 1, background: 1 } });
    await expect(Promise.all([first, second, background])).resolves.toHaveLength(3);
  });

  it('are refused when they could no longer be measured before their deadline', async () => {
    const pool = start({ timeoutMs: 10_000, deadlineMs: 10_300 });
    const slow = measure(pool, 'slow');
    const background = pool.measureSelfie(Buffer.from('patient'), { priority: 'background' });
    await expect(measure(pool, 'second')).rejects.toMatchObject({ code: 'worker_busy' });
    await slow;
    await expect(background).resolves.toMatchObject({ said: 'patient' });
    await expect(measure(pool, 'third')).resolves.toMatchObject({ said: 'third' });
  });

  it('leave the line when nobody wants them any more', async () => {
    const pool = start();
    const slow = measure(pool, 'slow');
    const wanted = new AbortController();
    let wasRead = false;
    const left = pool.measureSelfie(
      () => {
        wasRead = true;
        return Promise.resolve(Buffer.from('second'));
      },
      { signal: wanted.signal },
    );
    wanted.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(pool.figures().waiting.chat).toBe(0);
    await slow;
    await measure(pool, 'third');
    expect(wasRead).toBe(false);
  });

  it('let go of at once while they are measured, without harm to their thread', async () => {
    const pool = start();
    const wanted = new AbortController();
    const running = pool.measureSelfie(Buffer.from('slow'), { signal: wanted.signal });
    await wait(50);
    wanted.abort(new Error('gone'));
    await expect(running).rejects.toThrow('gone');
    await expect(measure(pool, 'next')).resolves.toMatchObject({ said: 'next' });
    expect(pool.figures()).toMatchObject({ measured: 2, replaced: 0 });
  });
});

describe('stopping', () => {
  it('lets what runs end, and sends away what waits and what comes', async () => {
    const pool = start();
    const [running, waiting] = [measure(pool, 'slow'), measure(pool, 'second')];
    const refused = expect(waiting).rejects.toMatchObject({ code: 'worker_busy' });
    await pool.stop();
    await refused;
    await expect(running).resolves.toMatchObject({ said: 'slow' });
    await expect(measure(pool, 'late')).rejects.toMatchObject({ code: 'worker_busy' });
  });

  it('does not wait for ever: what was cut off may be asked for again', async () => {
    const pool = start({ stopGraceMs: 50 });
    const cut = expect(measure(pool, 'hang')).rejects.toMatchObject({ code: 'worker_busy' });
    await pool.stop();
    await cut;
  });
});

/** The order in which wishes come back; `background:` ones have that priority. */
async function finishing(pool: Workers, wishes: readonly string[]): Promise<string[]> {
  const finished: string[] = [];
  await Promise.all(
    wishes.map(async (wish) => {
      const priority = wish.startsWith('background:') ? 'background' : 'chat';
      await pool.measureSelfie(Buffer.from(wish), { priority });
      finished.push(wish);
    }),
  );
  return finished;
}
