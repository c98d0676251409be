import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  createJobs,
  HopelessJob,
  PutOffJob,
  type Jobs,
  type JobSettings,
} from '../../../bot/storage/jobs.ts';
import { Child } from '../../kit/child.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';

let fresh: FreshDatabase;
let clock: number;
const started: Jobs[] = [];

beforeEach(async () => {
  fresh = await freshDatabase();
  clock = Date.now();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((jobs) => jobs.stop()));
  await fresh.drop();
});

function instance(settings: Partial<JobSettings> = {}, now = () => new Date(clock)): Jobs {
  const jobs = createJobs({
    ...fresh,
    log: silent,
    now,
    random: () => 1,
    settings: { pollMs: 50, ...settings },
  });
  started.push(jobs);
  return jobs;
}

const add = (jobs: Jobs, key: string, payload: unknown = {}) =>
  jobs.add(fresh.database, { kind: 'note', key, payload });

async function stateOf(key: string) {
  const [row] = await fresh.database.query<{
    state: string;
    attempts: number;
    last_error: string | null;
    due_at: Date;
  }>('select state, attempts, last_error, due_at from job where key = $1', [key]);
  return row;
}

const reaches = (key: string, state: string) =>
  until(`${key} to be ${state}`, async () => ((await stateOf(key))?.state === state ? true : undefined));

describe('a job', () => {
  it('runs with its payload and key, and only once for a key', async () => {
    const jobs = instance();
    const ran: unknown[] = [];
    jobs.handle('note', (payload, key) => Promise.resolve(void ran.push([payload, key])));
    await jobs.start();
    await add(jobs, 'a', { words: 'hello' });
    await add(jobs, 'a', { words: 'again' });
    await reaches('a', 'done');
    await add(jobs, 'a', { words: 'once more' });
    await sleep(150);
    expect(ran).toEqual([[{ words: 'hello' }, 'a']]);
  });

  it('starts within moments of its commit, and never before or without it', async () => {
    const jobs = instance({ pollMs: 60_000 });
    const ran: string[] = [];
    jobs.handle('note', (_, key) => Promise.resolve(void ran.push(key)));
    await jobs.start();
    await fresh.database
      .transaction(async (tx) => {
        await jobs.add(tx, { kind: 'note', key: 'rolled back', payload: {} });
        throw new Error('no');
      })
      .catch(() => undefined);
    await fresh.database.transaction(async (tx) => {
      await jobs.add(tx, { kind: 'note', key: 'kept', payload: {} });
      await sleep(150);
      expect(ran).toEqual([]);
    });
    await until('the job', () => (ran.length > 0 ? true : undefined));
    expect(ran).toEqual(['kept']);
  });

  it('waits for its time', async () => {
    const jobs = instance();
    jobs.handle('note', () => Promise.resolve());
    await jobs.start();
    await jobs.add(fresh.database, {
      kind: 'note',
      key: 'later',
      payload: {},
      runAt: new Date(clock + 60_000),
    });
    await sleep(150);
    expect(await stateOf('later')).toMatchObject({ state: 'waiting', attempts: 0 });
    clock += 60_000;
    await reaches('later', 'done');
  });

  it('shows nothing of its payload in the database, and loses it when it is done', async () => {
    const jobs = instance();
    await add(jobs, 'a', { name: 'Jane Doe' });
    const [row] = await fresh.database.query<{ payload: Buffer }>('select payload from job');
    expect(row?.payload.includes('Jane')).toBe(false);
    jobs.handle('note', () => Promise.resolve());
    await jobs.start();
    await reaches('a', 'done');
    expect(await fresh.database.query('select payload from job')).toEqual([{ payload: null }]);
  });

  it('is left to an instance that has a handler for it', async () => {
    const jobs = instance();
    jobs.handle('other', () => Promise.resolve());
    await jobs.start();
    await add(jobs, 'a');
    await sleep(150);
    expect(await stateOf('a')).toMatchObject({ state: 'waiting' });
  });
});

