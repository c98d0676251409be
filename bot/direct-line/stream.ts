import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import type { Config } from '../config.ts';
import type { Conversations, Sign } from '../conversations/conversations.ts';
import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import { presenceActivity, toClient, typingActivity, type Viewer } from './client-view.ts';
import { originOf } from './request.ts';
import type { Bearer, Tokens } from './tokens.ts';

const STREAM_PATH = /^\/v3\/directline\/conversations\/([\w-]+)\/stream$/;
/** Proxies end a silent connection after a minute; Direct Line keeps it alive with empty frames. */
const KEEP_ALIVE_MS = 25_000;
/** A client that has not taken a frame for this long is gone. */
const STUCK_MS = 30_000;
const ENTRIES_A_FRAME = 100;
const MOST_SOCKETS_A_CONVERSATION = 20;
/** Clients send empty frames only. */
const MAX_CLIENT_FRAME_BYTES = 4 * 1024;
const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;

export interface StreamDeps {
  readonly conversations: Pick<Conversations, 'since' | 'subscribe' | 'find' | 'presence'>;
  readonly tokens: Pick<Tokens, 'verify'>;
  readonly viewerOf: (bearer: Bearer, origin: string) => Viewer;
  readonly http: Config['http'];
  readonly now: () => Date;
  readonly log: Log;
}

/** The WebSocket side of Direct Line: everything after the watermark at once, then whatever comes. */
export class Streams {
  readonly #deps: StreamDeps;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_FRAME_BYTES });
  readonly #socketsOf = new Map<string, Set<WebSocket>>();

  constructor(deps: StreamDeps) {
    this.#deps = deps;
  }

  /** For the server's `upgrade` event; leaves other addresses to others. */
  onUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    // An error in this event would end the process: an address like "//" is no address.
    const [pathname = '', query] = (req.url ?? '').split('?', 2);
    const searchParams = new URLSearchParams(query);
    const conversationId = STREAM_PATH.exec(pathname)?.[1];
    if (conversationId === undefined) return;
    this.#admit(req, conversationId, searchParams.get('t') ?? '').then(
      (bearer) => {
        this.#server.handleUpgrade(req, socket, head, (client) => {
          this.#follow(
            client,
            bearer,
            originOf(req, this.#deps.http),
            watermarkOf(searchParams.get('watermark')),
          );
        });
      },
      (error: unknown) => {
        const status =
          error instanceof Failure && error.code === 'not_found' ? '404 Not Found' : '403 Forbidden';
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      },
    );
  }

  stop(): void {
    for (const sockets of this.#socketsOf.values()) for (const socket of sockets) socket.close(GOING_AWAY);
    this.#server.close();
  }

  async #admit(req: IncomingMessage, conversationId: string, token: string): Promise<Bearer> {
    const { http, tokens, conversations } = this.#deps;
    // A browser always says from which page; the page of another site has no business here.
    const { origin } = req.headers;
    if (origin !== undefined && origin !== originOf(req, http) && !http.widgetOrigins.includes(origin)) {
      throw new Failure('forbidden', 'A page of a foreign origin asked for a stream');
    }
    const bearer = await tokens.verify(token, 'stream');
    if (bearer.conversationId !== conversationId)
      throw new Failure('forbidden', 'The token is for another chat');
    const conversation = await conversations.find(conversationId);
    if (conversation?.customerId !== bearer.customerId)
      throw new Failure('not_found', 'No such conversation');
    return bearer;
  }

  #follow(socket: WebSocket, bearer: Bearer, origin: string, watermark: number): void {
    const { conversations, viewerOf, now, log } = this.#deps;
    const { conversationId } = bearer;
    const sockets = this.#socketsOf.get(conversationId) ?? new Set();
    this.#socketsOf.set(conversationId, sockets);
    if (sockets.size >= MOST_SOCKETS_A_CONVERSATION) {
      socket.close(POLICY_VIOLATION);
      return;
    }
    sockets.add(socket);
    const viewer = viewerOf(bearer, origin);
    const pump = new Pump(socket, watermark, async (after) => {
      const entries = await conversations.since(conversationId, after, ENTRIES_A_FRAME);
      const activities = entries.flatMap((entry) => toClient(entry, viewer) ?? []);
      return {
        activities,
        watermark: entries.at(-1)?.seq ?? after,
        more: entries.length === ENTRIES_A_FRAME,
      };
    });
    const read = (): void => {
      pump.run().catch((error: unknown) => {
        // The client comes back with its watermark; nothing is lost.
        log.warn(
          { conversationId, code: error instanceof Failure ? error.code : undefined },
          'a stream was cut',
        );
        socket.terminate();
      });
    };
    let agentHasIt = false;
    const showPresence = (): void => {
      conversations.presence.of(conversationId).then(
        (standing) => {
          if (!standing) return;
          const changed = agentHasIt || standing.owner === 'agent';
          agentHasIt = standing.owner === 'agent';
          if (changed) pump.sendNewest({ activities: [presenceActivity(viewer, now(), standing)] });
        },
        (error: unknown) => this.#warn(conversationId, error),
      );
    };
    const hear = (sign: Sign): void => {
      if (sign.kind === 'presence') showPresence();
      // The bot may still be at a message that is the agent's by now: it will say nothing.
      else if (sign.author === 'agent' || (sign.author === 'bot' && !agentHasIt))
        pump.sendUnstored({ activities: [typingActivity(viewer, now(), sign.author)] });
    };
    const unsubscribe = conversations.subscribe(conversationId, read, hear);
    const noteHere = (isHere: boolean): void => {
      conversations.presence
        .note(conversationId, 'customer', isHere)
        .catch((error: unknown) => this.#warn(conversationId, error));
    };
    noteHere(true);
    showPresence();
    const stopKeepingAlive = keepAlive(socket, () => noteHere(true));
    socket.on('error', () => socket.terminate());
    socket.once('close', () => {
      unsubscribe();
      stopKeepingAlive();
      sockets.delete(socket);
      if (sockets.size > 0) return;
      this.#socketsOf.delete(conversationId);
      noteHere(false);
    });
    read();
  }

  /** Who is there is a courtesy: where it cannot be told, the conversation goes on. */
  #warn(conversationId: string, error: unknown): void {
    const code = error instanceof Failure ? error.code : undefined;
    this.#deps.log.warn({ conversationId, code }, 'who is in a conversation could not be told');
  }
}

