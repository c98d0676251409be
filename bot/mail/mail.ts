import type { Queryable } from '../storage/database.ts';

export interface Mail {
  /** Once-only: a second mail with this key is not sent. */
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Sends through the configured SMTP server, or writes .eml files into data/outbox. */
export interface Mailer {
  /** Queues it in the caller's transaction; it is sent after the commit, with retries. */
  queue(tx: Queryable, mail: Mail): Promise<void>;
}
