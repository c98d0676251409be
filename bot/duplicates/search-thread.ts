/**
 * What runs inside the thread that searches: neither the event loop nor the measuring threads feel it. It has
 * a database connection of its own and the one key that opens enrolments.
 */
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

import { Failure } from '../failure.ts';
import { createLog } from '../log.ts';
import { createDatabase, type DatabaseConnection } from '../storage/database.ts';
import { errorCode } from '../storage/error-code.ts';
import { createVault } from '../storage/vault.ts';
import { createEnrolments, ENROLMENT_NEWS } from './enrolments.ts';
import {
  createSearcher,
  type Found,
  type IndexSize,
  type SearchLimits,
  type SearchRequest,
} from './searcher.ts';

export interface ThreadInput {
  readonly connection: DatabaseConnection;
  readonly key: Uint8Array;
  readonly limits: SearchLimits;
}

export interface ThreadRequest {
  readonly number: number;
  readonly request: SearchRequest;
}

export type ThreadAnswer =
  | ({ readonly kind: 'loaded' } & IndexSize)
  | { readonly kind: 'found'; readonly number: number; readonly found: Found | undefined }
  | { readonly kind: 'failed'; readonly number: number; readonly code: string };

const RETRY_MS = 2_000;
/** Searching can wait; a customer who waits for a photo to be measured should not. */
const PATIENCE = 10;

const port = parentPort;
if (!port) throw new Error('This file runs in a thread.');
const answer = (message: ThreadAnswer): void => port.postMessage(message);

// On Linux this is the priority of the thread alone; elsewhere it would be the whole process's.
if (process.platform === 'linux') os.setPriority(0, PATIENCE);

const input = workerData as ThreadInput;
const database = createDatabase({ connection: input.connection, log: createLog('warn'), poolSize: 1 });
const vault = createVault(Buffer.from(input.key));
const searcher = createSearcher(createEnrolments({ database, vault, now: () => new Date() }), input.limits);

/** What is missed now is taken in by the next search, which catches up before it looks. */
const listen = (): void => void searcher.catchUp().catch(() => undefined);

for (;;) {
  try {
    await database.listen(ENROLMENT_NEWS, listen, listen);
    await searcher.catchUp();
    break;
  } catch (error) {
    // A damaged row or another key is no reason to try for ever in silence.
    if (!(error instanceof Failure) || error.code !== 'database_unavailable') throw error;
    await sleep(RETRY_MS);
  }
}
answer({ kind: 'loaded', ...searcher.size() });

port.on('message', ({ number, request }: ThreadRequest) => {
  searcher.find(request).then(
    (found) => answer({ kind: 'found', number, found }),
    (error: unknown) => answer({ kind: 'failed', number, code: nameOf(error) }),
  );
});

function nameOf(error: unknown): string {
  if (error instanceof Failure) return error.code;
  return errorCode(error) || (error instanceof Error ? error.name : 'unknown');
}
