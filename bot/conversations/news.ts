import { randomUUID } from 'node:crypto';

import type { Log } from '../log.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Author, Sign } from './conversations.ts';

const ENTRY_CHANNEL = 'conversation_entry';
const SIGN_CHANNEL = 'conversation_sign';
/** A notification can be lost with its connection: whoever listens looks again this often. */
const CATCH_UP_MS = 3_000;

interface Listener {
  readonly onNews: () => void;
  readonly onSign: ((sign: Sign) => void) | undefined;
}

/** Carries "there is something new" to whoever follows a conversation, in this process and in others. */
export class News {
  readonly #database: Database;
  readonly #log: Log | undefined;
  readonly #followed = new Map<string, { readonly listeners: Set<Listener>; newestSeq: number }>();
  readonly #sending = new Set<Promise<void>>();
  /** Tells our own signs from those of other processes. */
  readonly #self = randomUUID();
  #stopListening: (() => Promise<void>)[] = [];
  #catchUp: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(database: Database, log: Log | undefined) {
    this.#database = database;
    this.#log = log;
  }

  async start(): Promise<void> {
    this.#stopListening = [
      await this.#database.listen(
        ENTRY_CHANNEL,
        (payload) => {
          const end = payload.lastIndexOf(':');
          this.#tell(payload.slice(0, end), Number(payload.slice(end + 1)));
        },
        () => void this.#lookAgain(),
      ),
      await this.#database.listen(SIGN_CHANNEL, (payload) => {
        const [sender = '', kind = '', ...rest] = payload.split(':');
        const sign = SIGNS[kind];
        if (sign && sender !== this.#self) this.#tellSign(rest.join(':'), sign);
      }),
    ];
    this.#catchUp = setInterval(() => void this.#lookAgain(), CATCH_UP_MS);
    this.#catchUp.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#catchUp);
    await Promise.all(this.#stopListening.map((stop) => stop()));
    this.#stopListening = [];
    await Promise.all(this.#sending);
  }

  follow(conversationId: string, onNews: () => void, onSign?: (sign: Sign) => void): () => void {
    const listener = { onNews, onSign };
    const followed = this.#followed.get(conversationId) ?? { listeners: new Set(), newestSeq: 0 };
    followed.listeners.add(listener);
    this.#followed.set(conversationId, followed);
    return () => {
      followed.listeners.delete(listener);
      if (followed.listeners.size === 0 && this.#followed.get(conversationId) === followed) {
        this.#followed.delete(conversationId);
      }
    };
  }

  /** After the commit: listeners here hear it at once, other processes by NOTIFY. */
  announce(conversationId: string, seq: number): void {
    this.#tell(conversationId, seq);
    this.#notify(ENTRY_CHANNEL, `${conversationId}:${seq}`);
  }

  /** Within a transaction: everybody hears it with the commit, and nobody without. */
  async announceIn(tx: Queryable, conversationId: string, seq: number): Promise<void> {
    await tx.query('select pg_notify($1, $2)', [ENTRY_CHANNEL, `${conversationId}:${seq}`]);
  }

  announceSign(conversationId: string, sign: Sign): void {
    this.#tellSign(conversationId, sign);
    this.#notify(SIGN_CHANNEL, `${this.#self}:${nameOf(sign)}:${conversationId}`);
  }

  /** That who has the conversation, or is there, has changed: with the commit, to everybody. */
  async announceSignIn(tx: Queryable, conversationId: string): Promise<void> {
    await tx.query('select pg_notify($1, $2)', [SIGN_CHANNEL, `:presence:${conversationId}`]);
  }

  #tell(conversationId: string, seq: number): void {
    const followed = this.#followed.get(conversationId);
    // Our own notification comes back to us: it is old news by then.
    if (!followed || seq <= followed.newestSeq) return;
    followed.newestSeq = seq;
    for (const listener of followed.listeners) listener.onNews();
  }

  #tellSign(conversationId: string, sign: Sign): void {
    for (const listener of this.#followed.get(conversationId)?.listeners ?? []) listener.onSign?.(sign);
  }

  /** Not awaited by callers: what is committed must not fail because others were not told; they look again. */
  #notify(channel: string, payload: string): void {
    const sending = this.#database
      .notify(channel, payload)
      .catch((error: unknown) => this.#log?.warn({ err: error }, 'a notification was not sent'))
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #lookAgain(): Promise<void> {
    if (this.#looking || this.#followed.size === 0) return;
    this.#looking = true;
    try {
      const rows = await this.#database.query<{ id: string; last_seq: string | number }>(
        'select id, last_seq from conversation where id = any($1)',
        [[...this.#followed.keys()]],
      );
      for (const row of rows) this.#tell(row.id, Number(row.last_seq));
    } catch (error) {
      this.#log?.warn({ err: error }, 'could not look for missed messages');
    } finally {
      this.#looking = false;
    }
  }
}

const nameOf = (sign: Sign): string => (sign.kind === 'typing' ? sign.author : sign.kind);

const typing = (author: Author): Sign => ({ kind: 'typing', author });
const SIGNS: Readonly<Record<string, Sign>> = {
  user: typing('user'),
  bot: typing('bot'),
  agent: typing('agent'),
  presence: { kind: 'presence' },
};
