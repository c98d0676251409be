import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  createDirectLineStation,
  type DirectLineStation,
} from '../../../bot/direct-line/direct-line-station.ts';
import { loadAssets } from '../../../bot/pages/assets.ts';
import { createPageStation } from '../../../bot/pages/page-station.tsx';
import type { Agent } from '../../../bot/people/agent-rows.ts';
import { ROLES, type Role } from '../../../bot/people/roles.ts';
import { createTurnStation, type TurnStation } from '../../../bot/turn/turn-station.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { silent } from '../../kit/database.ts';
import { routesOf } from '../../kit/routes.ts';
import { countingDialog, LIMITS } from '../direct-line/stations.ts';
import { grant, type Grant } from '../direct-line/widget.ts';
import { fileAddressIn, openDesk, PASSWORD, PIXEL, type Browser, type Desk } from './desk-kit.ts';

/**
 * Who may use a route. The lowest role that is served; `anybody`: signing in must be open to strangers; `customer`:
 * the bearer of that conversation's token; `world`: holds nothing of anybody.
 */
type Who = Role | 'anybody' | 'customer' | 'world';

/** Each route that the app serves. One that is missing here fails the first test below. */
const ROUTES: Readonly<Record<string, Who>> = {
  'GET /healthz': 'world',
  'GET /readyz': 'world',
  'GET /': 'world',
  'GET /guide': 'world',
  'GET /widget/chat': 'world',
  'GET /widget/config.json': 'world',
  'GET /widget/veriguide.js': 'world',
  'GET /widget/*': 'world',
  // Authenticated by the channel's own token, or this machine alone: test/bot/turn/channels.test.ts.
  'POST /api/messages': 'world',
  'OPTIONS /v3/directline/*': 'world',
  'POST /v3/directline/tokens/generate': 'world',
  'POST /v3/directline/tokens/refresh': 'customer',
  'POST /v3/directline/conversations': 'customer',
  'GET /v3/directline/conversations/:conversationId': 'customer',
  'GET /v3/directline/conversations/:conversationId/activities': 'customer',
  'POST /v3/directline/conversations/:conversationId/activities': 'customer',
  'POST /v3/directline/conversations/:conversationId/upload': 'customer',
  'GET /v3/directline/session/getsessionid': 'customer',
  'GET /v3/directline/attachments/:uploadId': 'customer',
  'GET /demo/account': 'world',
  'PUT /demo/account': 'world',

  'GET /desk/assets/:name': 'world',
  'GET /desk/sign-in': 'anybody',
  'POST /desk/sign-in': 'anybody',
  'GET /desk/sign-in/code': 'anybody',
  'POST /desk/sign-in/code': 'anybody',
  'GET /desk/sign-in/provider': 'anybody',
  'GET /desk/sign-in/provider/back': 'anybody',
  'GET /desk/welcome/:token': 'anybody',
  'POST /desk/welcome/:token': 'anybody',
  'GET /desk/new-password/:token': 'anybody',
  'POST /desk/new-password/:token': 'anybody',
  'POST /desk/sign-out': 'agent',
  'GET /desk/session': 'agent',
  'GET /desk/account': 'agent',
  'POST /desk/account/second-factor/begin': 'agent',
  'POST /desk/account/second-factor/confirm': 'agent',
  'POST /desk/account/second-factor/off': 'agent',
  'POST /desk/account/password': 'agent',
  'POST /desk/account/sessions/end': 'agent',
  'POST /desk/account/sessions/end-others': 'agent',
  'GET /desk': 'agent',
  'GET /desk/find': 'agent',
  'GET /desk/*': 'agent',
  'GET /desk/events': 'agent',
  'GET /desk/questions': 'agent',
  'POST /desk/questions/:id/settle': 'supervisor',
  'GET /desk/deliveries': 'supervisor',
  'POST /desk/deliveries/resend': 'supervisor',
  'POST /desk/deliveries/resend-one': 'supervisor',
  'GET /desk/tickets/next': 'agent',
  'GET /desk/tickets/:number': 'agent',
  'POST /desk/tickets/:number/show': 'agent',
  'POST /desk/tickets/:number/answer': 'agent',
  'POST /desk/tickets/:number/typing': 'agent',
  'POST /desk/tickets/:number/take': 'agent',
  'POST /desk/tickets/:number/take-over': 'supervisor',
  'POST /desk/tickets/:number/hand-back': 'agent',
  'POST /desk/tickets/:number/solve': 'agent',
  'POST /desk/tickets/:number/close': 'agent',
  'POST /desk/tickets/:number/reopen': 'agent',
  'GET /desk/uploads/:id': 'agent',
  'GET /desk/submissions/:reference': 'reviewer',
  'POST /desk/submissions/:reference/show': 'reviewer',
  'POST /desk/submissions/:reference/approve': 'reviewer',
  'POST /desk/submissions/:reference/reject': 'reviewer',
  'POST /desk/submissions/:reference/duplicates/:other': 'reviewer',
  'POST /desk/find': 'agent',
  'POST /desk/bulk': 'agent',
  'POST /desk/views': 'agent',
  'POST /desk/views/remove': 'agent',
  'POST /desk/tickets/:number/note': 'agent',
  'POST /desk/tickets/:number/priority': 'agent',
  'POST /desk/tickets/:number/macro': 'agent',
  'GET /desk/tickets/:number/replies/:reply': 'agent',
  'POST /desk/tickets/:number/assign': 'supervisor',
  'GET /desk/replies': 'agent',
  'POST /desk/replies/:id': 'supervisor',
  'POST /desk/replies/:id/remove': 'supervisor',
  'POST /desk/macros': 'supervisor',
  'POST /desk/macros/:id/remove': 'supervisor',
  'GET /desk/figures': 'supervisor',
  'GET /desk/figures/:set': 'supervisor',
  'GET /desk/people': 'admin',
  'POST /desk/people/invite': 'admin',
  'POST /desk/people/void': 'admin',
  'POST /desk/people/role': 'admin',
  'POST /desk/people/disable': 'admin',
  'POST /desk/people/enable': 'admin',
  'POST /desk/people/reset-password': 'admin',
  'POST /desk/people/reset-second-factor': 'admin',
};

