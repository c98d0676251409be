import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import helmet from 'helmet';
import { pino } from 'pino';
import restify, { type Next, type Request, type Response, type Server } from 'restify';

import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { problem, problemOf, type Problem } from './problem.ts';
import { readBody } from './request-body.ts';
import { logRequests, noteStart } from './request-log.ts';

const TIMEOUTS = {
  /** A client that needs longer for its headers is broken or hostile. */
  headersMs: 10_000,
  /** Nothing sent and nothing read for this long ends the connection; event streams must ping more often. */
  idleMs: 60_000,
  /** The whole of a request: 50 MB over a slow phone line. */
  requestMs: 15 * 60_000,
  /** Longer than the 60 s after which common proxies drop an idle connection themselves. */
  keepAliveMs: 65_000,
  /** How long a station has to answer a WebSocket handshake. */
  upgradeMs: 10_000,
};

export interface ServerParts {
  readonly log: Log;
  readonly http: Pick<Config['http'], 'host' | 'port' | 'publicUrl' | 'trustProxy'>;
  /** Rejects while the app cannot serve, for instance without its database. */
  readonly ready: () => Promise<void>;
  /** Shorter ones are for tests. */
  readonly timeouts?: Partial<typeof TIMEOUTS>;
}

export interface WebServer {
  /** Where stations mount their routes; `routes.server` emits `upgrade`. */
  readonly routes: Server;
  /** Resolves with the local address, like http://127.0.0.1:3978. Rejects when the port is taken. */
  listen(): Promise<string>;
  /** Takes no more requests, lets running ones finish for `graceMs`, then cuts what is left. */
  close(graceMs?: number): Promise<void>;
}

export function createServer(parts: ServerParts): WebServer {
  const timeouts = { ...TIMEOUTS, ...parts.timeouts };
  // restify wants a logger of its own and would write addresses with tokens into it.
  const silent = pino({ level: 'silent' }) as never;
  const server = restify.createServer({ name: '', log: silent });
  const http = server.server;
  http.headersTimeout = timeouts.headersMs;
  http.requestTimeout = timeouts.requestMs;
  http.keepAliveTimeout = timeouts.keepAliveMs;
  http.setTimeout(timeouts.idleMs);
  const upgraded = trackUpgrades(server, timeouts.upgradeMs);
  let closing = false;

  server.pre(
    (req: Request, res: Response, next: Next) => {
      noteStart(req);
      giveRequestId(req, res, parts.http.trustProxy);
      // Node leaves out the body by itself because it saw HEAD; the routes need only know GET.
      if (req.method === 'HEAD') req.method = 'GET';
      res.once('header', () => {
        setDefaultHeaders(res);
        if (closing) res.setHeader('connection', 'close');
      });
      next();
    },
    helmet({
      contentSecurityPolicy: false,
      strictTransportSecurity: parts.http.publicUrl?.startsWith('https:') ?? false,
      crossOriginOpenerPolicy: parts.http.publicUrl?.startsWith('https:') ?? false,
    }),
  );
  server.use(readBody);
  server.on('restifyError', (req: Request, res: Response, error: unknown, done: () => void) => {
    refuse(req, res, problemOf(error));
    done();
  });
  logRequests(server, parts.log);

  server.get('/healthz', (_req, res, next) => {
    res.send(200, { status: 'ok' });
    next();
  });
  server.get('/readyz', async (req, res) => {
    const isReady =
      !closing &&
      (await parts.ready().then(
        () => true,
        () => false,
      ));
    if (isReady) res.send(200, { status: 'ready' });
    else refuse(req, res, problem('unavailable'));
  });

  return {
    routes: server,
    listen: () =>
      new Promise((resolve, reject) => {
        http.once('error', reject);
        http.listen(parts.http.port, parts.http.host, () => {
          http.off('error', reject);
          const { address, family, port } = http.address() as AddressInfo;
          resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
        });
      }),
    close: async (graceMs = 5_000) => {
      closing = true;
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      const cut = setTimeout(() => {
        for (const socket of upgraded) socket.destroy();
        http.closeAllConnections();
      }, graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Remembers sockets that left HTTP, and ends those that no station answers. */
function trackUpgrades(server: Server, upgradeMs: number): Set<Duplex> {
  const upgraded = new Set<Duplex>();
  server.server.on('upgrade', (_req: IncomingMessage, socket: Duplex & { bytesWritten?: number }) => {
    upgraded.add(socket);
    socket.on('error', () => socket.destroy());
    const unanswered = setTimeout(() => socket.bytesWritten === 0 && socket.destroy(), upgradeMs);
    socket.once('close', () => {
      clearTimeout(unanswered);
      upgraded.delete(socket);
    });
  });
  return upgraded;
}

function giveRequestId(req: Request, res: Response, trustProxy: boolean): void {
  const given = trustProxy ? req.header('x-request-id') : undefined;
  const id = given !== undefined && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  const identified: { id(given: string): string } = req;
  identified.id(id);
  res.setHeader('x-request-id', id);
}

/** What no route set for itself: nothing may be executed, framed or kept. */
function setDefaultHeaders(res: Response): void {
  if (!res.hasHeader('content-security-policy')) {
    res.setHeader(
      'content-security-policy',
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
  }
  if (!res.hasHeader('cache-control')) res.setHeader('cache-control', 'no-store');
}

function refuse(req: Request, res: Response, found: Problem): void {
  if (res.headersSent) {
    // Half an answer is out: cut the line, so that the client does not take it for a whole one.
    res.destroy();
    (res as { _sent?: boolean })._sent = true; // keeps restify from writing a second answer
    return;
  }
  if (!req.complete) res.setHeader('connection', 'close');
  if (found.status === 503) res.setHeader('retry-after', '5');
  if (wantsPage(req)) sendPage(req, res, found);
  else {
    const body = { type: 'about:blank', ...found, request: req.id() };
    res.sendRaw(found.status, JSON.stringify(body), { 'content-type': 'application/problem+json' });
  }
}

function wantsPage(req: Request): boolean {
  const accept = req.header('accept', '');
  return req.method === 'GET' && accept.includes('text/html');
}

function sendPage(req: Request, res: Response, found: Problem): void {
  const nonce = randomBytes(16).toString('base64');
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${found.title}</title>
<style nonce="${nonce}">:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}
h1{font-size:1.6rem;line-height:1.25}small{opacity:.7}</style></head>
<body><main><h1>${found.title}</h1><p>${found.detail}</p><p><a href="/">First page</a></p>
<p><small>${found.status} · ${req.id()}</small></p></main></body></html>`;
  res.sendRaw(found.status, page, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  });
}