/** What one frame holds of the log. */
interface Piece {
  readonly activities: readonly unknown[];
  readonly watermark: number;
  readonly more: boolean;
}

/**
 * Moves the log to one socket, frame by frame: the next is read only when the socket has taken the one
 * before, so a slow client costs no memory. The log itself is the buffer.
 */
class Pump {
  readonly #socket: WebSocket;
  readonly #readAfter: (watermark: number) => Promise<Piece>;
  #watermark: number;
  #running = false;
  #again = false;
  #newest: unknown;

  constructor(socket: WebSocket, watermark: number, readAfter: (watermark: number) => Promise<Piece>) {
    this.#socket = socket;
    this.#watermark = watermark;
    this.#readAfter = readAfter;
  }

  async run(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again && this.#socket.readyState === this.#socket.OPEN) {
        this.#again = false;
        const { activities, watermark, more } = await this.#readAfter(this.#watermark);
        if (activities.length > 0) await this.#send({ activities, watermark: String(watermark) });
        this.#watermark = watermark;
        this.#again ||= more;
      }
    } finally {
      this.#running = false;
    }
    if (this.#newest !== undefined) this.sendNewest(this.#newest);
  }

  /** Without a watermark, but surely: after the log, and only the newest of several. */
  sendNewest(frame: unknown): void {
    this.#newest = this.#running ? frame : undefined;
    if (!this.#running && this.#socket.readyState === this.#socket.OPEN)
      this.#socket.send(JSON.stringify(frame));
  }

  /** Without a watermark, and not at all to a client that lags behind: the moment will have passed. */
  sendUnstored(frame: unknown): void {
    if (this.#running || this.#socket.bufferedAmount > 0 || this.#socket.readyState !== this.#socket.OPEN)
      return;
    this.#socket.send(JSON.stringify(frame));
  }

  #send(frame: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const stuck = setTimeout(() => reject(new Error('the client takes no frames')), STUCK_MS);
      this.#socket.send(JSON.stringify(frame), (error) => {
        clearTimeout(stuck);
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

/** Empty frames for proxies and for Direct Line clients; pings find out who is gone. */
function keepAlive(socket: WebSocket, onAlive: () => void): () => void {
  let heard = true;
  const hear = (): void => {
    heard = true;
  };
  socket.on('pong', hear).on('message', hear);
  const beat = setInterval(() => {
    if (!heard) {
      socket.terminate();
      return;
    }
    heard = false;
    onAlive();
    socket.send('');
    socket.ping();
  }, KEEP_ALIVE_MS);
  beat.unref();
  return () => clearInterval(beat);
}

/** Opaque to clients; empty, 0 or anything else that is not ours means from the beginning. */
export function watermarkOf(text: string | null | undefined): number {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : 0;
}
