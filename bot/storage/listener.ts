import pg from 'pg';

import type { Log } from '../log.ts';

const CHECK_EVERY_MS = 15_000;
const ANSWER_WITHIN_MS = 5_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;

interface Hearer {
  readonly onPayload: (payload: string) => void;
  readonly onReconnect: (() => void) | undefined;
}

/** One connection that only listens, made again whenever it is lost. */
export class Listener {
  readonly #connect: () => pg.Client;
  readonly #log: Log;
  readonly #hearers = new Map<string, Set<Hearer>>();
  /** Resolves to a connection that listens on every channel in `#hearers`, at the time of its making. */
  #client: Promise<pg.Client> | undefined;
  #check: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #lost = false;
  #closed = false;

  constructor(connect: () => pg.Client, log: Log) {
    this.#connect = connect;
    this.#log = log;
  }

  /** Resolves when the server has taken note; rejects when it cannot be reached. */
  async listen(
    channel: string,
    onPayload: (payload: string) => void,
    onReconnect?: () => void,
  ): Promise<() => Promise<void>> {
    if (this.#closed) throw new Error('The database is closed.');
    const hearer: Hearer = { onPayload, onReconnect };
    const hearers = this.#hearers.get(channel) ?? new Set();
    this.#hearers.set(channel, hearers.add(hearer));
    try {
      const client = await (this.#client ??= this.#open());
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      hearers.delete(hearer);
      throw error;
    }
    return () => this.#unlisten(channel, hearer);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#check);
    clearTimeout(this.#retry);
    const client = await this.#client?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  async #unlisten(channel: string, hearer: Hearer): Promise<void> {
    const hearers = this.#hearers.get(channel);
    hearers?.delete(hearer);
    if (hearers?.size !== 0 || this.#closed) return;
    this.#hearers.delete(channel);
    const client = await this.#client?.catch(() => undefined);
    // A connection that is gone listens to nothing anyway.
    await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
    // Somebody may have begun to listen between the two.
    if (this.#hearers.has(channel)) await client?.query(`listen ${pg.escapeIdentifier(channel)}`);
  }

  async #open(): Promise<pg.Client> {
    const client = this.#connect();
    client.on('error', () => undefined); // its end is what we act on
    client.on('notification', ({ channel, payload }) => {
      for (const hearer of this.#hearers.get(channel) ?? [])
        this.#tell(() => hearer.onPayload(payload ?? ''));
    });
    try {
      await client.connect();
      for (const channel of this.#hearers.keys())
        await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      this.#client = undefined;
      void client.end().catch(() => undefined);
      throw error;
    }
    client.once('end', () => this.#reopen(FIRST_RETRY_MS));
    // A connection can die without a word (a pulled cable, a NAT that forgot it).
    clearInterval(this.#check);
    this.#check = setInterval(() => void this.#ask(client), CHECK_EVERY_MS).unref();
    if (this.#lost) this.#tellReconnected();
    this.#lost = false;
    return client;
  }

  #reopen(afterMs: number): void {
    clearInterval(this.#check);
    this.#client = undefined;
    if (this.#closed) return;
    if (!this.#lost) this.#log.warn({}, 'the listening database connection was lost');
    this.#lost = true;
    this.#retry = setTimeout(() => {
      if (this.#client) return; // somebody's listen() was quicker
      this.#client = this.#open();
      this.#client.catch(() => this.#reopen(Math.min(afterMs * 2, LAST_RETRY_MS)));
    }, afterMs);
  }

  async #ask(client: pg.Client): Promise<void> {
    const late = setTimeout(() => client.connection.stream.destroy(), ANSWER_WITHIN_MS);
    await client.query('select 1').catch(() => undefined);
    clearTimeout(late);
  }

  #tellReconnected(): void {
    for (const hearers of this.#hearers.values()) {
      for (const hearer of hearers) if (hearer.onReconnect) this.#tell(hearer.onReconnect);
    }
  }

  /** One hearer's fault must not cost the others their news. */
  #tell(hear: () => void): void {
    try {
      hear();
    } catch (error) {
      this.#log.error(
        { name: error instanceof Error ? error.name : 'unknown' },
        'a hearer of notifications failed',
      );
    }
  }
}
