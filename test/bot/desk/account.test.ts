import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';

import { openDesk, PASSWORD, type Browser, type Desk } from './desk-kit.ts';

const STEP = 30_000;
const NEW_PASSWORD = 'another long pass phrase';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  await desk.agent('Admin');
});
afterAll(() => desk.close());

const code = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: desk.now.getTime() });
const signIn = async (login: string, password = PASSWORD): Promise<Browser> => {
  const browser = desk.stranger();
  await browser.send('/desk/sign-in', { login, password });
  return browser;
};
const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.raw('/desk/session')).status === 204;
const idOf = async (login: string) =>
  (await desk.people.agents.all()).find((agent) => agent.login === login)?.id ?? '';

/** Goes through the pages; gives the secret as it stands there for those without a camera. */
async function enrol(browser: Browser): Promise<{ secret: string; drafted: string; html: string }> {
  const page = '/desk/account';
  const begun = await browser.send(page, { password: PASSWORD }, `${page}/second-factor/begin`);
  const drafted = await begun.text();
  const secret = (/<code>([A-Z2-7 ]{32,})<\/code>/.exec(drafted)?.[1] ?? '').replaceAll(' ', '');
  const on = await browser.send(page, { code: code(secret) }, `${page}/second-factor/confirm`);
  return { secret, drafted, html: await on.text() };
}

describe('the second factor', () => {
  it('is added with the password, a picture and a code; recovery codes are shown once', async () => {
    const kim = await desk.agent('Kim', 'agent');
    const refused = await kim.send('/desk/account', { password: 'no' }, '/desk/account/second-factor/begin');
    expect(refused.status).toBe(422);
    expect(await refused.text()).not.toContain('<svg class="qr"');

    const { html, secret, drafted } = await enrol(kim);
    expect(drafted).toMatch(/<svg class="qr"[^>]*role="img" aria-label="QR code/);
    const codes = [...html.matchAll(/<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})<\/code>/g)];
    expect(codes).toHaveLength(10);
    const later = await (await kim.get('/desk/account')).text();
    expect(later).toContain('Unused recovery codes: 10');
    expect(later).not.toContain(codes[0]?.[1]);
    expect(later).not.toContain(secret);
  });

  it('is asked for at the next sign-in, leads to the page that was wanted, and takes a code once', async () => {
    const lee = await desk.agent('Lee', 'agent');
    const { secret } = await enrol(lee);
    desk.now = new Date(desk.now.getTime() + STEP);
    const browser = desk.stranger();
    const asked = await browser.send('/desk/sign-in', {
      login: 'lee',
      password: PASSWORD,
      next: '/desk/questions',
    });
    expect(new URL(asked.url).pathname).toBe('/desk/sign-in/code');
    expect(await isIn(browser)).toBe(false);
    const html = await asked.text();
    const wrong = await browser.submit(html, '/desk/sign-in/code', { code: '000' });
    expect(wrong.status).toBe(401);
    const right = await browser.submit(html, '/desk/sign-in/code', { code: code(secret) });
    expect(new URL(right.url).pathname).toBe('/desk/questions');
    expect(browser.cookies.has('desk-code')).toBe(false);

    const thief = desk.stranger();
    const page = await (await thief.send('/desk/sign-in', { login: 'lee', password: PASSWORD })).text();
    expect((await thief.submit(page, '/desk/sign-in/code', { code: code(secret) })).status).toBe(401);
  });

  it('cannot be asked for without the password', async () => {
    expect(new URL((await desk.stranger().get('/desk/sign-in/code')).url).pathname).toBe('/desk/sign-in');
  });

  it('is reset by an admin, who cannot reset their own', async () => {
    const nia = await desk.agent('Nia', 'agent');
    await enrol(nia);
    const admin = await signIn('admin');
    const form = desk.people.sessions.formToken(admin.cookies.get('desk') ?? '');
    const own = await admin.post('/desk/people/reset-second-factor', { form, agent: await idOf('admin') });
    expect(await own.text()).toContain('You cannot change your own access');
    const done = await admin.post('/desk/people/reset-second-factor', { form, agent: await idOf('nia') });
    expect(await done.text()).toContain('The second factor is reset');
    expect(await isIn(nia)).toBe(false);
    expect(await isIn(await signIn('nia'))).toBe(true);
  });
});

