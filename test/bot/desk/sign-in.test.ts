import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { openDesk, PASSWORD, type Desk } from './desk-kit.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('the first agent', () => {
  it('comes by the one-time link, sets a password and is in; the link is dead then', async () => {
    const link = (await desk.people.invitations.firstLink()) ?? '';
    const browser = desk.stranger();
    const about = { name: 'Kim Andersson', login: 'kim', password: PASSWORD };
    const queue = await browser.send(`/desk/welcome/${link}`, about);
    expect(queue.url).toContain('/desk?done=welcome');
    expect(await queue.text()).toContain('Kim Andersson');

    const again = await desk.stranger().get(`/desk/welcome/${link}`);
    expect(again.status).toBe(410);
    expect(await again.text()).toContain('Ask a colleague at the desk for a new invitation');
  });

  it('is told what is wrong with the form and keeps what they wrote', async () => {
    const [kim] = await desk.people.agents.all();
    const link = await desk.people.invitations.invite(kim?.id ?? '', 'agent');
    const about = { name: 'Lee "the <b>brave</b>"', login: 'kim', password: PASSWORD };
    const page = await desk.stranger().send(`/desk/welcome/${link}`, about);
    expect(page.status).toBe(422);
    const html = await page.text();
    expect(html).toContain('Somebody has this login already');
    expect(html).toContain('value="Lee &quot;the &lt;b>brave&lt;/b>&quot;"');
    expect(html).not.toContain(PASSWORD);
  });
});

describe('signing in', () => {
  const signIn = (fields: Record<string, string>) => desk.stranger().send('/desk/sign-in', fields);

  it('leads to the page that was asked for', async () => {
    const browser = desk.stranger();
    const asked = await browser.get('/desk/people');
    expect(asked.url).toContain('/desk/sign-in?next=%2Fdesk%2Fpeople');
    const arrived = await browser.submit(await asked.text(), '/desk/sign-in', {
      login: 'kim',
      password: PASSWORD,
    });
    expect(arrived.url).toBe(`${desk.origin}/desk/people`);
    expect(browser.cookieTraits.get('desk')).toBe('Max-Age=43200; Path=/; HttpOnly; SameSite=Strict');
  });

  it.each(['https://evil.example/desk', '//evil.example', '/desk/../evil', '/desk/sign-out'])(
    'never leads to %s',
    async (next) => {
      const arrived = await signIn({ login: 'kim', password: PASSWORD, next });
      expect(arrived.url).toBe(`${desk.origin}/desk`);
    },
  );

  it('refuses a wrong password and an unknown login in the same words', async () => {
    const [wrong, unknown] = [
      await signIn({ login: 'kim', password: 'wrong' }),
      await signIn({ login: 'nobody', password: PASSWORD }),
    ];
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.text()).toContain('Login and password do not fit together');
    expect(await unknown.text()).toContain('Login and password do not fit together');
  });

  it('is slowed down after some wrong tries', async () => {
    for (let attempt = 0; attempt < 5; attempt++) await signIn({ login: 'slow', password: 'wrong' });
    const stopped = await signIn({ login: 'slow', password: 'wrong' });
    expect(stopped.status).toBe(429);
    expect(stopped.headers.get('retry-after')).toBe('900');
    expect(await stopped.text()).toContain('Please wait 15 min');
  });

  it('gives a new session each time, and signing out ends it', async () => {
    const browser = desk.stranger();
    await browser.send('/desk/sign-in', { login: 'kim', password: PASSWORD });
    const session = browser.cookies.get('desk') ?? '';
    const out = await browser.send('/desk', {}, '/desk/sign-out');
    expect(await out.text()).toContain('You are signed out.');
    expect(browser.cookies.has('desk')).toBe(false);
    browser.cookies.set('desk', session);
    expect((await browser.get('/desk')).url).toContain('/desk/sign-in');
  });
});

describe('every address of the desk', () => {
  it('refuses a form of another site even with the token', async () => {
    const browser = desk.stranger();
    await browser.send('/desk/sign-in', { login: 'kim', password: PASSWORD });
    const form = desk.people.sessions.formToken(browser.cookies.get('desk') ?? '');
    const response = await browser.post('/desk/people/invite', { form }, { 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(403);
  });

  it('refuses to sign anybody in by a form of another site', async () => {
    const response = await desk
      .stranger()
      .post('/desk/sign-in', { login: 'kim', password: PASSWORD, form: '' });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie().join()).not.toMatch(/(^|,\s*)desk=/);
  });

  it('carries strict headers', async () => {
    const { headers } = await desk.stranger().get('/desk/sign-in');
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
    );
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const html = await (await desk.stranger().get('/desk/sign-in')).text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=/);
  });
});

describe('behind https', () => {
  let secure: Desk;
  beforeAll(async () => {
    secure = await openDesk({ publicUrl: 'https://desk.example', trustProxy: true });
  });
  afterAll(() => secure.close());

  it('ties the cookie to the host and lets only secure connections carry it; a proxy’s word counts only when it is trusted', async () => {
    const browser = await secure.agent('Kim');
    expect(browser.cookieTraits.get('__Host-desk')).toBe(
      'Max-Age=43200; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
    const stranger = secure.stranger();
    const html = await (await stranger.get('/desk/sign-in')).text();
    const form = /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const tryFrom = async (address: string): Promise<number> => {
      const fields = { form, login: 'kim', password: 'wrong' };
      return (await stranger.post('/desk/sign-in', fields, { 'x-forwarded-for': `198.51.100.7, ${address}` }))
        .status;
    };
    for (let attempt = 0; attempt < 5; attempt++) await tryFrom('192.0.2.1');
    expect(await tryFrom('192.0.2.1')).toBe(429);
    expect(await tryFrom('192.0.2.2')).toBe(401);
  });
});

describe('people', () => {
  it('invite colleagues by an address that is shown once, take it back, and take away access', async () => {
    const kim = desk.stranger();
    await kim.send('/desk/sign-in', { login: 'kim', password: PASSWORD });
    const shown = await (await kim.send('/desk/people', { role: 'agent' }, '/desk/people/invite')).text();
    const address = /value="(http[^"]+\/desk\/welcome\/[\w-]+)"/.exec(shown)?.[1] ?? '';
    expect(address).not.toBe('');
    expect(await (await kim.get('/desk/people')).text()).not.toContain(address);

    const lee = desk.stranger();
    await lee.send(new URL(address).pathname, { name: 'Lee', login: 'lee', password: PASSWORD });
    expect((await lee.get('/desk')).url).toBe(`${desk.origin}/desk`);

    const people = await (await kim.get('/desk/people')).text();
    const gone = await kim.submit(people, '/desk/people/disable');
    expect(await gone.text()).toContain('The access is taken away');
    expect((await lee.get('/desk')).url).toContain('/desk/sign-in');
  });

  it('cannot lock themselves out', async () => {
    const kim = desk.stranger();
    await kim.send('/desk/sign-in', { login: 'kim', password: PASSWORD });
    const form = desk.people.sessions.formToken(kim.cookies.get('desk') ?? '');
    const me = (await desk.people.agents.all()).find(({ login }) => login === 'kim')?.id ?? '';
    const page = await kim.post('/desk/people/disable', { form, agent: me });
    expect(await page.text()).toContain('You cannot change your own access');
    expect((await kim.post('/desk/people/disable', { form, agent: "' or 1=1" })).status).toBe(400);
  });
});