const isRole = (who: Who): who is Role => ROLES.some((role) => role === who);
const routesFor = (...wanted: readonly Who[]): string[] =>
  Object.entries(ROUTES).flatMap(([route, who]) => (wanted.includes(who) ? [route] : []));
const DESK = routesFor(...ROLES);
const split = (route: string): readonly [string, string] => {
  const [method = '', path = ''] = route.split(' ');
  return [method, path];
};

let desk: Desk;
let directLine: DirectLineStation;
let turns: TurnStation;
const agents = new Map<Role, Agent>();
/** What the paths of the routes name. */
let named: Record<string, string>;
let victim: { grant: Grant; cookie: string };
let other: { grant: Grant; cookie: string };
let attachment: string;

beforeAll(async () => {
  desk = await openDesk({
    agents: {
      singleSignOn: {
        // Nobody listens there: what the provider answers is tried in single-sign-on.test.ts.
        issuer: 'http://127.0.0.1:9',
        ...{ clientId: 'desk', name: 'Example', scope: 'openid' },
        clientAuth: { method: 'client_secret_post', secret: 'secret' },
        ...{ roles: undefined, allowedDomain: undefined },
      },
    },
  });
  await mountTheOthers();
  for (const role of ROLES) {
    await desk.agent(role, role);
    const agent = (await desk.people.agents.all()).find(({ login }) => login === role);
    if (agent) agents.set(role, agent);
  }
  [victim, other] = [await grant(desk.origin), await grant(desk.origin)];
  const { userId, conversationId } = victim.grant;
  const upload = await desk.keep(PIXEL, 'screen.png', userId);
  await desk.conversations.append(conversationId, 'user', {
    type: 'message',
    text: 'My secret is blue',
    attachments: [{ contentType: 'image/png', contentUrl: `upload:${upload}`, name: 'screen.png' }],
  });
  const number = await desk.ticket({ customerId: userId, uploadIds: [upload] });
  const { reference } = await desk.sentIn(userId);
  await desk.questions.collect({
    ...{ key: 'q', text: 'is there a loan', why: 'unhelpful', shown: [], locale: 'en' },
  });
  const [question] = await desk.questions.open();
  named = {
    ...{ number, reference, other: reference, id: question?.id ?? '', conversationId },
    ...{ uploadId: upload, name: 'desk.css', token: 'no-such-link', '*': 'nowhere' },
  };
  const log = await fetch(`${desk.origin}/v3/directline/conversations/${conversationId}/activities`, {
    headers: { authorization: `Bearer ${victim.grant.token}` },
  });
  attachment = /"contentUrl":"([^"]+)"/.exec(await log.text())?.[1] ?? '';
});
afterAll(async () => {
  directLine.stop();
  await turns.stop();
  await desk.close();
});

