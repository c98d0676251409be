import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { z } from 'zod';

export interface ReceivedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A ticket as the helpdesk has it, whatever it calls its parts. */
export interface ReceivedTicket {
  readonly token: string;
  /** Each comment, note, message or mail: one for each delivery, or two where the helpdesk tells words from notes. */
  readonly texts: readonly string[];
  readonly files: readonly ReceivedFile[];
  readonly state: 'open' | 'solved';
}

/** What the next request that changes something meets with. */
export type Fault =
  | { readonly kind: 'refuse'; readonly status: number; readonly retryAfter?: string }
  /** It is done, but the answer is lost. */
  | { readonly kind: 'lose_answer' }
  /** The request is read and nothing is done; the answer never comes. */
  | { readonly kind: 'hang' }
  /** Nothing is wrong with it. */
  | { readonly kind: 'pass' }
  /** It is worked on until then and done at last, whether or not anybody still waits for the answer. */
  | { readonly kind: 'slow'; readonly until: Promise<void> };

/** A helpdesk as its documentation describes it, over a real socket. */
export interface Receiver {
  /** The settings by which Veriguide finds it. */
  readonly env: Readonly<Record<string, string>>;
  tickets(): readonly ReceivedTicket[];
  /** Requests that break the documentation. */
  readonly violations: readonly string[];
  /** When each request that changes something came, by the machine's clock. */
  readonly changes: readonly number[];
  /** Meets requests that change something, one fault each, in this order; then all is well. */
  fail(...faults: readonly Fault[]): void;
  /** Hears of each request that changes something before anything is done about it. */
  onChange?: (() => Promise<void> | void) | undefined;
  /** Nobody listens any more; `up` listens at the same place again. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a helpdesk's server does; `violate` notes what its documentation does not allow. */
export type Handle = (call: Call, violate: (what: string) => void) => Promise<Reply> | Reply;

export interface HttpReceiver extends Omit<Receiver, 'env' | 'tickets'> {
  readonly origin: string;
}

export async function openHttpReceiver(handle: Handle): Promise<HttpReceiver> {
  const violations: string[] = [];
  const changes: number[] = [];
  const faults: Fault[] = [];
  let port = 0;
  let server: Server;

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(req.url ?? '/', 'http://receiver');
    const call: Call = {
      method: req.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)])),
      body: Buffer.concat(chunks),
    };
    let fault: Fault | undefined;
    if (call.method !== 'GET') {
      changes.push(Date.now());
      fault = faults.shift();
      await receiver.onChange?.();
    }
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'slow') await fault.until;
    if (fault?.kind === 'refuse') {
      res.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter });
      res.end('{}');
      return;
    }
    const reply = await handle(call, (what) => violations.push(`${call.method} ${call.path}: ${what}`));
    if (fault?.kind === 'lose_answer') {
      req.socket.destroy();
      return;
    }
    res.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    res.end(reply.json === undefined ? undefined : JSON.stringify(reply.json));
  }

  async function up(): Promise<void> {
    server = createServer((req, res) => {
      answer(req, res).catch((error: unknown) => {
        // Whoever asked was killed meanwhile, or the receiver itself is broken.
        if (!req.socket.destroyed) violations.push(String(error));
        res.destroy();
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  async function down(): Promise<void> {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  const receiver: HttpReceiver = {
    get origin() {
      return `http://127.0.0.1:${port}`;
    },
    violations,
    changes,
    fail: (...more) => void faults.push(...more),
    onChange: undefined,
    ...{ up, down, close: down },
  };
  await up();
  return receiver;
}

/** What was sent, as the documentation wants it; a violation otherwise. */
export function checked<T>(
  schema: z.ZodType<T>,
  body: unknown,
  violate: (what: string) => void,
): T | undefined {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  violate(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
  return undefined;
}

export const jsonOf = ({ body }: Call): unknown => JSON.parse(body.toString('utf8')) as unknown;