describe('a desk that asks for a second factor', () => {
  it('lets people do nothing else before they have one', async () => {
    const strict = await openDesk({ agents: { requireSecondFactor: true } });
    const pat = await strict.agent('Pat');
    const number = await strict.ticket();
    for (const page of ['/desk', `/desk/tickets/${number}`, '/desk/people', '/desk/questions']) {
      const sent = await pat.get(page);
      expect(new URL(sent.url).pathname).toBe('/desk/account');
      expect(await sent.text()).toContain('This desk asks for one before anything else');
    }
    const form = strict.people.sessions.formToken(pat.cookies.get('desk') ?? '');
    await pat.post(`/desk/tickets/${number}/take`, { form, key: 'k', version: '1' });
    expect((await strict.tickets.byNumber(number))?.state).toBe('new');
    expect((await pat.raw('/desk/events?watch=queue')).status).toBe(403);

    const drafted = await pat.send(
      '/desk/account',
      { password: PASSWORD },
      '/desk/account/second-factor/begin',
    );
    const secret = (/<code>([A-Z2-7 ]{32,})<\/code>/.exec(await drafted.text())?.[1] ?? '').replaceAll(
      ' ',
      '',
    );
    const right = new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: strict.now.getTime(),
    });
    await pat.send('/desk/account', { code: right }, '/desk/account/second-factor/confirm');
    expect(new URL((await pat.get('/desk')).url).pathname).toBe('/desk');
    await strict.close();
  });
});

describe('one’s own sessions', () => {
  it('are listed with their browser, and ended one by one or all but this', async () => {
    const here = await desk.agent('Sam', 'agent');
    const there = await signIn('sam');
    const page = await (await here.get('/desk/account')).text();
    expect(page.match(/action="\/desk\/account\/sessions\/end"/g)).toHaveLength(1);
    await here.submit(page, '/desk/account/sessions/end');
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);

    const others = [await signIn('sam'), await signIn('sam')];
    await here.send('/desk/account', {}, '/desk/account/sessions/end-others');
    expect(await Promise.all([here, ...others].map(isIn))).toEqual([true, false, false]);
  });

  it('are nobody else’s to end', async () => {
    const victim = await desk.agent('Vera', 'agent');
    const [session] = await desk.people.sessions.of(await idOf('vera'));
    const attacker = await desk.agent('Ali', 'admin');
    const form = desk.people.sessions.formToken(attacker.cookies.get('desk') ?? '');
    await attacker.post('/desk/account/sessions/end', { form, session: session?.id ?? '' });
    expect(await isIn(victim)).toBe(true);
  });
});

describe('one’s own password', () => {
  it('is changed with the old one, and ends the other sessions', async () => {
    const here = await desk.agent('Pia', 'agent');
    const there = await signIn('pia');
    const change = (password: string, next: string) =>
      here.send('/desk/account', { password, 'new-password': next }, '/desk/account/password');
    expect(await (await change('wrong', NEW_PASSWORD)).text()).toContain('That is not your password.');
    expect(await (await change(PASSWORD, 'short')).text()).toContain('at least 12 characters');
    expect(await isIn(there)).toBe(true);
    expect(await (await change(PASSWORD, NEW_PASSWORD)).text()).toContain('Your password is changed');
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect(await isIn(await signIn('pia'))).toBe(false);
    expect(await isIn(await signIn('pia', NEW_PASSWORD))).toBe(true);
  });

  it('cannot be guessed from a session that was left open', async () => {
    const here = await desk.agent('Quin', 'agent');
    const guess = (password: string) =>
      here.send('/desk/account', { password, 'new-password': NEW_PASSWORD }, '/desk/account/password');
    for (let attempt = 0; attempt < 5; attempt++) expect((await guess(`guess ${attempt}`)).status).toBe(422);
    expect((await guess(PASSWORD)).status).toBe(429);
    expect(await isIn(await signIn('quin'))).toBe(true);
  });
});