/** The stations beside the desk, on the same server, as app.ts joins them. */
async function mountTheOthers(): Promise<void> {
  const { conversations, customers, uploads, vault } = desk;
  const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, trustProxy: false, widgetOrigins: [] };
  const config = {
    ...{ http, uploads: LIMITS },
    customers: { mode: 'demo' },
    botFramework: { mode: 'loopback' },
  } as const;
  const now = (): Date => new Date();
  const common = { conversations, customers, uploads, vault, now, log: silent, config };
  const rootDialog = countingDialog();
  turns = createTurnStation({
    ...common,
    rootDialog: () => rootDialog,
    welcome: () => [{ type: 'message', text: 'Welcome!' }],
    apology: (reference) => [{ type: 'message', text: `Sorry, ${reference}` }],
    putOff: () => ({ type: 'message', text: 'Busy, yours is kept.' }),
    handoverWish: () => undefined,
    onAssistantCalled: () => Promise.resolve(),
    onChatEnded: () => Promise.resolve(),
    onMessageForAgent: () => Promise.resolve(),
  });
  directLine = createDirectLineStation({ ...common, onTurnDue: (id) => turns.enqueue(id) });
  const pages = createPageStation({
    assets: await loadAssets(new URL('../../../dist/web', import.meta.url).pathname),
    countriesIn: () => [{ code: 'DE', name: 'Germany' }],
    knowledge: loadKnowledge(),
    config,
  });
  for (const station of [pages, turns, directLine]) station.routes(desk.routes);
}

/** A new session of somebody with that role: no try disturbs the next one. */
async function signedInAs(role: Role): Promise<Browser> {
  const browser = desk.stranger();
  const agent = agents.get(role);
  if (!agent) throw new Error(`there is nobody with the role ${role}`);
  const token = await desk.people.sessions.begin(agent, { method: 'password', userAgent: 'Test/1' });
  browser.cookies.set('desk', token);
  return browser;
}

const formOf = (browser: Browser): string =>
  desk.people.sessions.formToken(browser.cookies.get('desk') ?? '');

const addressOf = (path: string): string =>
  path.replace(/:(\w+)|\*/g, (all, name: string | undefined) => named[name ?? all] ?? all);

/** The file's address is made by a page, for the session that opens it. */
async function addressFor(browser: Browser, path: string): Promise<string> {
  if (path === '/desk/events') return '/desk/events?watch=queue';
  if (path !== '/desk/uploads/:id') return addressOf(path);
  const page = await (await browser.get(`/desk/tickets/${named['number'] ?? ''}`)).text();
  return fileAddressIn(page, named['uploadId'] ?? '');
}

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