describe('a job that fails', () => {
  it('is tried again after growing pauses, then dead', async () => {
    const jobs = instance({ maxAttempts: 4, firstPauseMs: 1_000, longestPauseMs: 3_000 });
    jobs.handle('note', () => Promise.reject(new Error('no connection to Jane’s server')));
    await jobs.start();
    await add(jobs, 'a');
    const pauses: number[] = [];
    for (let attempts = 1; attempts < 4; attempts += 1) {
      const row = await until(`attempt ${attempts}`, async () => {
        const now = await stateOf('a');
        return now?.state === 'waiting' && now.attempts === attempts ? now : undefined;
      });
      pauses.push(row.due_at.getTime() - clock);
      clock = row.due_at.getTime();
    }
    await reaches('a', 'dead');
    expect(pauses).toEqual([1_000, 2_000, 3_000]);
    expect(await stateOf('a')).toMatchObject({ attempts: 4, last_error: 'Error' });
  });

  it('is dead at once when no further try can help', async () => {
    const jobs = instance();
    jobs.handle('note', () => Promise.reject(new HopelessJob('smtp_550')));
    await jobs.start();
    await add(jobs, 'a');
    await reaches('a', 'dead');
    expect(await stateOf('a')).toMatchObject({ attempts: 1, last_error: 'smtp_550' });
  });

  it('does not hold up the others', async () => {
    const jobs = instance({ concurrency: 1 });
    jobs.handle('note', (_, key) => (key === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve()));
    await add(jobs, 'bad');
    for (const key of ['a', 'b', 'c']) await add(jobs, key);
    await jobs.start();
    for (const key of ['a', 'b', 'c']) await reaches(key, 'done');
    expect(await stateOf('bad')).toMatchObject({ state: 'waiting', attempts: 1 });
  });
});

describe('several instances', () => {
  it('share the work: each job is run by one of them', async () => {
    const ran: string[] = [];
    const keys = Array.from({ length: 60 }, (_, n) => `job ${n}`);
    for (let n = 0; n < 3; n += 1) {
      const jobs = instance();
      jobs.handle('note', async (_, key) => {
        ran.push(key);
        await sleep(2);
      });
      await jobs.start();
      if (n === 0)
        await fresh.database.transaction(async (tx) => {
          for (const key of keys) await jobs.add(tx, { kind: 'note', key, payload: {} });
        });
    }
    for (const key of keys) await reaches(key, 'done');
    expect(ran.sort()).toEqual([...keys].sort());
  });

  it('take over from one that stalls, whose late end then changes nothing', async () => {
    let release = () => {};
    const stalled = instance({ leaseMs: 10_000 });
    stalled.handle('note', () => new Promise((_, reject) => (release = () => reject(new Error('too late')))));
    await stalled.start();
    await add(stalled, 'a');
    await reaches('a', 'running');

    // Its clock is past the end of the other one's lease.
    const other = instance({}, () => new Date(clock + 60_000));
    other.handle('note', () => Promise.resolve());
    await other.start();
    await reaches('a', 'done');
    release();
    await stalled.stop();
    expect(await stateOf('a')).toMatchObject({ state: 'done', attempts: 2, last_error: null });
  });

  it('say so to whoever holds a job that another one took over', async () => {
    const slow = instance({ leaseMs: 300 });
    let held: AbortSignal | undefined;
    let release = () => {};
    slow.handle('note', (_payload, _key, signal) => {
      held = signal;
      return new Promise((resolve) => (release = resolve));
    });
    await slow.start();
    await add(slow, 'a');
    await reaches('a', 'running');
    expect(held?.aborted).toBe(false);
    await fresh.database.query('update job set fence = fence + 1');
    await until('it to be told', () => (held?.aborted ? true : undefined));
    release();
    await slow.stop();
  });

  it('leave a long job to whoever runs it', async () => {
    const leaseMs = 300;
    let runs = 0;
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    for (const jobs of [instance({ leaseMs }), instance({ leaseMs })]) {
      jobs.handle('note', async () => {
        runs += 1;
        await ended;
      });
      await jobs.start();
    }
    await add(instance(), 'a');
    await reaches('a', 'running');
    // Three leases long; the clock goes on when the last lease was renewed, so that a busy machine may dawdle.
    for (let passed = 0; passed < 3 * leaseMs; passed += 100) {
      clock += 100;
      await until('the lease to be renewed', async () =>
        ((await stateOf('a'))?.due_at.getTime() ?? 0) >= clock + leaseMs ? true : undefined,
      );
    }
    end();
    await reaches('a', 'done');
    expect(runs).toBe(1);
  });

  it('give up a job that kills its process each time', async () => {
    const jobs = instance({ maxAttempts: 3 });
    await add(jobs, 'a');
    await fresh.database.query(`update job set state = 'running', attempts = 3, due_at = $1`, [
      new Date(clock - 1),
    ]);
    jobs.handle('note', () => Promise.resolve());
    await jobs.start();
    await reaches('a', 'dead');
    expect(await stateOf('a')).toMatchObject({ attempts: 3, last_error: 'abandoned' });
  });

  it('lose no job when processes are killed in the middle of their work', async () => {
    await fresh.database.query('create table effect (key text, number int, pid int)');
    const keys = Array.from({ length: 400 }, (_, n) => `job ${n}`);
    const adding = instance();
    await fresh.database.transaction(async (tx) => {
      for (const [number, key] of keys.entries())
        await adding.add(tx, { kind: 'count', key, payload: { number } });
    });
    const input = { connection: fresh.connection, masterKey: fresh.masterKey.toString('hex') };
    const work = () => new Child(new URL('./children/jobs.ts', import.meta.url), input);
    const effects = async () => {
      const [row] = await fresh.database.query<{ count: number }>('select count(*) from effect');
      return row?.count ?? 0;
    };
    const workers = [work(), work()];
    for (const atLeast of [60, 160]) {
      await until(`${atLeast} effects`, async () => ((await effects()) >= atLeast ? true : undefined), {
        timeoutMs: 50_000,
      });
      await workers.shift()?.kill();
      workers.push(work());
    }
    await until(
      'all jobs to be done',
      async () => {
        const open = await fresh.database.query(`select 1 from job where state <> 'done'`);
        return open.length === 0 ? true : undefined;
      },
      { timeoutMs: 50_000 },
    );
    await Promise.all(workers.map((worker) => worker.kill()));
    const done = await fresh.database.query<{ key: string; times: number }>(
      'select key, count(*) as times from effect group by key',
    );
    expect(new Set(done.map(({ key }) => key))).toEqual(new Set(keys));
    // Twice only what was running at a kill: four places in each of two processes.
    expect(done.filter(({ times }) => times > 1).length).toBeLessThanOrEqual(8);
  });
});