describe('a role', () => {
  it('is changed by an admin, counts from the next click on, and stands in the log', async () => {
    const admin = await signIn('admin');
    const tam = await desk.agent('Tam', 'agent');
    expect((await tam.get('/desk/people')).status).toBe(403);
    const form = desk.people.sessions.formToken(admin.cookies.get('desk') ?? '');
    const agent = await idOf('tam');
    const done = await admin.post('/desk/people/role', { form, agent, role: 'admin' });
    expect(await done.text()).toContain('The role is changed.');
    expect((await tam.get('/desk/people')).status).toBe(200);
    expect((await admin.post('/desk/people/role', { form, agent, role: 'owner' })).status).toBe(400);
    const [change] = (await desk.audit.list({ object: `agent:${agent}` })).filter(
      ({ action }) => action === 'agent.role_changed',
    );
    expect(change).toMatchObject({
      actor: `agent:${await idOf('admin')}`,
      details: { before: 'agent', after: 'admin' },
    });
  });

  it('of an admin is always left to somebody', async () => {
    const [one, other] = [await idOf('admin'), await idOf('tam')];
    const both = await Promise.all([
      desk.people.agents.changeRole(one, 'agent', other),
      desk.people.agents.changeRole(other, 'agent', one),
    ]);
    expect(both.sort()).toEqual(['changed', 'not_yours']);
    const admins = (await desk.people.agents.all()).filter(
      ({ role, disabled }) => role === 'admin' && !disabled,
    );
    expect(admins.length).toBeGreaterThan(0);
    expect(await desk.people.agents.changeRole(one, 'admin', one)).toBe('not_yours');
  });
});

describe('a forgotten password', () => {
  beforeAll(async () => {
    await desk.agent('Boss');
  });

  it('is replaced by its owner with a link from an admin, which works once and ends what the old one opened', async () => {
    const uma = await desk.agent('Uma', 'agent');
    const admin = await signIn('boss');
    const people = await (await admin.get('/desk/people')).text();
    const form = /name="form" value="([^"]+)"/.exec(people)?.[1] ?? '';
    const reset = async (login: string) =>
      (await admin.post('/desk/people/reset-password', { form, agent: await idOf(login) })).text();
    const linkIn = (html: string) => /(\/desk\/new-password\/[\w-]+)/.exec(html)?.[1] ?? '';

    expect(await reset('boss')).toContain('You cannot change your own access');
    const first = linkIn(await reset('uma'));
    expect(await isIn(uma)).toBe(false);
    expect(await isIn(await signIn('uma'))).toBe(false);
    const link = linkIn(await reset('uma'));
    expect((await desk.stranger().get(first)).status).toBe(410);
    expect(await (await admin.get('/desk/people')).text()).not.toContain('/desk/new-password/');

    const owner = desk.stranger();
    const weak = await owner.send(link, { password: 'short' });
    expect(weak.status).toBe(422);
    const opened = await (await owner.get(link)).text();
    const done = await owner.submit(opened, link, { password: NEW_PASSWORD });
    expect(await done.text()).toContain('Your new password is set');
    // Whoever has the link is not signed in by it: a second factor would be left out.
    expect(await isIn(owner)).toBe(false);
    expect((await owner.submit(opened, link, { password: `${NEW_PASSWORD} again` })).status).toBe(410);
    expect(await isIn(await signIn('uma', NEW_PASSWORD))).toBe(true);

    const id = await idOf('uma');
    const deeds = (await desk.audit.list({ object: `agent:${id}` })).map(({ actor, action }) => [
      actor,
      action,
    ]);
    const by = `agent:${await idOf('boss')}`;
    expect(deeds.filter(([, action]) => action?.includes('password_reset'))).toEqual([
      [`agent:${id}`, 'agent.password_reset'],
      [by, 'agent.password_reset_begun'],
      [by, 'agent.password_reset_begun'],
    ]);
  });

  it('cannot be replaced after a day, nor by whoever lost their access meanwhile', async () => {
    await desk.agent('Vic', 'agent');
    const [vic, admin] = [await idOf('vic'), await idOf('boss')];
    const make = async () => {
      const made = await desk.people.passwordResets.make(vic, admin);
      return typeof made === 'string' ? made : made.token;
    };
    const late = await make();
    expect(late).toMatch(/^[\w-]{40,}$/);
    const before = desk.now;
    desk.now = new Date(before.getTime() + 24 * 3_600_000);
    expect(await desk.people.passwordResets.use(late, NEW_PASSWORD)).toBe('link_dead');
    desk.now = before;
    const link = await make();
    expect(link).toMatch(/^[\w-]{40,}$/);
    await desk.people.agents.disable(vic, admin);
    expect(await desk.people.passwordResets.use(link, NEW_PASSWORD)).toBe('link_dead');
    expect(await make()).toBe('unchanged');
  });
});
