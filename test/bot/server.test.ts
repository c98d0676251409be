import { connect } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocketServer, WebSocket } from 'ws';

import { Failure, type FailureCode } from '../../bot/failure.ts';
import type { Log } from '../../bot/log.ts';
import { createServer, type ServerParts, type WebServer } from '../../bot/server.ts';

type Line = Record<string, unknown>;

const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, trustProxy: false };
const running: WebServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0);
});

function collectingLog(lines: Line[]): Log {
  const keep = (line: unknown) => void lines.push(line as Line);
  return { info: keep, warn: keep, error: keep, debug: keep } as Log;
}

async function start(mount: (server: WebServer) => void = () => undefined, parts: Partial<ServerParts> = {}) {
  const lines: Line[] = [];
  const server = createServer({ log: collectingLog(lines), http, ready: () => Promise.resolve(), ...parts });
  mount(server);
  running.push(server);
  return { server, lines, url: await server.listen() };
}

/** What a raw TCP client reads until the server hangs up. */
function talk(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    let read = '';
    socket.on('data', (bytes) => (read += bytes.toString()));
    socket.on('close', () => resolve(read)).on('error', reject);
  });
}

describe('answers', () => {
  it('is alive, and ready only while the app says so', async () => {
    let isReady = true;
    const ready = () => (isReady ? Promise.resolve() : Promise.reject(new Error('no database')));
    const { url } = await start(undefined, { ready });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    isReady = false;
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('answers HEAD for every GET route, with the headers and no body', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/healthz`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      200,
      '15',
      '',
    ]);
  });

  it('says nothing about the software, and forbids framing, sniffing and keeping', async () => {
    const { url } = await start();
    const { headers } = await fetch(`${url}/healthz`);
    expect(headers.get('server')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it("keeps a route's own policy instead of adding a second one", async () => {
    const { url } = await start(({ routes }) =>
      routes.get('/own', async (_req, res) => {
        await Promise.resolve();
        res.setHeader('content-security-policy', "default-src 'self'");
        res.sendRaw(200, 'x');
      }),
    );
    expect((await fetch(`${url}/own`)).headers.get('content-security-policy')).toBe("default-src 'self'");
  });
});

describe('refusals', () => {
  it.each<[FailureCode, number]>([
    ['bad_request', 400],
    ['unauthorized', 401],
    ['forbidden', 403],
    ['expired', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['too_large', 413],
    ['too_many_requests', 429],
    ['worker_failed', 500],
    ['mail_failed', 500],
    ['bad_config', 500],
    ['file_damaged', 500],
    ['database_unavailable', 503],
    ['worker_busy', 503],
  ])('%s is HTTP %i, without the message meant for operators', async (code, status) => {
    const { url, lines } = await start(({ routes }) =>
      routes.get('/fails', async () => {
        await Promise.resolve();
        throw new Failure(code, 'disk /srv/secret is full');
      }),
    );
    const answer = await fetch(`${url}/fails`);
    const body = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(JSON.parse(body)).toMatchObject({
      type: 'about:blank',
      status,
      request: answer.headers.get('x-request-id'),
    });
    expect(body).not.toContain('secret');
    const logged = JSON.stringify(lines);
    expect(logged.includes('disk /srv/secret is full')).toBe(status >= 500);
  });

  it("keeps a foreign error's words out of the answer and out of the log", async () => {
    const { url, lines } = await start(({ routes }) =>
      routes.get('/fails', async () => {
        await Promise.resolve();
        throw new Error('duplicate key: erika.mustermann@example.org');
      }),
    );
    const answer = await fetch(`${url}/fails`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('erika');
    expect(JSON.stringify(lines)).not.toContain('erika');
    expect(lines).toContainEqual(expect.objectContaining({ route: '/fails', status: 500 }));
  });

  it('tells a program in JSON, and a person in words, that there is nothing', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/nothing`)).json()).toMatchObject({ code: 'not_found', status: 404 });
    const page = await fetch(`${url}/nothing`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('There is nothing at this address');
  });

  it('names a method that a route does not take', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/healthz`, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('cuts the line when a stream breaks in the middle, instead of ending it as if whole', async () => {
    const { url } = await start(({ routes }) =>
      routes.get('/breaks', async (_req, res) => {
        res.writeHead(200);
        res.write('half');
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new Error('disk gone');
      }),
    );
    const answer = await fetch(`${url}/breaks`);
    await expect(answer.text()).rejects.toThrow();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('bodies', () => {
  const echo = ({ routes }: WebServer) =>
    routes.post('/echo', async (req, res) => {
      await Promise.resolve();
      res.send(200, { got: req.body as unknown });
    });
  const post = (
    url: string,
    type: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) => fetch(`${url}/echo`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });

  it('reads JSON and forms', async () => {
    const { url } = await start(echo);
    expect(await (await post(url, 'application/json; charset=utf-8', '{"name":"Ä"}')).json()).toEqual({
      got: { name: 'Ä' },
    });
    expect(await (await post(url, 'application/x-www-form-urlencoded', 'a=1&b=x+y&b=z')).json()).toEqual({
      got: { a: '1', b: ['x y', 'z'] },
    });
  });

  it('refuses broken JSON without quoting it', async () => {
    const { url } = await start(echo);
    const answer = await post(url, 'application/json', '{"name":"Erika"');
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('Erika');
  });

  it.each([
    ['announced', (text: string) => text],
    ['streamed', (text: string) => new Blob([text]).stream()],
  ])('takes 256 KiB and not a byte more (%s)', async (_how, body) => {
    const { url } = await start(echo);
    const send = (bytes: number) =>
      fetch(`${url}/echo`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body(`"${'x'.repeat(bytes - 2)}"`),
        duplex: 'half',
      } as RequestInit);
    expect((await send(256 * 1024)).status).toBe(200);
    expect((await send(256 * 1024 + 1)).status).toBe(413);
  });

  it('does not unpack compressed bodies', async () => {
    const { url } = await start(echo);
    expect((await post(url, 'application/json', 'x', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('leaves uploads to the route that streams them', async () => {
    const { url } = await start(({ routes }) =>
      routes.post('/upload', async (req, res) => {
        let bytes = 0;
        for await (const chunk of req as AsyncIterable<Buffer>) bytes += chunk.length;
        res.send(200, { bytes });
      }),
    );
    const answer = await fetch(`${url}/upload`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: new Uint8Array(1_000_000),
    });
    expect(await answer.json()).toEqual({ bytes: 1_000_000 });
  });
});

describe('request log', () => {
  it('names the route and never the address, its parameters or its headers', async () => {
    const { url, lines } = await start(({ routes }) =>
      routes.get('/people/:name', async (_req, res) => {
        await Promise.resolve();
        res.send(200, {});
      }),
    );
    const answer = await fetch(`${url}/people/erika?t=token-123`, {
      headers: { authorization: 'Bearer abc.def' },
    });
    await answer.text();
    expect(lines).toEqual([
      {
        request: answer.headers.get('x-request-id'),
        method: 'GET',
        route: '/people/:name',
        status: 200,
        ms: expect.any(Number),
      },
    ]);
  });

  it("takes over a request's number only from a proxy that it trusts", async () => {
    const ask = async (trustProxy: boolean) => {
      const { url } = await start(undefined, { http: { ...http, trustProxy } });
      return (await fetch(`${url}/healthz`, { headers: { 'x-request-id': 'edge-12345678' } })).headers.get(
        'x-request-id',
      );
    };
    expect(await ask(true)).toBe('edge-12345678');
    expect(await ask(false)).not.toBe('edge-12345678');
  });
});

describe('slow clients and the end', () => {
  it('hangs up on a client that stops in the middle of a body', async () => {
    const { url } = await start(
      ({ routes }) =>
        routes.post('/echo', async (_req, res) => {
          await Promise.resolve();
          res.send(200);
        }),
      { timeouts: { idleMs: 200 } },
    );
    const began = Date.now();
    await talk(
      url,
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a',
    );
    // Not after the minute that it gives without being told.
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it('hangs up on a WebSocket handshake that nobody answers', async () => {
    const { url } = await start(undefined, { timeouts: { upgradeMs: 100 } });
    const handshake = 'GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await talk(url, handshake)).toBe('');
  });

  it('lets a running request finish, ends its kept connection, and takes no new one', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const { server, url } = await start(({ routes }) =>
      routes.get('/slow', async (_req, res) => {
        arrive();
        await held;
        res.send(200, { done: true });
      }),
    );
    const answer = fetch(`${url}/slow`);
    await arrived;
    const closed = server.close(60_000);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    const began = Date.now();
    release();
    expect(await (await answer).json()).toEqual({ done: true });
    await closed;
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it('cuts what does not end by itself: an endless answer and an open WebSocket', async () => {
    const sockets = new WebSocketServer({ noServer: true });
    const { server, url } = await start(({ routes }) => {
      routes.get('/endless', async (_req, res) => {
        res.writeHead(200);
        res.write('.');
        await new Promise(() => undefined);
      });
      routes.server.on('upgrade', (req, socket, head) =>
        sockets.handleUpgrade(req, socket, head, () => undefined),
      );
    });
    const socket = new WebSocket(url.replace('http', 'ws'));
    await new Promise((resolve) => socket.once('open', resolve));
    const gone = new Promise((resolve) => socket.once('close', resolve));
    const endless = await fetch(`${url}/endless`);
    await server.close(100);
    await gone;
    await expect(endless.text()).rejects.toThrow();
  });
});
