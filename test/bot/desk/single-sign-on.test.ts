import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openBrowser, openTab } from '../../kit/browser.ts';
import {
  openIdentityProvider,
  signInAtProvider,
  type IdentityProvider,
} from '../../kit/identity-provider.ts';
import { createSingleSignOn } from '../../../bot/desk/sign-on/single-sign-on.ts';
import { silent } from '../../kit/database.ts';
import { openDesk, PASSWORD, type Browser, type Desk } from './desk-kit.ts';

const START = '/desk/sign-in/provider';

let provider: IdentityProvider;
let desk: Desk;

beforeAll(async () => {
  provider = await openIdentityProvider();
  desk = await deskOf({
    roles: { claim: 'groups', mapping: { leads: 'supervisor', reviews: 'reviewer', everybody: 'agent' } },
    allowedDomain: 'exchange.example',
  });
  await provider.serve(`${desk.origin}/desk/sign-in/provider/back`);
});
afterAll(async () => {
  await desk.close();
  await provider.close();
});

function deskOf(rules: {
  roles:
    { claim: string; mapping: Record<string, 'agent' | 'reviewer' | 'supervisor' | 'admin'> } | undefined;
  allowedDomain: string | undefined;
}): Promise<Desk> {
  const { issuer, clientId, clientSecret: secret } = provider;
  const scope = 'openid profile email groups';
  return openDesk({
    agents: {
      singleSignOn: {
        ...{ issuer, clientId, scope, name: 'Example', ...rules },
        clientAuth: { method: 'client_secret_post', secret },
      },
    },
  });
}

function knows(subject: string, groups: readonly string[], more: Record<string, unknown> = {}): string {
  const email = `${subject}@exchange.example`;
  provider.people.set(subject, { name: `Name of ${subject}`, email, email_verified: true, groups, ...more });
  return subject;
}

/** The way to the provider, as far as the desk sends the browser. */
async function setOut(browser: Browser, query = ''): Promise<string> {
  const answer = await browser.raw(`${START}${query}`);
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
}

const ownPart = (address: string): string => {
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
};

async function signIn(browser: Browser, subject: string, query = ''): Promise<Response> {
  return browser.raw(ownPart(await signInAtProvider(await setOut(browser, query), subject)));
}

const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.raw('/desk/session')).status === 204;
const agentNamed = async (name: string) =>
  (await desk.people.agents.all()).find((agent) => agent.name === name);

