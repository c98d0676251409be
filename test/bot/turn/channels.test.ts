import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import sharp from 'sharp';

import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { LIMITS, startStations, type StationOptions, type Stations } from '../direct-line/stations.ts';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly body: { type?: string; text?: string; replyToId?: string; id?: string; [field: string]: unknown };
}

/** In two steps: restify changes every ServerResponse of the process so that writeHead returns nothing. */
function send(res: ServerResponse, status: number, body = '', headers: Record<string, string> = {}): void {
  res.writeHead(status, headers);
  res.end(body);
}

/** The channel's side as the Emulator plays it: takes the bot's activities and hands out files. */
class Channel {
  readonly heard: Heard[] = [];
  readonly files = new Map<string, Buffer>();
  /** Answers 503 for so many posts. */
  outages = 0;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((req, res) => void this.#answer(req, res));
  }

  async open(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get texts(): (string | undefined)[] {
    return this.heard.filter(({ body }) => body.type === 'message').map(({ body }) => body.text);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  hears(text: string | RegExp): Promise<Heard> {
    const fits = ({ body: { text: given = '' } }: Heard) =>
      typeof text === 'string' ? given === text : text.test(given);
    return until(`the channel to hear ${text}`, () => this.heard.find(fits), {
      instead: () => `It heard ${JSON.stringify(this.texts)}`,
    });
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? '';
    const file = this.files.get(path);
    if (file) {
      res.end(file);
      return;
    }
    if (path === '/elsewhere') {
      send(res, 302, '', { location: 'http://192.0.2.1/internal' });
      return;
    }
    if (!path.startsWith('/v3/conversations/')) {
      send(res, 404);
      return;
    }
    const body = (await json(req)) as Heard['body'];
    if (body.type === 'message' && this.outages > 0) {
      this.outages -= 1;
      send(res, 503);
      return;
    }
    this.heard.push({ method: req.method ?? '', path, body });
    send(res, 200, JSON.stringify({ id: `theirs-${this.heard.length}` }), {
      'content-type': 'application/json',
    });
  }
}

let fresh: FreshDatabase;
let channel: Channel;
let stations: Stations | undefined;
let sent = 0;

beforeEach(async () => {
  fresh = await freshDatabase();
  channel = await new Channel().open();
});

afterEach(async () => {
  await stations?.stop();
  stations = undefined;
  channel.close();
  await fresh.drop();
});

async function start(options: StationOptions = {}): Promise<Stations> {
  stations = await startStations(fresh, options);
  return stations;
}

const activity = (over: Record<string, unknown>): Record<string, unknown> => ({
  type: 'message',
  id: `their-${(sent += 1)}`,
  channelId: 'emulator',
  serviceUrl: channel.url,
  timestamp: '2026-03-01T10:00:00.000Z',
  localTimestamp: '2026-03-01T11:00:00+01:00',
  conversation: { id: '5f2c|livechat' },
  from: { id: 'user-1', name: 'User', role: 'user' },
  recipient: { id: 'bot-1', name: 'Bot', role: 'bot' },
  ...over,
});

async function post(body: Record<string, unknown>, headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(`${stations?.origin}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  return answer.status;
}

const arrival = () =>
  activity({ type: 'conversationUpdate', membersAdded: [{ id: 'bot-1' }, { id: 'user-1' }] });

describe('a conversation in the Emulator', () => {
  it('is greeted once and answered over HTTP, and stands in the log', async () => {
    const { conversations } = await start();
    expect(await post(arrival())).toBe(200);
    await channel.hears('Welcome!');
    await post(arrival());
    expect(await post(activity({ text: 'hello' }))).toBe(200);
    const answer = await channel.hears('1: hello');
    expect(answer).toMatchObject({
      method: 'POST',
      path: expect.stringMatching(/^\/v3\/conversations\/5f2c%7Clivechat\/activities\/their-\d+$/),
      body: { from: { id: 'bot-1' }, recipient: { id: 'user-1' }, conversation: { id: '5f2c|livechat' } },
    });
    expect(channel.texts).toEqual(['Welcome!', '1: hello']);
    const [row] = await fresh.database.query<{ id: string }>('select id from conversation');
    expect(row?.id).toMatch(/^emulator_[\w-]+$/);
    const log = await conversations.since(row?.id ?? '', 0);
    expect(log.map(({ author, activity: { text } }) => `${author} ${text ?? '-'}`)).toEqual([
      'user -',
      'bot Welcome!',
      'user hello',
      'bot 1: hello',
    ]);
  });

  it('answers a message once that the channel sends again', async () => {
    await start();
    const message = activity({ text: 'hello' });
    await Promise.all([post(message), post(message), post(message)]);
    await post(message);
    await post(activity({ text: 'next' }));
    await channel.hears('2: next');
    expect(channel.texts).toEqual(['1: hello', '2: next']);
  });

  it('gets what it missed, in order, when the channel was away', async () => {
    const { conversations, turns } = await start();
    await post(activity({ text: 'hello' }));
    await channel.hears('1: hello');
    const [row] = await fresh.database.query<{ id: string }>('select id from conversation');
    const id = row?.id ?? '';
    channel.outages = 99;
    await turns.tell(id, { text: 'told one' }, 'bot', 'k1');
    await turns.tell(id, { text: 'told two' }, 'agent', 'k2');
    await until('a try that fails', () => (channel.outages < 99 ? true : undefined));
    expect(await conversations.turns.due(id)).toHaveLength(2);
    channel.outages = 0;
    turns.enqueue(id);
    await channel.hears('told two');
    expect(channel.texts).toEqual(['1: hello', 'told one', 'told two']);
    const [answer, ...told] = channel.heard.map(({ body }) => body.replyToId);
    expect(answer).toMatch(/^their-/);
    expect(told).toEqual([undefined, undefined]);
  });

  it('answers after a restart what it had taken before', async () => {
    const dying = await start();
    await dying.turns.stop();
    expect(await post(activity({ text: 'hello' }))).toBe(200);
    await dying.stop();
    const { turns } = await start();
    await turns.recover();
    await channel.hears('1: hello');
  });

  it('takes events and signs that it has no use for', async () => {
    await start();
    for (const type of ['typing', 'messageReaction', 'installationUpdate', 'endOfConversation']) {
      expect(await post(activity({ type }))).toBe(200);
    }
    expect(await fresh.database.query('select 1 from conversation')).toEqual([]);
  });
});

describe('files of another channel', () => {
  const sendFile = async (attachment: Record<string, unknown>): Promise<string> => {
    await post(activity({ text: 'file', attachments: [attachment] }));
    return (await channel.hears(/^\d: file/)).body.text ?? '';
  };
  const png = () =>
    sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer();

  it('are stored from an address of the channel', async () => {
    await start();
    channel.files.set('/v3/attachments/1/views/original', await png());
    const contentUrl = `${channel.url}/v3/attachments/1/views/original`;
    expect(await sendFile({ contentType: 'application/octet-stream', contentUrl, name: 'id.png' })).toBe(
      '1: file | id.png image/png upload:',
    );
  });

  it('are stored from the way Teams names them', async () => {
    await start();
    channel.files.set('/download', await png());
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    const content = { downloadUrl: `${channel.url}/download`, fileType: 'png' };
    expect(await sendFile({ contentType, content, name: 'id.png' })).toBe(
      '1: file | id.png image/png upload:',
    );
  });

  it('are stored from inside the message', async () => {
    await start();
    const contentUrl = `data:image/png;base64,${(await png()).toString('base64')}`;
    expect(await sendFile({ contentType: 'image/png', contentUrl, name: 'id.png' })).toBe(
      '1: file | id.png image/png upload:',
    );
  });

  it('that are too large are refused with the limit', async () => {
    await start();
    channel.files.set('/big', Buffer.alloc(LIMITS.maxRecordingBytes + 1));
    expect(
      await sendFile({ contentType: 'video/mp4', contentUrl: `${channel.url}/big`, name: 'big.mp4' }),
    ).toBe('1: file | big.mp4 video/mp4 {"refused":"too_large","limitBytes":200000}');
  });

  it.each([
    ['another machine', () => 'http://192.0.2.1/a.png'],
    ['a machine inside, by redirection', () => `${channel.url}/elsewhere`],
    ['a file of ours', () => 'file:///etc/passwd'],
    ['an upload of ours', () => 'upload:upl_1'],
    ['nothing', () => `${channel.url}/missing`],
  ])('are not fetched from %s', async (_what, url) => {
    await start();
    expect(await sendFile({ contentType: 'image/png', contentUrl: url(), name: 'a.png' })).toBe(
      '1: file | a.png image/png {"refused":"unavailable"}',
    );
  });

  it('are not confused with cards and formatted text', async () => {
    await start();
    expect(await sendFile({ contentType: 'text/html', content: '<p>file</p>' })).toBe('1: file');
  });
});

describe('without an app id, /api/messages', () => {
  it('refuses whatever did not come from this machine', async () => {
    await start();
    const message = activity({ text: 'hello' });
    expect(await post(message, { 'x-forwarded-for': '203.0.113.9' })).toBe(403);
    expect(await post(message, { forwarded: 'for=203.0.113.9' })).toBe(403);
    expect(await post(message, { origin: 'https://evil.example' })).toBe(403);
    expect(await post(message, { origin: 'http://localhost:5000' })).toBe(200);
    expect(await postAs('evil.example', message)).toBe(403);
  });

  /** As a browser does whose name server was changed under it. */
  const postAs = (host: string, body: Record<string, unknown>): Promise<number> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(stations?.origin ?? '');
      const headers = { host, 'content-type': 'application/json' };
      request({ host: '127.0.0.1', port, path: '/api/messages', method: 'POST', headers }, (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      })
        .on('error', reject)
        .end(JSON.stringify(body));
    });

  it.each([
    ['our own in-process address', 'urn:veriguide:in-process'],
    ['no address', undefined],
    ['a file', 'file:///tmp/x'],
  ])('refuses as the address of a channel: %s', async (_what, serviceUrl) => {
    await start();
    expect(await post(activity({ text: 'hello', serviceUrl }))).toBe(400);
  });

  it('does not call other machines', async () => {
    await start();
    expect(await post(activity({ text: 'hello', serviceUrl: 'http://169.254.169.254/' }))).toBe(403);
    expect(await post(activity({ text: 'hello', serviceUrl: 'http://localhost.evil.example/' }))).toBe(403);
  });

  it('answers other methods with 405, as the Playground expects before it begins', async () => {
    const { origin } = await start();
    expect((await fetch(`${origin}/api/messages`, { method: 'HEAD' })).status).toBe(405);
    expect((await fetch(`${origin}/api/messages`)).status).toBe(405);
  });
});

describe('with an app id, /api/messages', () => {
  const appId = '11111111-2222-3333-4444-555555555555';
  const issuer = 'https://api.botframework.com';

  async function signingService() {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const forger = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', endorsements: ['msteams'] };
    const server = createServer((req, res) => {
      const { port } = server.address() as AddressInfo;
      const document = req.url?.endsWith('keys')
        ? { keys: [jwk] }
        : {
            issuer,
            jwks_uri: `http://127.0.0.1:${port}/keys`,
            id_token_signing_alg_values_supported: ['RS256'],
          };
      send(res, 200, JSON.stringify(document), { 'content-type': 'application/json' });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const metadata = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openid`;
    const token = (
      over: { aud?: string; iss?: string; serviceurl?: string; life?: string; forged?: boolean } = {},
    ) =>
      new SignJWT({ serviceurl: over.serviceurl ?? channel.url })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer(over.iss ?? issuer)
        .setAudience(over.aud ?? appId)
        .setIssuedAt(Math.floor(Date.now() / 1000) - 3600)
        .setExpirationTime(over.life ?? '1h')
        .sign(over.forged ? forger.privateKey : privateKey);
    return { metadata, token, close: () => server.close() };
  }

  it('takes who proves who they are, and refuses the others with 401', async () => {
    const service = await signingService();
    await start({
      config: { botFramework: { mode: 'app', appId, password: 'secret', tenantId: undefined } },
      turns: {
        channelService: {
          ValidateAuthority: true,
          ToChannelFromBotLoginUrl: 'https://login.invalid/botframework.com',
          ToChannelFromBotOAuthScope: 'https://api.botframework.com',
          ToBotFromChannelTokenIssuer: issuer,
          OAuthUrl: 'https://token.invalid',
          ToBotFromChannelOpenIdMetadataUrl: service.metadata,
          ToBotFromEmulatorOpenIdMetadataUrl: service.metadata,
          CallerId: 'urn:botframework:azure',
        },
      },
    });
    const message = () => activity({ text: 'hello', channelId: 'msteams' });
    const as = async (over?: Parameters<typeof service.token>[0]) =>
      post(message(), { authorization: `Bearer ${await service.token(over)}` });
    expect(await as()).toBe(200);
    expect(await post(message())).toBe(401);
    expect(await post(message(), { authorization: 'Bearer not.a.token' })).toBe(401);
    expect(await as({ forged: true })).toBe(401);
    expect(await as({ aud: 'another-bot' })).toBe(401);
    expect(await as({ iss: 'https://evil.example' })).toBe(401);
    expect(await as({ life: '-10m' })).toBe(401);
    expect(await as({ serviceurl: 'https://other.example' })).toBe(401);
    const unendorsed = activity({ text: 'hello', channelId: 'webchat' });
    expect(await post(unendorsed, { authorization: `Bearer ${await service.token()}` })).toBe(401);
    const [row] = await fresh.database.query<{ n: number }>(
      'select count(*) as n from activity where author = $1',
      ['user'],
    );
    expect(Number(row?.n)).toBe(1);
    service.close();
  });
});
