import { fileURLToPath } from 'node:url';

import { Piscina } from 'piscina';

import { describeError } from '../describe-error.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Subject, Task, TaskResult, ThreadData } from './thread.ts';

/** A thread loads its nets and readers; on a slow machine that takes a while. */
const WARM_UP_TIMEOUT_MS = 180_000;
/** Of JavaScript's own objects, which are few here: what swells beyond that is given up before the process is. */
const HEAP_LIMIT_MB = 512;

export interface ThreadsOptions {
  readonly workerFile: URL;
  readonly count: number;
  readonly data: ThreadData;
  readonly log: Log;
  /** A thread ended before its time, and another one takes its place. */
  readonly onReplaced: () => void;
}

/**
 * The threads themselves. Whoever asks must not ask for more at once than there are threads: piscina keeps tasks
 * that can be aborted in a line of its own, which knows no priorities.
 */
export class Threads {
  readonly #pool: Piscina;
  readonly #count: number;
  readonly #log: Log;
  #ending = false;

  constructor({ workerFile, count, data, log, onReplaced }: ThreadsOptions) {
    this.#count = count;
    this.#log = log;
    this.#pool = new Piscina({
      filename: fileURLToPath(workerFile),
      workerData: data,
      minThreads: count,
      maxThreads: count,
      concurrentTasksPerWorker: 1,
      idleTimeout: Infinity,
      // A thread that waits must not sleep on a lock: one that comes in another's place loads its nets meanwhile.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
      recordTiming: false,
    });
    // A thread that dies between tasks is replaced too; this only keeps its error from ending the process.
    this.#pool.on('error', (error) => log.error({ error: describeError(error) }, 'a measuring thread broke'));
    this.#pool.on('workerDestroy', () => {
      if (!this.#ending) onReplaced();
    });
  }

  /** Loads nets and readers in every thread; resolves with the engine's name. */
  async warm(): Promise<string> {
    const ready = await Promise.all(
      Array.from({ length: this.#count }, () => this.#run({ kind: 'warm_up' }, [], WARM_UP_TIMEOUT_MS)),
    );
    const [first] = ready;
    return first && 'engine' in first ? first.engine : 'none';
  }

  /** The bytes move to the thread: the caller's are empty afterwards. Throws Failure('worker_failed'). */
  async measure(subject: Subject, bytes: Uint8Array, timeoutMs: number): Promise<TaskResult> {
    const photo = isAlone(bytes) ? bytes : new Uint8Array(bytes);
    return this.#run({ ...subject, photo }, [photo.buffer], timeoutMs);
  }

  async end(): Promise<void> {
    this.#ending = true;
    await this.#pool.destroy();
  }

  async #run(task: Task, transferList: ArrayBuffer[], limitMs: number): Promise<TaskResult> {
    const began = performance.now();
    const signal = AbortSignal.timeout(limitMs);
    try {
      // Aborting a task that runs ends its thread, which nothing inside of it can prevent or delay.
      return (await this.#pool.run(task, { signal, transferList })) as TaskResult;
    } catch (cause) {
      const durationMs = Math.round(performance.now() - began);
      if (!this.#ending) {
        this.#log.error({ error: describeError(cause), task: task.kind, durationMs }, 'measuring failed');
      }
      const message = signal.aborted
        ? `measuring took longer than ${limitMs} ms`
        : 'a measuring thread broke';
      throw new Failure('worker_failed', message, { cause });
    }
  }
}

/** Whether the bytes are all of their memory: small buffers share theirs with others, which must not move along. */
function isAlone(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
}
