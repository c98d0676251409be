import { randomUUID } from 'node:crypto';

import type { Log } from '../log.ts';
import type { Database } from '../storage/database.ts';

const ENTRY_CHANNEL = 'conversation_entry';
const TYPING_CHANNEL = 'conversation_typing';
/** A notification can be lost with its connection: whoever listens looks again this often. */
const CATCH_UP_MS = 3_000;

interface Listener {
  readonly onNews: () => void;
  readonly onTyping: (() => void) | undefined;
}

/** Carries "there is something new" to whoever follows a conversation, in this process and in others. */
export class News {
  readonly #database: Database;
  readonly #log: Log | undefined;
  readonly #followed = new Map<string, { readonly listeners: Set<Listener>; newestSeq: number }>();
  readonly #sending = new Set<Promise<void>>();
  /** Tells our own typing notices from those of other processes. */
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
      await this.#database.listen(TYPING_CHANNEL, (payload) => {
        const [sender, conversationId] = [payload.slice(0, 36), payload.slice(37)];
        if (sender !== this.#self) this.#tellTyping(conversationId);
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

  follow(conversationId: string, onNews: () => void, onTyping?: () => void): () => void {
    const listener = { onNews, onTyping };
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

  announceTyping(conversationId: string): void {
    this.#tellTyping(conversationId);
    this.#notify(TYPING_CHANNEL, `${this.#self}:${conversationId}`);
  }

  #tell(conversationId: string, seq: number): void {
    const followed = this.#followed.get(conversationId);
    // Our own notification comes back to us: it is old news by then.
    if (!followed || seq <= followed.newestSeq) return;
    followed.newestSeq = seq;
    for (const listener of followed.listeners) listener.onNews();
  }

  #tellTyping(conversationId: string): void {
    for (const listener of this.#followed.get(conversationId)?.listeners ?? []) listener.onTyping?.();
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
