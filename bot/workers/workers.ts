import { availableParallelism } from 'node:os';

import type { DocumentMeasurements, ExpectedDocument } from '../../knowledge/checks/document-measurements.ts';
import type { PaperMeasurements } from '../../knowledge/checks/paper-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { EngineName } from './faces/face-engine.ts';
import { Places } from './places.ts';
import { PoolCounts, type PoolFigures } from './pool-figures.ts';
import type { ReadScreen } from './screen/read-screen.ts';
import type { DrawnPage, Subject, TaskResult } from './thread.ts';
import { Threads } from './threads.ts';
import type { Priority } from './waiting-line.ts';

/**
 * The bytes as uploaded, or how to get them: then they are read when a thread is free, so that a long line
 * holds no photos in memory, and handed to the thread without a copy.
 */
export type Photo = Buffer | (() => Promise<Buffer>);

export interface Asking {
  /** Default: a customer waits in the chat. */
  readonly priority?: Priority;
  /** Aborted: it leaves the line at once; a thread that is at it finishes for nothing. */
  readonly signal?: AbortSignal;
}

/** A bounded pool of threads: measuring never runs on the event loop. */
export interface Workers {
  /**
   * Hostile input gives measurements that say so. Throws Failure('worker_failed') when this photo crashes its
   * thread or takes too long; Failure('worker_busy') when it was not looked at, because too many were waiting or
   * measuring was stopped: it may be asked for again. What a reading function throws comes through as it is.
   */
  measureDocument(photo: Photo, expected?: ExpectedDocument, asking?: Asking): Promise<DocumentMeasurements>;
  measureSelfie(photo: Photo, asking?: Asking): Promise<SelfieMeasurements>;
  /**
   * Reads what may be a screenshot, and covers what is personal on it. With `onlyScreens`, a picture that no screen
   * made itself is not read. Throws like the others.
   */
  readScreen(photo: Photo, onlyScreens: boolean, asking?: Asking): Promise<ReadScreen>;
  /** A document of an institution: a PDF, or a photo of a page. Throws like the others. */
  measurePaper(paper: Photo, asking?: Asking): Promise<PaperMeasurements>;
  /** A page of a PDF as a JPEG, counted from 1; undefined when there is no such page. Throws like the others. */
  renderPage(pdf: Photo, page: number, asking?: Asking): Promise<Uint8Array | undefined>;
  /** Loads the nets in every thread; resolves when ready, with the engine's name. */
  warmUp(): Promise<{ engine: string }>;
  figures(): PoolFigures;
  /** Takes nothing more, lets what runs end for a while, then ends the threads. */
  stop(): Promise<void>;
}

export interface WorkersOptions {
  /** The compiled thread.js, or a file like it. */
  readonly workerFile: URL;
  readonly log: Log;
  /** Default: one core stays free for the event loop, and never more than eight threads. */
  readonly threads?: number | undefined;
  /** What the nets run on. Default: the quickest engine that works here. */
  readonly engine?: EngineName | undefined;
  /** How long one photo may be measured before its thread is given up. */
  readonly timeoutMs?: number;
  /**
   * When a photo of the chat is answered at the latest, counted from when it was asked for: it waits only as
   * long as it could still be measured in time. Background work waits as long as it takes.
   */
  readonly deadlineMs?: number;
  /** How many photos may wait, of each priority. */
  readonly maxWaiting?: number;
  /** How long running work may take to end when the pool is stopped. */
  readonly stopGraceMs?: number;
  /** How often the pool's figures are logged, when there was anything to do. */
  readonly logEveryMs?: number;
}