async function ask(
  browser: Browser,
  method: string,
  address: string,
  more: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const body = method === 'POST' ? new URLSearchParams(more.fields) : null;
  const answer = await browser.raw(address, { method, body, headers: more.headers ?? {} });
  const isStream = answer.headers.get('content-type') === 'text/event-stream';
  if (isStream) await answer.body?.cancel();
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    body: isStream ? '' : await answer.text(),
  };
}

const PERSONAL = /eriksson|anna|camera stays black|secret is blue|L898902C3|1974|is there a loan/i;

function expectNothing({ status, location, body }: Answer): void {
  expect([303, 401, 403]).toContain(status);
  if (status === 303) expect(location).toMatch(/^\/desk\/sign-in\?next=/);
  expect(body).not.toMatch(PERSONAL);
  expect(body).not.toContain('�PNG');
}

it('every route of the app stands in the table above', () => {
  expect(routesOf(desk.routes)).toEqual(Object.keys(ROUTES).sort());
});

describe('a route of the desk', () => {
  it.each(DESK)('%s gives nothing to strangers and customers', async (route) => {
    const [method, path] = split(route);
    const address = addressOf(path);
    const [cookieName = '', cookie = ''] = victim.cookie.split('=');
    const [nobody, customer, forger] = [desk.stranger(), desk.stranger(), desk.stranger()];
    customer.cookies.set(cookieName, cookie);
    forger.cookies.set('desk', 'A'.repeat(43));
    const headers = { authorization: `Bearer ${victim.grant.token}` };
    for (const who of [nobody, customer, forger]) {
      const more = { fields: { form: 'x' }, ...(who === customer && { headers }) };
      expectNothing(await ask(who, method, address, more));
    }
  });

  it.each(DESK)('%s serves the roles that it is for, and no other', async (route) => {
    const [method, path] = split(route);
    const least = ROUTES[route] ?? 'admin';
    for (const role of ROLES) {
      const browser = await signedInAs(role);
      const fields = { form: formOf(browser) };
      const answer = await ask(browser, method, await addressFor(browser, path), { fields });
      if (isRole(least) && ROLES.indexOf(role) < ROLES.indexOf(least)) {
        expect({ role, status: answer.status }).toEqual({ role, status: 403 });
        expectNothing(answer);
      } else {
        expect({ role, status: answer.status }).not.toMatchObject({ status: 401 });
        expect({ role, status: answer.status }).not.toMatchObject({ status: 403 });
        expect(answer.status).toBeLessThan(500);
        expect(answer.location).not.toMatch(/^\/desk\/sign-in\?next=/);
      }
    }
  });

  it.each(DESK.filter((route) => route.startsWith('POST')))(
    '%s does nothing for a form that is not its session’s own',
    async (route) => {
      const [method, path] = split(route);
      const admin = await signedInAs('admin');
      const elsewhere = formOf(await signedInAs('admin'));
      for (const form of ['', 'x'.repeat(43), elsewhere, undefined]) {
        const fields: Record<string, string> = form === undefined ? {} : { form };
        expect((await ask(admin, method, addressOf(path), { fields })).status).toBe(403);
      }
      for (const site of ['cross-site', 'same-site']) {
        const more = { fields: { form: formOf(admin) }, headers: { 'sec-fetch-site': site } };
        expect((await ask(admin, method, addressOf(path), more)).status).toBe(403);
      }
      expect((await admin.raw('/desk/session')).status).toBe(204);
    },
  );
});

