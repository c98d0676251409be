import { presenceOf, type Activity, type AgentPresence } from './activity.ts';
import { Replay, type Observable, type Observer } from './observable.ts';
import { send } from './send.ts';
import { Refused, SignedOut, type Session, type SessionWish } from './session.ts';

const DIRECT_LINE = '/v3/directline';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** The server sends an empty frame every 25 s; two missed ones mean that the line is dead. */
const SILENCE_MS = 60_000;
/** As Direct Line clients do, so that proxies see traffic. */
const KEEP_ALIVE_MS = 20_000;

/** As Direct Line names them. */
const UNINITIALIZED = 0;
const CONNECTING = 1;
const ONLINE = 2;
const ENDED = 5;

export type LineState = 'connecting' | 'online' | 'reconnecting' | 'signed_out';

export interface ConnectionDeps {
  readonly openSession: (wish: SessionWish) => Promise<Session>;
  readonly onState: (state: LineState) => void;
  readonly onActivity: (activity: Activity) => Activity;
  readonly onPresence: (presence: AgentPresence) => void;
  /** Whether anybody would see that the user is typing. */
  readonly showsTyping: () => boolean;
  /** The server will not take this message, however often it is sent. */
  readonly onRefused: (activity: Activity, status: number) => void;
  /** Bytes on their way, for messages with files. `undefined`: done. */
  readonly onProgress: (share: number | undefined) => void;
}

interface Waiting {
  readonly activity: Activity;
  readonly observer: Partial<Observer<string>>;
}

/**
 * Speaks Direct Line 3.0 for Web Chat, and does what the common client does not: comes back by itself after
 * a restart of the server, an expired token or a sleeping laptop, from the last watermark; and keeps what the
 * user said until the server has it. The server drops what it already knows, by clientActivityID.
 */
export class Connection {
  readonly activity$ = new Replay<Activity>();
  readonly connectionStatus$ = new Replay<number>(1);
  /** Web Chat reads from it who the user is. */
  token = '';
  conversationId = '';

  readonly #deps: ConnectionDeps;
  #wish: SessionWish;
  #session: Session | undefined;
  #watermark = '';
  #readUpTo = '';
  #joined = false;
  #socket: WebSocket | undefined;
  #ended = false;
  #hurry: () => void = () => undefined;
  #online = gate();
  #isOnline = false;
  #outgoing: Waiting[] = [];
  #sending = false;

