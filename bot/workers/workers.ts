import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { Piscina } from 'piscina';

import type { DocumentMeasurements, ExpectedDocument } from '../../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Task, TaskResult } from './thread.ts';

/** A bounded pool of threads: measuring never runs on the event loop. */
export interface Workers {
  /**
   * Bytes as uploaded. Hostile input gives measurements that say so. Throws Failure('worker_failed') after a
   * crash or when measuring takes too long, Failure('worker_busy') when too many photos are waiting already.
   */
  measureDocument(photo: Buffer, expected?: ExpectedDocument): Promise<DocumentMeasurements>;
  measureSelfie(photo: Buffer): Promise<SelfieMeasurements>;
  /** Loads the nets in every thread; resolves when ready, with the engine's name. */
  warmUp(): Promise<{ engine: string }>;
  /** Ends the threads; photos that were being measured or waiting fail. */
  stop(): Promise<void>;
}

export interface WorkersOptions {
  /** The compiled thread.js, or a file like it. */
  readonly workerFile: URL;
  readonly log: Log;
  /** Default: one core stays free for the event loop, and never more than four threads. */
  readonly threads?: number | undefined;
  /** How long one photo may be measured before its thread is given up. */
  readonly timeoutMs?: number;
  /** How long a photo may wait for a thread. */
  readonly waitMs?: number;
  /** How many photos may wait. */
  readonly maxWaiting?: number;
}

/** A thread loads nets of 12 MB and a text reader; on a slow machine that takes a while. */
const WARM_UP_TIMEOUT_MS = 180_000;

export function createWorkers(options: WorkersOptions): Workers {
  const threads = options.threads ?? Math.max(1, Math.min(availableParallelism() - 1, 4));
  const { log, timeoutMs = 60_000, waitMs = 60_000, maxWaiting = 64 } = options;
  const pool = new Piscina({
    filename: fileURLToPath(options.workerFile),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    idleTimeout: Infinity,
  });
  // A thread that dies between tasks is replaced by the pool; this only keeps its error from ending the process.
  pool.on('error', (error) => log.error({ err: error }, 'a measuring thread broke'));
  const places = new Places(threads, maxWaiting, waitMs);

  async function runInThread(task: Task, limitMs: number): Promise<TaskResult> {
    const began = performance.now();
    const signal = AbortSignal.timeout(limitMs);
    try {
      // Aborting a task that runs ends its thread, and the pool starts another one.
      return (await pool.run(task, { signal })) as TaskResult;
    } catch (cause) {
      const durationMs = Math.round(performance.now() - began);
      log.error({ err: cause, task: task.kind, durationMs }, 'measuring failed');
      const message = signal.aborted
        ? `measuring took longer than ${limitMs} ms`
        : 'a measuring thread broke';
      throw new Failure('worker_failed', message, { cause });
    }
  }

  async function measure(task: Task): Promise<TaskResult> {
    await places.take();
    const began = performance.now();
    try {
      return await runInThread(task, timeoutMs);
    } finally {
      places.giveBack();
      log.debug({ task: task.kind, durationMs: Math.round(performance.now() - began) }, 'measured');
    }
  }

  return {
    measureDocument: async (photo, expected) =>
      (await measure({ kind: 'document', photo, ...(expected && { expected }) })) as DocumentMeasurements,
    measureSelfie: async (photo) => (await measure({ kind: 'selfie', photo })) as SelfieMeasurements,
    async warmUp() {
      const began = performance.now();
      const ready = await Promise.all(
        Array.from({ length: threads }, () => runInThread({ kind: 'warm_up' }, WARM_UP_TIMEOUT_MS)),
      );
      const engine = ready[0]?.engine ?? 'none';
      log.info(
        { engine, threads, durationMs: Math.round(performance.now() - began) },
        'measuring threads are ready',
      );
      return { engine };
    },
    async stop() {
      places.close();
      await pool.destroy();
    },
  };
}

interface Waiting {
  readonly start: () => void;
  readonly fail: (failure: Failure) => void;
  readonly timer: NodeJS.Timeout;
}

/** As many places as threads, and a bounded line before them in which nobody waits for ever. */
class Places {
  readonly #maxWaiting: number;
  readonly #waitMs: number;
  readonly #line: Waiting[] = [];
  #free: number;

  constructor(count: number, maxWaiting: number, waitMs: number) {
    this.#free = count;
    this.#maxWaiting = maxWaiting;
    this.#waitMs = waitMs;
  }

  take(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    if (this.#line.length >= this.#maxWaiting) {
      return Promise.reject(new Failure('worker_busy', `${this.#maxWaiting} photos are waiting already`));
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#line.splice(this.#line.indexOf(waiting), 1);
        reject(new Failure('worker_busy', `no thread came free within ${this.#waitMs} ms`));
      }, this.#waitMs);
      const waiting: Waiting = { start: resolve, fail: reject, timer };
      this.#line.push(waiting);
    });
  }

  giveBack(): void {
    const next = this.#line.shift();
    if (!next) {
      this.#free++;
      return;
    }
    clearTimeout(next.timer);
    next.start();
  }

  close(): void {
    for (const waiting of this.#line.splice(0)) {
      clearTimeout(waiting.timer);
      waiting.fail(new Failure('worker_failed', 'measuring was stopped'));
    }
  }
}
