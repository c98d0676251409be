import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';

import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { startStations, type StationOptions, type Stations } from './stations.ts';
import { grant, Widget } from './widget.ts';

let fresh: FreshDatabase;
let stations: Stations | undefined;
let now: Date;

beforeEach(async () => {
  fresh = await freshDatabase();
  now = new Date();
});

afterEach(async () => {
  await stations?.stop();
  stations = undefined;
  await fresh.drop();
});

async function start(options: StationOptions = {}): Promise<Stations> {
  stations = await startStations(fresh, { now: () => now, ...options });
  return stations;
}

const connected = async (origin: string): Promise<Widget> => {
  const widget = await Widget.open(origin);
  await widget.hears('Welcome!');
  widget.close();
  return widget;
};

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('a Direct Line token', () => {
  it('opens its own conversation and no other, on every route', async () => {
    const { origin } = await start();
    const [ann, bob] = [await connected(origin), await connected(origin)];
    const foreign = `/conversations/${bob.held.conversationId}`;
    expect((await ann.raw(foreign)).status).toBe(403);
    expect((await ann.raw(`${foreign}/activities`)).status).toBe(403);
    expect((await ann.raw(`${foreign}/activities`, json({ type: 'message', text: 'hi' }))).status).toBe(403);
    const form = new FormData();
    form.append('file', new Blob(['x']), 'x.png');
    expect((await ann.raw(`${foreign}/upload`, { method: 'POST', body: form })).status).toBe(403);
    const log = await bob.raw(`${foreign}/activities`);
    expect(((await log.json()) as { activities: unknown[] }).activities).toHaveLength(1);
  });

  it('is refused with 403 when it has expired or is not ours, and with 401 when it is missing', async () => {
    const { origin } = await start();
    const widget = await connected(origin);
    const path = `/conversations/${widget.held.conversationId}/activities`;
    expect((await widget.raw(path, {}, `${widget.held.token.slice(0, -4)}AAAA`)).status).toBe(403);
    expect((await fetch(`${origin}/v3/directline${path}`)).status).toBe(401);
    expect((await widget.raw(path)).status).toBe(200);
    now = new Date(now.getTime() + (widget.held.expires_in + 1) * 1000);
    expect((await widget.raw(path)).status).toBe(403);
    expect((await widget.raw('/tokens/refresh', { method: 'POST' })).status).toBe(403);
  });

  it('can be renewed, and the older one stays good', async () => {
    const { origin } = await start();
    const widget = await connected(origin);
    now = new Date(now.getTime() + 60_000);
    const answer = await widget.raw('/tokens/refresh', { method: 'POST' });
    const renewed = (await answer.json()) as { token: string; conversationId: string; expires_in: number };
    expect(renewed).toMatchObject({ conversationId: widget.held.conversationId, expires_in: 28_800 });
    expect(renewed.token).not.toBe(widget.held.token);
    const path = `/conversations/${widget.held.conversationId}/activities`;
    expect((await widget.raw(path, {}, renewed.token)).status).toBe(200);
    expect((await widget.raw(path)).status).toBe(200);
  });

  it('carries the claim by which Web Chat knows the user', async () => {
    const { origin } = await start();
    const { grant: held } = await grant(origin);
    const claims = JSON.parse(Buffer.from(held.token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ user: held.userId });
    expect(held.userId).toMatch(/^dl_/);
  });

  it('names the session', async () => {
    const { origin } = await start();
    const widget = await connected(origin);
    const answer = await widget.raw('/session/getsessionid');
    expect(await answer.json()).toEqual({ sessionId: widget.held.conversationId });
  });

  it('ends with its conversation', async () => {
    const { origin } = await start();
    const widget = await connected(origin);
    await fresh.database.query('delete from conversation');
    const path = `/conversations/${widget.held.conversationId}`;
    expect((await widget.raw(path)).status).toBe(404);
    expect((await widget.raw(`${path}/activities`, json({ type: 'message', text: 'hi' }))).status).toBe(404);
    expect((await widget.raw('/tokens/refresh', { method: 'POST' })).status).toBe(404);
  });
});