  constructor(deps: ConnectionDeps, wish: SessionWish = {}) {
    this.#deps = deps;
    this.#wish = wish;
    this.connectionStatus$.next(UNINITIALIZED);
    globalThis.addEventListener('online', this.#hurryUp);
    document.addEventListener('visibilitychange', this.#hurryUp);
  }

  async start(): Promise<void> {
    this.connectionStatus$.next(CONNECTING);
    this.#deps.onState('connecting');
    let failures = 0;
    while (!this.#stopped()) {
      try {
        const stream = await this.#connect();
        failures = 0;
        this.#setOnline(true);
        await stream.closed;
      } catch (error) {
        if (error instanceof SignedOut) {
          this.#deps.onState('signed_out');
          await this.#pause(Number.POSITIVE_INFINITY);
          continue;
        }
        if (error instanceof Refused && [401, 403, 404].includes(error.status)) this.#session = undefined;
      }
      this.#setOnline(false);
      if (this.#stopped()) break;
      if (this.#joined || failures > 1) this.#deps.onState('reconnecting');
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
      // A thousand widgets must not come back in the same moment.
      await this.#pause(pause * (0.5 + Math.random() / 2));
    }
  }

  /** Web Chat calls this for everything that the user says; it ends with the id that the server gave. */
  postActivity(activity: Activity): Observable<string> {
    return {
      subscribe: (observer) => {
        if (activity.type === 'typing') return this.#giveTypingSign(activity, observer);
        const waiting: Waiting = {
          activity,
          observer: typeof observer === 'function' ? { next: observer } : observer,
        };
        this.#outgoing.push(waiting);
        void this.#drain();
        return {
          unsubscribe: () => {
            this.#outgoing = this.#outgoing.filter((other) => other !== waiting);
          },
        };
      },
    };
  }

  /** The user has seen everything up to here. A sign that gets lost is made up for by the next. */
  noteRead(): void {
    if (this.#watermark === this.#readUpTo || !this.#isOnline) return;
    this.#readUpTo = this.#watermark;
    this.#giveSign({ type: 'event', name: 'veriguide/read', value: { watermark: this.#watermark } });
  }

  /** Whether something that the user said has not reached the server yet. */
  get owesMessages(): boolean {
    return this.#outgoing.length > 0;
  }

  /** Tries at once, after the user signed in or pressed a button. */
  retry(): void {
    this.#hurry();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    globalThis.removeEventListener('online', this.#hurryUp);
    document.removeEventListener('visibilitychange', this.#hurryUp);
    this.connectionStatus$.next(ENDED);
    this.#hurry();
    this.#socket?.close();
  }

  readonly #hurryUp = (): void => {
    if (document.visibilityState === 'visible') this.#hurry();
  };

  /** Resolves when the stream is open. */
  async #connect(): Promise<Stream> {
    this.#session ??= await this.#deps.openSession(this.#wish);
    if (this.#session.conversationId !== this.conversationId) this.#watermark = '';
    this.token = this.#session.token;
    this.conversationId = this.#session.conversationId;
    // From here on a reconnection means this conversation, not yet another fresh one.
    this.#wish = { conversationId: this.conversationId };
    const answer = await fetch(
      this.#joined
        ? `${DIRECT_LINE}/conversations/${this.conversationId}?watermark=${this.#watermark}`
        : `${DIRECT_LINE}/conversations`,
      {
        method: this.#joined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
        ...(!this.#joined && { body: JSON.stringify({ locale: document.documentElement.lang }) }),
      },
    );
    if (!answer.ok) throw new Refused(answer.status);
    const { streamUrl } = (await answer.json()) as { streamUrl: string };
    return this.#listen(streamUrl);
  }

  #listen(streamUrl: string): Promise<Stream> {
    const stream = new URL(streamUrl);
    // The server may not know under which name the browser reached it.
    const socket = new WebSocket(
      `${location.protocol.replace('http', 'ws')}//${location.host}${stream.pathname}${stream.search}`,
    );
    this.#socket = socket;
    let heardAt = Date.now();
    const beat = setInterval(() => {
      if (Date.now() - heardAt > SILENCE_MS) socket.close();
      else if (socket.readyState === WebSocket.OPEN) socket.send('');
    }, KEEP_ALIVE_MS);
    const closed = new Promise<void>((resolve) => {
      socket.addEventListener('close', () => {
        clearInterval(beat);
        resolve();
      });
    });
    socket.addEventListener('message', (frame: MessageEvent<string>) => {
      heardAt = Date.now();
      if (frame.data !== '') this.#receive(JSON.parse(frame.data) as Frame);
    });
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => {
        if (this.#stopped()) socket.close();
        resolve({ closed });
      });
      socket.addEventListener('error', () => reject(new Error('the stream did not open')));
    });
  }

  #giveTypingSign(
    activity: Activity,
    observer: Parameters<Observable<string>['subscribe']>[0],
  ): ReturnType<Observable<string>['subscribe']> {
    if (this.#isOnline && this.#deps.showsTyping()) this.#giveSign(activity);
    if (typeof observer !== 'function') {
      observer.next?.('');
      observer.complete?.();
    }
    return { unsubscribe: () => undefined };
  }

  #giveSign(activity: Activity): void {
    const base = `${DIRECT_LINE}/conversations/${this.conversationId}`;
    send(activity, base, this.token, () => undefined).catch(() => undefined);
  }

  #receive({ activities, watermark }: Frame): void {
    for (const activity of activities ?? []) {
      const presence = presenceOf(activity);
      if (presence) {
        this.#deps.onPresence(presence);
        continue;
      }
      this.activity$.next(this.#deps.onActivity(activity), { keep: activity.type !== 'typing' });
    }
    if (watermark) this.#watermark = watermark;
  }

  #setOnline(isOnline: boolean): void {
    if (isOnline === this.#isOnline) return;
    this.#isOnline = isOnline;
    if (!isOnline) {
      this.#online = gate();
      return;
    }
    this.#joined = true;
    // To Web Chat the line never breaks: it would stop taking messages, and we keep them.
    this.connectionStatus$.next(ONLINE);
    this.#deps.onState('online');
    this.#online.open();
  }

  /** One message after the other, so that they arrive in the order in which they were said. */
  async #drain(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#outgoing[0]; next && !this.#stopped(); next = this.#outgoing[0]) {
        await this.#deliver(next);
        this.#outgoing = this.#outgoing.filter((other) => other !== next);
      }
    } finally {
      this.#sending = false;
    }
  }

  async #deliver(waiting: Waiting): Promise<void> {
    for (let failures = 0; this.#outgoing.includes(waiting) && !this.#stopped(); failures++) {
      await this.#online.opened;
      try {
        const base = `${DIRECT_LINE}/conversations/${this.conversationId}`;
        const id = await send(waiting.activity, base, this.token, this.#deps.onProgress);
        waiting.observer.next?.(id);
        waiting.observer.complete?.();
        return;
      } catch (error) {
        const status = error instanceof Refused ? error.status : undefined;
        if (status === 401 || status === 403) this.#renew();
        else if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429) {
          this.#deps.onRefused(waiting.activity, status);
          waiting.observer.error?.(error);
          return;
        }
        const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
        await new Promise((resolve) => setTimeout(resolve, pause));
      } finally {
        this.#deps.onProgress(undefined);
      }
    }
  }

  /** The token has expired while the stream still stands: a new stream with a new token. */
  #renew(): void {
    this.#session = undefined;
    this.#setOnline(false);
    this.#socket?.close();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // A method, because the compiler would take a field that was once false for always false.
  #stopped(): boolean {
    return this.#ended;
  }
}

/** In an object, because a promise that resolves with a promise waits for it. */
interface Stream {
  readonly closed: Promise<void>;
}

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

interface Frame {
  readonly activities?: readonly Activity[];
  readonly watermark?: string;
}
