import { Worker } from 'node:worker_threads';

import { describeError } from '../describe-error.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { ThreadAnswer, ThreadInput, ThreadRequest } from './search-thread.ts';
import type { Found, SearchRequest } from './searcher.ts';

/** The thread that searches among everybody who was enrolled. */
export interface DuplicateSearch {
  /** Resolves once everything enrolled is in memory; never rejects. */
  readonly loaded: Promise<void>;
  /**
   * Waits until it is loaded. Undefined when the submission is not enrolled. Throws Failure('worker_failed')
   * when the thread broke or cannot reach its database: ask again later.
   */
  find(request: SearchRequest): Promise<Found | undefined>;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

interface Waiting {
  readonly resolve: (found: Found | undefined) => void;
  readonly reject: (failure: Failure) => void;
}

export function startDuplicateSearch(
  options: ThreadInput & {
    /** The compiled search-thread.js. */
    readonly threadFile: URL;
    readonly log: Log;
  },
): DuplicateSearch {
  const { threadFile, log, ...input } = options;
  const waiting = new Map<number, Waiting>();
  let number = 0;
  let stopped = false;
  let pauseMs = FIRST_PAUSE_MS;
  let restart: NodeJS.Timeout | undefined;
  let isRunning = false;
  let onLoaded = (): void => undefined;
  const loaded = new Promise<void>((resolve) => (onLoaded = resolve));
  let thread = start();

  function start(): Worker {
    const began = performance.now();
    const workerData: ThreadInput = input;
    const worker = new Worker(threadFile, { workerData });
    isRunning = true;
    worker.on('message', (message: ThreadAnswer) => {
      if (message.kind === 'loaded') {
        const { faces, pictures, bytes } = message;
        const durationMs = Math.round(performance.now() - began);
        log.info({ faces, pictures, bytes, durationMs }, 'the search for duplicates is ready');
        pauseMs = FIRST_PAUSE_MS;
        onLoaded();
        return;
      }
      const asked = waiting.get(message.number);
      waiting.delete(message.number);
      if (message.kind === 'found') asked?.resolve(message.found);
      else asked?.reject(new Failure('worker_failed', `searching for duplicates failed: ${message.code}`));
    });
    worker.on('error', (error) =>
      log.error({ what: describeError(error) }, 'the search for duplicates broke'),
    );
    worker.on('exit', () => {
      isRunning = false;
      failAll('the search for duplicates ended');
      if (stopped) return;
      restart = setTimeout(() => (thread = start()), pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
    return worker;
  }

  function failAll(why: string): void {
    for (const { reject } of waiting.values()) reject(new Failure('worker_failed', why));
    waiting.clear();
  }

  return {
    loaded,

    find: (request) =>
      new Promise((resolve, reject) => {
        if (!isRunning) {
          reject(new Failure('worker_failed', 'the search for duplicates starts again'));
          return;
        }
        number += 1;
        waiting.set(number, { resolve, reject });
        const message: ThreadRequest = { number, request };
        // Kept by the thread until it has loaded.
        thread.postMessage(message);
      }),

    async stop() {
      stopped = true;
      clearTimeout(restart);
      await thread.terminate();
      failAll('the search for duplicates was stopped');
    },
  };
}