describe('what a client says about itself', () => {
  it('counts for nothing: sender, id, time and files are decided here', async () => {
    const { origin, conversations } = await start();
    const widget = await connected(origin);
    const answer = await widget.raw(
      `/conversations/${widget.held.conversationId}/activities`,
      json({
        type: 'message',
        text: 'I am somebody else',
        id: 'my-id',
        timestamp: '1999-01-01T00:00:00Z',
        from: { id: 'dl_bob', role: 'bot' },
        replyToId: 'x',
        attachments: [{ contentType: 'image/png', contentUrl: 'upload:upl_1' }],
      }),
    );
    const { id } = (await answer.json()) as { id: string };
    const [, logged] = await conversations.since(widget.held.conversationId, 0);
    expect(await answerTo(widget, id)).toMatchObject({ text: '1: I am somebody else', replyToId: id });
    expect(id).not.toBe('my-id');
    expect(Object.keys(logged?.activity ?? {}).sort()).toEqual(['id', 'text', 'type']);
  });

  it.each([
    ['another type', { type: 'conversationUpdate', membersAdded: [] }],
    ['no type', { text: 'hi' }],
    ['a text that is none', { type: 'message', text: { $gt: '' } }],
    ['a text beyond all measure', { type: 'message', text: 'x'.repeat(20_001) }],
    ['nothing at all', null],
  ])('is refused at once: %s', async (_what, activity) => {
    const { origin } = await start();
    const widget = await connected(origin);
    const answer = await widget.raw(
      `/conversations/${widget.held.conversationId}/activities`,
      json(activity),
    );
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('$gt');
  });
});

async function answerTo(widget: Widget, id: string): Promise<unknown> {
  for (;;) {
    const log = await widget.raw(`/conversations/${widget.held.conversationId}/activities`);
    const { activities } = (await log.json()) as { activities: { replyToId?: string }[] };
    const found = activities.find(({ replyToId }) => replyToId === id);
    if (found) return found;
  }
}

describe('too many messages', () => {
  it('are held back, then refused at once in the widget, while others go on', async () => {
    const { origin } = await start({ answering: false });
    const [flooder, other] = [await Widget.open(origin), await Widget.open(origin)];
    const outcomes = await Promise.all(Array.from({ length: 30 }, (_, i) => flooder.says(`m${i}`)));
    expect(outcomes.filter((outcome) => outcome === 'error 400').length).toBeGreaterThanOrEqual(6);
    expect(outcomes.filter((outcome) => !outcome.startsWith('error') && outcome !== 'retry').length).toBe(20);
    expect(await other.says('hello')).not.toMatch(/error|retry/);
    flooder.close();
    other.close();
  });

  it('of requests for tokens are refused by address', async () => {
    const { origin } = await start();
    const statuses = [];
    for (let i = 0; i < 61; i += 1) statuses.push((await grant(origin)).status);
    expect(statuses.at(59)).toBe(200);
    expect(statuses.at(60)).toBe(429);
  });
});