describe('single sign-on', () => {
  it('asks with state, nonce and a PKCE challenge, and no two times alike', async () => {
    const [one, other] = await Promise.all([setOut(desk.stranger()), setOut(desk.stranger())]);
    const [first, second] = [new URL(one), new URL(other)];
    expect(first.origin).toBe(provider.issuer);
    expect(first.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.searchParams.get(name)).toMatch(/^[\w-]{40,}$/);
      expect(first.searchParams.get(name)).not.toBe(second.searchParams.get(name));
    }
  });

  it('lets somebody in with the highest role of their groups, by a new session, and keeps that in the log', async () => {
    const browser = desk.stranger();
    browser.cookies.set('desk', 'planted-before-signing-in-0123456789abcdefg');
    const answer = await signIn(
      browser,
      knows('rosa', ['everybody', 'reviews', 'unknown']),
      '?next=/desk/account',
    );
    expect(await answer.text()).toContain('content="0;url=/desk/account"');
    expect(browser.cookies.get('desk')).not.toContain('planted');
    const agent = await agentNamed('Name of rosa');
    expect(agent).toMatchObject({ role: 'reviewer', login: 'rosa@exchange.example', hasPassword: false });
    expect(await (await browser.get('/desk/account')).text()).toContain('You come by single sign-on');
    const entries = await desk.audit.list({ object: `agent:${agent?.id ?? ''}` });
    expect(entries.map(({ action }) => action)).toEqual(['sign_in.done', 'agent.joined']);
    expect(entries[0]?.details).toEqual({ method: 'single_sign_on' });
  });

  it('is the same agent again, with the role that the groups give now', async () => {
    await signIn(desk.stranger(), knows('tom', ['everybody']));
    const before = await agentNamed('Name of tom');
    await signIn(desk.stranger(), knows('tom', ['leads']));
    const after = await agentNamed('Name of tom');
    expect(after).toMatchObject({ id: before?.id, role: 'supervisor' });
    const [change] = (await desk.audit.list({ object: `agent:${after?.id ?? ''}` })).filter(
      ({ action }) => action === 'agent.role_changed',
    );
    expect(change?.details).toMatchObject({ before: 'agent', after: 'supervisor' });
  });

  it('is not fooled by a mail address: another subject is another agent, and a local account stays who it is', async () => {
    const shared = { email: 'shared@exchange.example' };
    const link = (await desk.people.invitations.firstLink()) ?? '';
    await desk.people.invitations.welcome(link, { name: 'Local', login: shared.email, password: PASSWORD });
    await signIn(desk.stranger(), knows('mia', ['reviews'], shared));
    await signIn(desk.stranger(), knows('max', ['everybody'], shared));
    const same = (await desk.people.agents.all()).filter(({ login }) => login === shared.email);
    expect(same.map(({ name, role }) => `${name}: ${role}`).sort()).toEqual([
      'Local: admin',
      'Name of max: agent',
      'Name of mia: reviewer',
    ]);
  });

  it.each([
    ['of another domain', { email: 'eve@elsewhere.example' }, 'open to addresses of one organisation'],
    ['of a domain that only ends alike', { email: 'eve@notexchange.example' }, 'open to addresses of one'],
    ['whose address nobody verified', { email_verified: false }, 'open to addresses of one organisation'],
    ['without an address', { email: undefined }, 'open to addresses of one organisation'],
    ['without a group that gives a role', { groups: ['visitors', 'constructor'] }, 'no role of this desk'],
  ])('refuses somebody %s', async (_who, more, words) => {
    const browser = desk.stranger();
    const answer = await signIn(browser, knows('eve', ['leads'], more));
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain(words);
    expect(await isIn(browser)).toBe(false);
    expect(await agentNamed('Name of eve')).toBeUndefined();
    expect((await desk.audit.list({ limit: 1 }))[0]?.action).toBe('sign_in.refused');
  });

  it('ends the sessions of somebody who lost their groups, and shuts out whom an admin shut out', async () => {
    const browser = desk.stranger();
    await signIn(browser, knows('uma', ['everybody']));
    expect(await isIn(browser)).toBe(true);
    const again = await signIn(desk.stranger(), knows('uma', []));
    expect(again.status).toBe(403);
    expect(await isIn(browser)).toBe(false);

    await signIn(desk.stranger(), knows('uma', ['everybody']));
    const [admin] = (await desk.people.agents.all()).filter(({ role }) => role === 'admin');
    const uma = (await agentNamed('Name of uma'))?.id ?? '';
    expect(await desk.people.agents.disable(uma, admin?.id ?? '')).toBe('changed');
    expect(await (await signIn(desk.stranger(), 'uma')).text()).toContain('was taken away');
  });

  it('takes an answer once, in the browser that asked, and only the one that was asked for', async () => {
    knows('rosa', ['reviews']);
    const victim = desk.stranger();
    const back = ownPart(await signInAtProvider(await setOut(victim), 'rosa'));

    const elsewhere = desk.stranger();
    expect((await elsewhere.raw(back)).status).toBe(403);
    expect(await isIn(elsewhere)).toBe(false);

    // The code of one way with the state of another: PKCE and state belong to one browser.
    const attacker = desk.stranger();
    const way = new URL(await setOut(attacker));
    const mixed = new URL(back, desk.origin);
    mixed.searchParams.set('state', way.searchParams.get('state') ?? '');
    expect((await attacker.raw(ownPart(mixed.href))).status).toBe(403);
    expect(await isIn(attacker)).toBe(false);

    // The provider takes a code back once it was tried in vain; a second way works, and not twice.
    const second = ownPart(await signInAtProvider(await setOut(victim), 'rosa'));
    expect((await victim.raw(second)).status).toBe(200);
    expect(await isIn(victim)).toBe(true);
    victim.cookies.delete('desk');
    expect((await victim.raw(second)).status).toBe(403);
    expect(await isIn(victim)).toBe(false);
  });

  it.each([
    ['a state that is not ours', (search: URLSearchParams) => search.set('state', 'x'.repeat(43))],
    ['no code', (search: URLSearchParams) => search.delete('code')],
    ['an issuer that is not ours', (search: URLSearchParams) => search.set('iss', 'https://evil.example')],
    ['a refusal', (search: URLSearchParams) => search.set('error', 'access_denied')],
  ])('refuses %s', async (_what, change) => {
    const browser = desk.stranger();
    const back = new URL(await signInAtProvider(await setOut(browser), knows('rosa', ['reviews'])));
    change(back.searchParams);
    const answer = await browser.raw(ownPart(back.href));
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('did not confirm who you are');
    expect(await isIn(browser)).toBe(false);
  });

  it('never leads elsewhere afterwards', async () => {
    const answer = await signIn(desk.stranger(), knows('rosa', ['reviews']), '?next=https://evil.example/');
    expect(await answer.text()).toContain('content="0;url=/desk"');
  });
});

