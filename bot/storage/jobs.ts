import type { Queryable } from './database.ts';

/** Work that survives a crash. Handlers must be idempotent: a job may run twice, never zero times. */
export interface Jobs {
  /** In the caller's transaction; `key` makes it once-only. Payload is sealed. */
  add(tx: Queryable, job: { kind: string; key: string; payload: unknown; runAt?: Date }): Promise<void>;
  /** Before start(). A handler that throws is retried with backoff and jitter, then dead. */
  handle(kind: string, handler: (payload: unknown, key: string) => Promise<void>): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