describe('stopping', () => {
  it('waits for the jobs that run and takes no more', async () => {
    const jobs = instance({ concurrency: 1 });
    let ended = 0;
    let end = () => {};
    const held = new Promise<void>((resolve) => (end = resolve));
    jobs.handle('note', async () => {
      await held;
      ended += 1;
    });
    await add(jobs, 'a');
    await add(jobs, 'b');
    await jobs.start();
    await reaches('a', 'running');
    const stopped = jobs.stop();
    end();
    await stopped;
    expect(ended).toBe(1);
    expect([(await stateOf('a'))?.state, (await stateOf('b'))?.state]).toEqual(['done', 'waiting']);
  });

  it('does not wait for ever', async () => {
    const jobs = instance({ stopWithinMs: 100 });
    jobs.handle('note', () => new Promise(() => undefined));
    await add(jobs, 'a');
    await jobs.start();
    await reaches('a', 'running');
    const began = Date.now();
    await jobs.stop();
    expect(Date.now() - began).toBeLessThan(15_000);
  });
});

describe('a handler with more to say', () => {
  it('puts its job off for as long as it was told to, and never for less than usual', async () => {
    const jobs = instance({ firstPauseMs: 1_000 });
    const pauses = [60_000, 0];
    jobs.handle('note', () => {
      const afterMs = pauses.shift();
      if (afterMs !== undefined) throw new PutOffJob('http_429', afterMs);
      return Promise.resolve();
    });
    await jobs.start();
    const began = clock;
    await add(jobs, 'a');
    await reaches('a', 'waiting');
    const first = await until('the first pause', async () => {
      const state = await stateOf('a');
      return state?.attempts === 1 && state.state === 'waiting' ? state : undefined;
    });
    expect(first).toMatchObject({ last_error: 'http_429', due_at: new Date(began + 60_000) });
    clock = began + 60_000;
    const second = await until('the second pause', async () => {
      const state = await stateOf('a');
      return state?.attempts === 2 && state.state === 'waiting' ? state : undefined;
    });
    expect(second.due_at).toEqual(new Date(began + 62_000));
    clock = began + 62_000;
    await reaches('a', 'done');
  });

  it('hears in the same transaction that its job is given up', async () => {
    const jobs = instance();
    await fresh.database.query('create table given_up (key text, why text, attempts int)');
    let broken = true;
    jobs.handle(
      'note',
      () => Promise.reject(new HopelessJob('http_410')),
      async (tx, key, { why, attempts }) => {
        await tx.query('insert into given_up values ($1, $2, $3)', [key, why, attempts]);
        if (broken) throw new Error('what belongs to it could not be stored');
      },
    );
    await jobs.start();
    await add(jobs, 'a');
    await until('the first try', async () => ((await stateOf('a'))?.attempts === 1 ? true : undefined));
    await sleep(100);
    expect((await stateOf('a'))?.state).toBe('running');
    expect(await fresh.database.query('select * from given_up')).toEqual([]);
    broken = false;
    clock += 120_000;
    await reaches('a', 'dead');
    expect(await fresh.database.query('select * from given_up')).toEqual([
      { key: 'a', why: 'http_410', attempts: 2 },
    ]);
  });
});