describe('a way into the desk', () => {
  it.each(routesFor('anybody'))('%s shows nothing of anybody', async (route) => {
    const [method, path] = split(route);
    const answer = await ask(desk.stranger(), method, addressOf(path), { fields: { form: 'x' } });
    expect(answer.body).not.toMatch(PERSONAL);
    if (method === 'POST') expect(answer.status).toBe(403);
  });

  it('is nobody’s who only plants a session or a form in another browser', async () => {
    const planted = desk.stranger();
    planted.cookies.set('desk', 'planted-by-somebody-else-0123456789abcdefghi');
    await planted.send('/desk/sign-in', { login: 'admin', password: PASSWORD });
    const own = planted.cookies.get('desk') ?? '';
    expect(own).not.toContain('planted');
    expect((await planted.raw('/desk/session')).status).toBe(204);
    const attacker = desk.stranger();
    attacker.cookies.set('desk', 'planted-by-somebody-else-0123456789abcdefghi');
    expect((await attacker.raw('/desk/session')).status).toBe(401);
  });

  it('is nobody’s who left a good session or visit of their own in another browser', async () => {
    const attacker = desk.stranger();
    await attacker.send('/desk/sign-in', { login: 'agent', password: PASSWORD });
    const left = attacker.cookies.get('desk') ?? '';
    const visitor = desk.stranger();
    await visitor.get('/desk/sign-in');
    const victimOf = desk.stranger();
    victimOf.cookies.set('desk-visit', visitor.cookies.get('desk-visit') ?? '');
    await victimOf.send('/desk/sign-in', { login: 'admin', password: PASSWORD });
    const form = desk.people.sessions.formToken(visitor.cookies.get('desk-visit') ?? '');
    expect((await victimOf.post('/desk/people/invite', { form, role: 'admin' })).status).toBe(403);

    const shared = desk.stranger();
    shared.cookies.set('desk', left);
    const page = await (await visitor.get('/desk/sign-in')).text();
    shared.cookies.set('desk-visit', visitor.cookies.get('desk-visit') ?? '');
    await shared.submit(page, '/desk/sign-in', { login: 'admin', password: PASSWORD });
    expect(shared.cookies.get('desk')).not.toBe(left);
    expect((await attacker.raw('/desk/session')).status).toBe(401);
  });
});

describe('a route of customers', () => {
  const bearing = (token?: string): Record<string, string> =>
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const send = async (route: string, headers: Record<string, string>): Promise<Answer> => {
    const [method, path] = split(route);
    const isUpload = path.endsWith('/upload');
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(PIXEL)], { type: 'image/png' }), 'x.png');
    const answer = await fetch(`${desk.origin}${addressOf(path)}`, {
      method,
      headers: { ...headers, ...(method === 'POST' && !isUpload && { 'content-type': 'application/json' }) },
      ...(method === 'POST' && { body: isUpload ? form : JSON.stringify({ type: 'message', text: 'hi' }) }),
    });
    return { status: answer.status, location: '', body: await answer.text() };
  };
  const mine = (answer: Answer): void => {
    expect(answer.body).not.toMatch(PERSONAL);
    expect(answer.body).not.toContain(victim.grant.conversationId);
    expect(answer.body).not.toContain(victim.grant.userId);
  };

  it.each(routesFor('customer'))('%s gives nothing without a token, nor for a forged one', async (route) => {
    const [head = '', claims = ''] = victim.grant.token.split('.');
    for (const token of [undefined, `${head}.${claims}.${'A'.repeat(43)}`, 'x.y.z']) {
      const answer = await send(route, bearing(token));
      expect([401, 403]).toContain(answer.status);
      mine(answer);
    }
  });

  it.each(routesFor('customer'))('%s gives nothing of one customer to another', async (route) => {
    const answer = await send(route, { ...bearing(other.grant.token), cookie: other.cookie });
    // Routes that name nobody serve the bearer's own conversation.
    if (route.includes(':')) expect(answer.status).toBe(403);
    mine(answer);
    const agent = await send(route, {
      cookie: `desk=${(await signedInAs('admin')).cookies.get('desk') ?? ''}`,
    });
    expect([401, 403]).toContain(agent.status);
    mine(agent);
  });

  it('opens a file by its own signed address only', async () => {
    const address = new URL(attachment);
    expect((await fetch(address)).status).toBe(200);
    const foreign = await desk.keep(PIXEL, 'other.png', other.grant.userId);
    address.pathname = address.pathname.replace(/upl_\w+/, foreign);
    expect((await fetch(address)).status).toBe(403);
    address.search = '';
    expect((await fetch(address)).status).toBe(403);
  });
});