describe('the client of the desk', () => {
  async function comesBack(
    clientAuth: Parameters<typeof createSingleSignOn>[0]['clientAuth'],
  ): Promise<string> {
    const singleSignOn = createSingleSignOn(
      {
        ...{ issuer: provider.issuer, clientId: provider.clientIds[clientAuth.method], clientAuth },
        ...{ scope: 'openid profile email', name: 'Example', roles: undefined, allowedDomain: undefined },
      },
      silent,
    );
    const { address, flow } = await singleSignOn.begin(`${desk.origin}${START}/back`);
    const back = await signInAtProvider(address, knows(`by_${clientAuth.method}`, []));
    return (await singleSignOn.finish(new URL(back), flow)).kind;
  }

  it.each(['client_secret_post', 'client_secret_basic'] as const)('proves itself by %s', async (method) => {
    expect(await comesBack({ method, secret: provider.clientSecret })).toBe('vouched');
    expect(await comesBack({ method, secret: 'another one' })).toBe('refused');
  });

  it('may be a public one, which proves by PKCE alone that it asked', async () => {
    expect(await comesBack({ method: 'none' })).toBe('vouched');
  });
});

describe('where roles are given at the desk', () => {
  let own: Desk;
  beforeAll(async () => {
    own = await deskOf({ roles: undefined, allowedDomain: undefined });
    await provider.serve(`${own.origin}/desk/sign-in/provider/back`);
  });
  afterAll(async () => {
    await own.close();
    await provider.serve(`${desk.origin}/desk/sign-in/provider/back`);
  });

  it('people join by an invitation, once, and come back without it', async () => {
    await own.agent('Kim');
    const [kim] = await own.people.agents.all();
    const link = await own.people.invitations.invite(kim?.id ?? '', 'reviewer');
    const come = async (subject: string, query: string) => {
      const browser = own.stranger();
      return browser.raw(ownPart(await signInAtProvider(await setOut(browser, query), subject)));
    };
    knows('zoe', ['leads']);
    expect((await come('zoe', '')).status).toBe(403);
    expect((await come('zoe', `?link=${link}`)).status).toBe(200);
    expect((await come('zoe', '')).status).toBe(200);
    const zoe = (await own.people.agents.all()).find(({ name }) => name === 'Name of zoe');
    expect(zoe).toMatchObject({ role: 'reviewer' });
    expect((await come(knows('ben', []), `?link=${link}`)).status).toBe(403);
  });

  it('works in a real browser, from the sign-in page to the desk, although the cookie is strict', async () => {
    const chromium = await openBrowser();
    const tab = await openTab(chromium, { origin: own.origin });
    const { page } = tab;
    try {
      await page.goto(`${own.origin}/desk/account`);
      await page.getByRole('link', { name: 'Sign in with Example' }).click();
      await page.waitForURL(`${provider.issuer}/**`);
      await page.locator('input[name=login]').fill('zoe');
      await page.locator('input[name=password]').fill('any');
      await page.locator('button[type=submit]').click();
      await page.getByText('Authorize').first().waitFor();
      await page.locator('button[type=submit]').click();
      await page.waitForURL(`${own.origin}/desk/account`);
      await page.getByRole('heading', { name: 'Your account' }).waitFor();
      expect(await page.textContent('main')).toContain('Name of zoe');
    } finally {
      await chromium.close();
    }
  });
});

it('says so when the provider is away, and lets nobody in', async () => {
  const issuer = 'http://127.0.0.1:9';
  const singleSignOn = {
    ...{ issuer, clientId: 'a', scope: 'openid', name: 'Example' },
    clientAuth: { method: 'client_secret_post', secret: 'b' },
  } as const;
  const away = await openDesk({
    agents: { singleSignOn: { ...singleSignOn, roles: undefined, allowedDomain: undefined } },
  });
  const answer = await away.stranger().raw(START);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('The identity provider cannot be reached');
  await away.close();
});