export function createWorkers(options: WorkersOptions): Workers {
  const count = options.threads ?? Math.max(1, Math.min(availableParallelism() - 1, 8));
  const { log, timeoutMs = 30_000, deadlineMs = 60_000, maxWaiting = 64 } = options;
  const { stopGraceMs = 5_000, logEveryMs = 60_000 } = options;
  const places = new Places(count, maxWaiting);
  const asked = new Set<Promise<unknown>>();
  const counts = new PoolCounts();
  const threads = new Threads({
    workerFile: options.workerFile,
    count,
    data: { engine: options.engine },
    log,
    onReplaced: () => (counts.replaced += 1),
  });
  let [stopped, logged] = [false, 0];
  const logging = setInterval(() => {
    if (counts.asked === logged) return;
    logged = counts.asked;
    log.info(figures(), 'photos measured so far');
  }, logEveryMs).unref();

  function measure(subject: Subject, photo: Photo, asking: Asking): Promise<TaskResult> {
    const work = waitAndMeasure(subject, photo, asking).finally(() => asked.delete(work));
    asked.add(work);
    return asking.signal ? untilAborted(work, asking.signal) : work;
  }

  async function waitAndMeasure(
    subject: Subject,
    photo: Photo,
    { priority = 'chat', signal }: Asking,
  ): Promise<TaskResult> {
    const askedMs = performance.now();
    const waitMs = priority === 'chat' ? Math.max(0, deadlineMs - timeoutMs) : Infinity;
    try {
      await places.take({ kind: subject.kind, priority, askedMs, waitMs, signal });
    } catch (error) {
      if (error instanceof Failure) counts.refused += 1;
      throw error;
    }
    counts.waited(performance.now() - askedMs);
    try {
      return await measureInPlace(subject, photo);
    } finally {
      places.giveBack();
    }
  }

  async function measureInPlace(subject: Subject, photo: Photo): Promise<TaskResult> {
    const bytes = typeof photo === 'function' ? await photo() : new Uint8Array(photo);
    const began = performance.now();
    try {
      const result = await threads.measure(subject, bytes, timeoutMs);
      counts.measured += 1;
      return result;
    } catch (error) {
      if (stopped) throw new Failure('worker_busy', 'measuring was stopped', { cause: error });
      counts.failed += 1;
      throw error;
    } finally {
      const durationMs = performance.now() - began;
      counts.ran(durationMs);
      log.debug({ task: subject.kind, durationMs: Math.round(durationMs) }, 'measured');
    }
  }

  function figures(): PoolFigures {
    const waiting = { chat: places.waiting('chat'), background: places.waiting('background') };
    return { threads: count, running: places.taken, waiting, ...counts.figures };
  }

  return {
    measureDocument: async (photo, expected, asking = {}) =>
      (await measure(
        { kind: 'document', ...(expected && { expected }) },
        photo,
        asking,
      )) as DocumentMeasurements,
    measureSelfie: async (photo, asking = {}) =>
      (await measure({ kind: 'selfie' }, photo, asking)) as SelfieMeasurements,
    readScreen: async (photo, onlyScreens, asking = {}) =>
      (await measure({ kind: 'screen', onlyScreens }, photo, asking)) as ReadScreen,
    measurePaper: async (paper, asking = {}) =>
      (await measure({ kind: 'paper' }, paper, asking)) as PaperMeasurements,
    renderPage: async (pdf, page, asking = {}) =>
      ((await measure({ kind: 'page', page }, pdf, asking)) as DrawnPage).jpeg,
    async warmUp() {
      const began = performance.now();
      const engine = await threads.warm();
      const durationMs = Math.round(performance.now() - began);
      log.info({ engine, threads: count, durationMs }, 'measuring threads are ready');
      return { engine };
    },
    figures,
    async stop() {
      stopped = true;
      clearInterval(logging);
      places.close();
      await within(stopGraceMs, Promise.allSettled(asked));
      await threads.end();
    },
  };
}

/** Rejects when the signal is aborted, whatever becomes of the work. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      const reason: unknown = signal.reason;
      reject(reason instanceof Error ? reason : new Error('Not wanted any more', { cause: reason }));
    };
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
