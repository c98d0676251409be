import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { startDuplicateSearch, type DuplicateSearch } from '../../bot/duplicates/duplicate-search.ts';
import { createEnrolments, type Enrolments } from '../../bot/duplicates/enrolments.ts';
import { createLog } from '../../bot/log.ts';
import { createDatabase, type Database } from '../../bot/storage/database.ts';
import { startEmbeddedPostgres } from '../../bot/storage/embedded-postgres.ts';
import { migrate } from '../../bot/storage/migrate.ts';
import { createVault } from '../../bot/storage/vault.ts';
import { drawFaces, drawHashes } from '../../test/bot/duplicates/crowd.ts';
import { selfieOf } from '../../test/specimen/portraits.ts';
import { openWorkers } from '../eval/measure-all.ts';
import { addSubmissions, enrolCrowd, enrolmentWith } from './crowd.ts';

const SEARCHES = 100;
/** Selfies measured in each stretch, with and without searching; stretches alternate. */
const SELFIES = 8;
const STRETCHES = 9;
const TICK_MS = 5;

export interface WholePathFigures {
  readonly enrolledInS: number;
  readonly loadedInS: number;
  readonly grownMib: number;
  readonly enrolMs: readonly number[];
  readonly findMs: readonly number[];
  readonly selfieMs: { readonly alone: readonly number[]; readonly whileSearching: readonly number[] };
  readonly searchesMeanwhile: number;
  readonly loopDelayMs: { readonly loading: Delay; readonly alone: Delay; readonly whileSearching: Delay };
}

/** In milliseconds, beyond the tick of the clock that measures it. */
interface Delay {
  readonly p99: number;
  readonly max: number;
}

/** As in the product: sealed rows in a database, a thread that loads and searches them, and photos measured meanwhile. */
export async function measureWholePath(count: number): Promise<WholePathFigures> {
  const log = createLog('error');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vg-bench-'));
  const server = await startEmbeddedPostgres({ folder, log });
  const { connection } = server;
  const database = createDatabase({ connection, log });
  try {
    await migrate(database, { log });
    const key = Buffer.alloc(32, 7);
    const vault = createVault(key);
    const enrolling = performance.now();
    await enrolCrowd(database, vault, count);
    const enrolledInS = (performance.now() - enrolling) / 1000;

    const workers = openWorkers(1);
    await workers.warmUp();
    const rss = process.memoryUsage.rss();
    const loading = performance.now();
    const stopWatching = watchLoop();
    const search = startDuplicateSearch({
      threadFile: new URL('../../bot/duplicates/search-thread.js', import.meta.url),
      limits: { maxDistance: 0.5, maxBits: 4 },
      ...{ connection, key, log },
    });
    try {
      await search.loaded;
      const loadedInS = (performance.now() - loading) / 1000;
      const loopLoading = stopWatching();
      const grownMib = (process.memoryUsage.rss() - rss) / 2 ** 20;
      const enrolments = createEnrolments({ database, vault, now: () => new Date() });
      const { ids, enrolMs } = await enrolSome(database, enrolments);
      const findMs: number[] = [];
      for (const id of ids) findMs.push(await time(() => find(search, id)));

      const selfie = await selfieOf('anna');
      const measure = () => workers.measureSelfie(selfie);
      for (let i = 0; i < SELFIES; i++) await measure();
      const alone: number[] = [];
      const whileSearching: number[] = [];
      let searchesMeanwhile = 0;
      const loopAlone: Delay[] = [];
      const loopSearching: Delay[] = [];
      for (let stretch = 0; stretch < STRETCHES; stretch++) {
        const stopAlone = watchLoop();
        for (let i = 0; i < SELFIES; i++) alone.push(await time(measure));
        loopAlone.push(stopAlone());
        const stopSearching = watchLoop();
        const over = new AbortController();
        const searching = (async () => {
          for (; !over.signal.aborted; searchesMeanwhile++)
            await find(search, ids[searchesMeanwhile % ids.length] ?? '');
        })();
        for (let i = 0; i < SELFIES; i++) whileSearching.push(await time(measure));
        over.abort();
        await searching;
        loopSearching.push(stopSearching());
      }
      return {
        ...{ enrolledInS, loadedInS, grownMib, enrolMs, findMs, searchesMeanwhile },
        selfieMs: { alone, whileSearching },
        loopDelayMs: {
          loading: loopLoading,
          alone: ofStretches(loopAlone),
          whileSearching: ofStretches(loopSearching),
        },
      };
    } finally {
      await search.stop();
      await workers.stop();
    }
  } finally {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One after the other through the ledger, as submissions are. */
async function enrolSome(
  database: Database,
  enrolments: Enrolments,
): Promise<{ ids: readonly string[]; enrolMs: readonly number[] }> {
  const ids = Array.from({ length: SEARCHES }, () => randomUUID());
  await addSubmissions(database, ids);
  const hashes = drawHashes(SEARCHES);
  const faces = drawFaces(SEARCHES, 1_000_003);
  const enrolMs: number[] = [];
  for (const [place, submissionId] of ids.entries()) {
    const enrolment = enrolmentWith(faces[place] ?? [], hashes[place] ?? '');
    const about = { submissionId, customerId: submissionId, enrolment };
    enrolMs.push(await time(() => database.transaction((tx) => enrolments.enrol(tx, about))));
  }
  return { ids, enrolMs };
}

const find = (search: DuplicateSearch, submissionId: string) =>
  search.find({ submissionId, sameDocument: [] });

async function time(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

/** Watches until it is stopped; a clock that pauses and goes on would count the pause as a delay. */
function watchLoop(): () => Delay {
  const loop = monitorEventLoopDelay({ resolution: TICK_MS });
  loop.enable();
  return () => {
    loop.disable();
    const beyond = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - TICK_MS);
    return { p99: beyond(loop.percentile(99)), max: beyond(loop.max) };
  };
}

/** Of the middle stretch, so that one hiccup of the machine does not speak for all; the longest delay of any. */
function ofStretches(delays: readonly Delay[]): Delay {
  const sorted = delays.map(({ p99 }) => p99).sort((a, b) => a - b);
  return { p99: sorted[sorted.length >> 1] ?? 0, max: Math.max(...delays.map(({ max }) => max)) };
}