describe('a visitor of the demo', () => {
  it('is known again by a cookie that scripts cannot read, and by nothing forged', async () => {
    const { origin } = await start();
    const first = await fetch(`${origin}/v3/directline/tokens/generate`, { method: 'POST' });
    expect(first.headers.getSetCookie()[0]).toMatch(
      /^vg_visitor=dl_[\w-]+\.\d+\.[\w-]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    const { grant: ann, cookie } = await grant(origin);
    expect((await grant(origin, { cookie })).grant.userId).toBe(ann.userId);
    const [name = '', expires = '', signature = ''] = cookie.slice('vg_visitor='.length).split('.');
    const somebody = name.replace(/.$/, name.endsWith('x') ? 'y' : 'x');
    const forged = `vg_visitor=${somebody}.${expires}.${signature}`;
    expect((await grant(origin, { cookie: forged })).grant.userId).not.toBe(ann.userId);
    now = new Date(now.getTime() + 31 * 24 * 60 * 60 * 1000);
    expect((await grant(origin, { cookie })).grant.userId).not.toBe(ann.userId);
  });

  it('can begin afresh, and go back to an older conversation of their own only', async () => {
    const { origin } = await start();
    const { grant: first, cookie } = await grant(origin);
    now = new Date(now.getTime() + 1000);
    const { grant: second } = await grant(origin, { cookie, body: { fresh: true } });
    expect(second.conversationId).not.toBe(first.conversationId);
    expect((await grant(origin, { cookie })).grant.conversationId).toBe(second.conversationId);
    const back = await grant(origin, { cookie, body: { conversationId: first.conversationId } });
    expect(back.grant.conversationId).toBe(first.conversationId);
    expect((await grant(origin, { body: { conversationId: first.conversationId } })).status).toBe(404);
  });

  it('has an account page that the exchange would vouch for', async () => {
    const { origin, customers } = await start();
    const { grant: held, cookie } = await grant(origin);
    const put = (body: unknown) =>
      fetch(`${origin}/demo/account`, {
        method: 'PUT',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const account = {
      name: 'Ann Doe',
      email: 'ann@example.org',
      registeredAt: '2023-08-30T23:00:00Z',
      residence: 'AT',
    };
    expect((await put(account)).status).toBe(200);
    expect(await customers.find(held.userId)).toMatchObject({
      email: 'ann@example.org',
      registeredAt: '2023-08-30T23:00:00.000Z',
      residence: 'AT',
      verified: false,
    });
    const shown = await fetch(`${origin}/demo/account`, { headers: { cookie } });
    expect(await shown.json()).toMatchObject({ name: 'Ann Doe', email: 'ann@example.org', verified: false });
    expect((await put({ email: 'not an address' })).status).toBe(400);
    expect((await put({ verified: true })).status).toBe(400);
    await put({ email: '' });
    expect((await customers.find(held.userId)).email).toBeUndefined();
  });

  it('is remembered with browser and language', async () => {
    const { origin, conversations } = await start();
    const { grant: held } = await grant(origin, { headers: { 'user-agent': 'Old/1' } });
    const widget = new Widget(origin, held);
    await widget.raw('/conversations', {
      ...json({ locale: 'de-AT' }),
      headers: { 'content-type': 'application/json', 'user-agent': 'New/2' },
    });
    widget.close();
    expect(await conversations.find(held.conversationId)).toMatchObject({
      userAgent: 'New/2',
      locale: 'de-AT',
    });
  });
});

describe('a customer of the exchange', () => {
  const secret = 'a secret of more than thirty-two characters';
  const config = { customers: { mode: 'jwt' as const, secret, issuer: 'exchange' } };
  const token = (
    claims: Record<string, unknown>,
    over: { key?: string; issuer?: string; life?: string } = {},
  ) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(over.issuer ?? 'exchange')
      .setIssuedAt()
      .setExpirationTime(over.life ?? '5m')
      .sign(new TextEncoder().encode(over.key ?? secret));
  const come = async (jwt?: string) =>
    grant(stations?.origin ?? '', { headers: jwt === undefined ? {} : { authorization: `Bearer ${jwt}` } });

  it('is who the exchange says, with what it says', async () => {
    const { customers } = await start({ config });
    const claims = {
      sub: 'annabella@example.org',
      name: 'Ann',
      registered_at: '2024-01-01T00:00:00Z',
      residence: 'AT',
    };
    const first = await come(await token(claims));
    expect(first.grant.userId).toMatch(/^dl_[\w-]{20,}$/);
    expect(first.grant.userId).not.toContain('annabella');
    expect(first.cookie).toBe('');
    expect(await customers.find(first.grant.userId)).toMatchObject({
      name: 'Ann',
      residence: 'AT',
      verified: false,
    });
    const again = await come(await token({ ...claims, verified: true }));
    expect(again.grant).toMatchObject({
      userId: first.grant.userId,
      conversationId: first.grant.conversationId,
    });
    expect((await customers.find(first.grant.userId)).verified).toBe(true);
  });

  it('is nobody without a good token', async () => {
    await start({ config });
    expect((await come()).status).toBe(401);
    expect(
      (await come(await token({ sub: 'a' }, { key: 'another secret of thirty-two characters' }))).status,
    ).toBe(401);
    expect((await come(await token({ sub: 'a' }, { issuer: 'somebody' }))).status).toBe(401);
    expect((await come(await token({ name: 'no sub' }))).status).toBe(401);
    expect((await come(await token({ sub: 'a' }, { life: '-1m' }))).status).toBe(403);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"a"}').toString('base64url')}.`;
    expect((await come(unsigned)).status).toBe(401);
  });

  it('has no account page here', async () => {
    const { origin } = await start({ config });
    expect((await fetch(`${origin}/demo/account`)).status).toBe(404);
  });
});

describe('a page of another origin', () => {
  const preflight = (origin: string, from: string) =>
    fetch(`${origin}/v3/directline/conversations/x/upload`, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-ms-bot-agent,x-requested-with',
      },
    });

  it('may embed the widget when it is configured, and not otherwise', async () => {
    const { origin } = await start({ config: { http: { widgetOrigins: ['https://exchange.example'] } } });
    const allowed = await preflight(origin, 'https://exchange.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://exchange.example');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('x-ms-bot-agent');
    const refused = await preflight(origin, 'https://evil.example');
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    // Errors too, or the page cannot tell an expired token from a broken line.
    const expired = await fetch(`${origin}/v3/directline/conversations/x`, {
      headers: { origin: 'https://exchange.example', authorization: 'Bearer x.y.z' },
    });
    expect([expired.status, expired.headers.get('access-control-allow-origin')]).toEqual([
      403,
      'https://exchange.example',
    ]);
  });
});
