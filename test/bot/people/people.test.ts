import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createAudit, type Audit } from '../../../bot/audit/audit.ts';
import type { Agent } from '../../../bot/people/agent-rows.ts';
import { createPeople, type People } from '../../../bot/people/people.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';

const MINUTE = 60_000;
const password = 'correct horse battery';

let kit: FreshDatabase;
let people: People;
let audit: Audit;
let clock: Date;

const pass = (ms: number): void => {
  clock = new Date(clock.getTime() + ms);
};

afterEach(() => kit.drop());

beforeEach(async () => {
  kit = await freshDatabase();
  clock = new Date('2026-03-01T08:00:00Z');
  audit = createAudit({ ...kit, log: silent });
  people = createPeople({ ...kit, audit, now: () => clock });
});

async function firstAgent(): Promise<Agent> {
  const token = (await people.invitations.firstLink()) ?? '';
  const result = await people.invitations.welcome(token, { name: 'Kim Andersson', login: 'Kim', password });
  if (result.kind !== 'welcomed') throw new Error(JSON.stringify(result));
  return result.agent;
}

const signIn = (
  given: { login?: string; password?: string; address?: string; tokenBefore?: string; device?: string } = {},
) => {
  const { login = 'kim', password: typed = password, address = '192.0.2.1', ...browser } = given;
  return people.signIn.withPassword(login, typed, { address, userAgent: 'Test/1', ...browser });
};

describe('the one-time link', () => {
  it('makes the first agent, once', async () => {
    const token = (await people.invitations.firstLink()) ?? '';
    const about = { name: 'Kim Andersson', login: 'Kim', password };
    const both = await Promise.all([
      people.invitations.welcome(token, about),
      people.invitations.welcome(token, { ...about, login: 'mallory' }),
    ]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['link_dead', 'welcomed']);
    expect(await people.invitations.isGood(token)).toBe(false);
    expect(await people.invitations.firstLink()).toBeUndefined();
  });

  it('dies when a new start makes another, and after a day', async () => {
    const first = (await people.invitations.firstLink()) ?? '';
    const second = (await people.invitations.firstLink()) ?? '';
    expect(await people.invitations.isGood(first)).toBe(false);
    expect(await people.invitations.isGood(second)).toBe(true);
    pass(24 * 60 * MINUTE);
    expect(await people.invitations.isGood(second)).toBe(false);
  });

  it('says everything that is wrong with the form and stays good', async () => {
    const token = (await people.invitations.firstLink()) ?? '';
    expect(await people.invitations.welcome(token, { name: ' ', login: 'k', password: 'short' })).toEqual({
      kind: 'faults',
      faults: ['name_missing', 'login_missing', 'password_too_short'],
    });
    expect(await people.invitations.isGood(token)).toBe(true);
  });

  it.each([
    ['eleven char', 'password_too_short'],
    ['aaaaaaaaaaaa', 'password_too_plain'],
    ['my name is Kim, hello', 'password_too_plain'],
    ['x'.repeat(150) + 'abcdefgh'.repeat(10), 'password_too_long'],
  ])('refuses the password %s', async (bad, fault) => {
    const token = (await people.invitations.firstLink()) ?? '';
    const result = await people.invitations.welcome(token, { name: 'Kim', login: 'kim', password: bad });
    expect(result).toEqual({ kind: 'faults', faults: [fault] });
  });

  it('is given to colleagues too, can be voided, and a login is taken once in any spelling', async () => {
    const kim = await firstAgent();
    const forLee = await people.invitations.invite(kim.id, 'agent');
    const taken = await people.invitations.welcome(forLee, { name: 'Lee', login: ' KIM ', password });
    expect(taken).toEqual({ kind: 'faults', faults: ['login_taken'] });
    expect((await people.invitations.welcome(forLee, { name: 'Lee', login: 'lee', password })).kind).toBe(
      'welcomed',
    );

    const voided = await people.invitations.invite(kim.id, 'agent');
    const [invitation] = await people.invitations.open();
    expect(invitation?.invitedBy).toBe(kim.id);
    await people.invitations.takeBack(invitation?.id ?? '', kim.id);
    expect(await people.invitations.isGood(voided)).toBe(false);
  });
});

describe('signing in', () => {
  it('gives a session that ends when signed out', async () => {
    const kim = await firstAgent();
    const result = await signIn({ login: ' KIM' });
    if (result.kind !== 'signed_in') throw new Error(result.kind);
    expect((await people.sessions.find(result.token))?.agent).toMatchObject({
      id: kim.id,
      name: 'Kim Andersson',
    });
    await people.sessions.end(result.token);
    expect(await people.sessions.find(result.token)).toBeUndefined();
  });

  it('ends the session that the browser had before', async () => {
    await firstAgent();
    const first = await signIn();
    if (first.kind !== 'signed_in') throw new Error(first.kind);
    const second = await signIn({ tokenBefore: first.token });
    if (second.kind !== 'signed_in') throw new Error(second.kind);
    expect(second.token).not.toBe(first.token);
    expect(await people.sessions.find(first.token)).toBeUndefined();
  });

  it('ends after two hours without use, and after twelve in any case', async () => {
    await firstAgent();
    const result = await signIn();
    if (result.kind !== 'signed_in') throw new Error(result.kind);
    for (let hour = 1; hour < 12; hour++) {
      pass(60 * MINUTE);
      expect(await people.sessions.find(result.token)).toBeDefined();
    }
    pass(60 * MINUTE);
    expect(await people.sessions.find(result.token)).toBeUndefined();

    const idle = await signIn();
    if (idle.kind !== 'signed_in') throw new Error(idle.kind);
    pass(119 * MINUTE);
    // A page that refreshes itself is nobody at the keyboard.
    expect(await people.sessions.find(idle.token, { watching: true })).toBeDefined();
    pass(MINUTE);
    expect(await people.sessions.find(idle.token)).toBeUndefined();
  });

  it('answers a wrong password and an unknown login alike', async () => {
    await firstAgent();
    expect(await signIn({ password: 'wrong password' })).toEqual({ kind: 'refused' });
    expect(await signIn({ login: 'nobody' })).toEqual({ kind: 'refused' });
  });

  it('is stopped after five wrong tries, even with the right password, but not for colleagues elsewhere', async () => {
    await firstAgent();
    for (let attempt = 0; attempt < 5; attempt++)
      expect((await signIn({ password: 'wrong' })).kind).toBe('refused');
    expect(await signIn()).toEqual({ kind: 'throttled', retryAfterS: 15 * 60 });
    expect((await signIn({ address: '192.0.2.99' })).kind).toBe('signed_in');
    pass(15 * MINUTE);
    expect((await signIn()).kind).toBe('signed_in');
  });

  it('is never closed to the owner by strangers, however many they are', async () => {
    await firstAgent();
    const first = await signIn();
    if (first.kind !== 'signed_in') throw new Error(first.kind);
    for (let stranger = 0; stranger < 61; stranger++)
      await signIn({ password: 'wrong', address: `198.51.100.${stranger}` });
    expect((await signIn({ address: '203.0.113.1' })).kind).toBe('throttled');
    const owner = { address: '203.0.113.1', device: first.device };
    expect((await signIn(owner)).kind).toBe('signed_in');
    // A device that was stolen, or made for somebody else, is no way around: it has five tries of its own.
    for (let attempt = 0; attempt < 5; attempt++) await signIn({ ...owner, password: 'wrong' });
    expect((await signIn(owner)).kind).toBe('throttled');
    const forged = `${first.device.slice(0, -8)}${first.device.endsWith('AAAAAAAA') ? 'B' : 'A'.repeat(8)}`;
    expect((await signIn({ ...owner, device: forged })).kind).toBe('throttled');
  });

  it('is noted in the audit log, with neither login, password nor address; a flood is noted once', async () => {
    const kim = await firstAgent();
    for (let attempt = 0; attempt < 9; attempt++) await signIn({ password: 'wrong' });
    await signIn({ login: 'nobody', address: '192.0.2.2' });
    await signIn({ address: '192.0.2.3' });
    const entries = await audit.list();
    expect(entries.map(({ action, details }) => `${action} ${String(details['why'] ?? '')}`.trim())).toEqual([
      'sign_in.done',
      'sign_in.refused unknown_login',
      'sign_in.refused too_many_tries',
      ...Array.from({ length: 5 }, () => 'sign_in.refused wrong_password'),
      'agent.joined',
    ]);
    expect(entries[0]).toMatchObject({ actor: `agent:${kim.id}`, details: { method: 'password' } });
    expect(JSON.stringify(entries)).not.toMatch(/192\.0\.2|nobody|wrong"|horse/);
  });

  it('is stopped for an address that tries one login after the other', async () => {
    await firstAgent();
    for (let attempt = 0; attempt < 30; attempt++) await signIn({ login: `guess ${attempt}` });
    expect((await signIn()).kind).toBe('throttled');
  });

  it('is closed at once to a disabled agent, whose invitations die too', async () => {
    const kim = await firstAgent();
    const link = await people.invitations.invite(kim.id, 'agent');
    const joined = await people.invitations.welcome(link, { name: 'Lee', login: 'lee', password });
    if (joined.kind !== 'welcomed') throw new Error(joined.kind);
    const lee = await signIn({ login: 'lee' });
    if (lee.kind !== 'signed_in') throw new Error(lee.kind);
    const fromLee = await people.invitations.invite(joined.agent.id, 'agent');

    await people.agents.disable(joined.agent.id, kim.id);
    expect(await people.sessions.find(lee.token)).toBeUndefined();
    expect((await signIn({ login: 'lee' })).kind).toBe('refused');
    expect(await people.invitations.isGood(fromLee)).toBe(false);
    expect(await people.agents.disable(kim.id, kim.id)).toBe('not_yours');

    await people.agents.enable(joined.agent.id, kim.id);
    expect((await signIn({ login: 'lee' })).kind).toBe('signed_in');
  });

  it('keeps neither password, token, name nor login readable', async () => {
    // Long ones: three letters turn up by chance in ciphertext.
    const token = await people.invitations.firstLink();
    await people.invitations.welcome(token ?? '', { name: 'Kim Andersson', login: 'kimandersson', password });
    const result = await signIn({ login: 'kimandersson' });
    if (result.kind !== 'signed_in') throw new Error(result.kind);
    for (const table of ['agent', 'agent_link', 'agent_session', 'sign_in_attempt']) {
      const rows = await kit.database.query<{ text: string }>(`select t::text as text from ${table} t`);
      const plain = rows.map(({ text }) => text).join('\n');
      const bytes = Buffer.from(plain.replace(/[^0-9a-f]/gi, ''), 'hex').toString('latin1');
      expect(`${plain}${bytes}`).not.toMatch(/andersson|horse|192\.0\.2/i);
      expect(`${plain}${bytes}`).not.toContain(result.token);
    }
  });
});

describe('a form token', () => {
  it('belongs to one session', () => {
    const token = people.sessions.formToken('session a');
    expect(people.sessions.isFormToken('session a', token)).toBe(true);
    expect(people.sessions.isFormToken('session b', token)).toBe(false);
    expect(people.sessions.isFormToken('session a', '')).toBe(false);
  });
});

describe('accesses', () => {
  it('remember each look at each thing, and cannot be rewritten', async () => {
    const kim = await firstAgent();
    await people.accesses.note({ agentId: kim.id, what: 'upload', subject: 'u1' });
    await people.accesses.note({ agentId: kim.id, what: 'upload', subject: 'u1' });
    pass(MINUTE);
    await people.accesses.note({ agentId: kim.id, what: 'upload', subject: 'u1' });
    await people.accesses.note({ agentId: kim.id, what: 'upload', subject: 'u2' });
    expect(await people.accesses.of('upload', ['u1', 'u2', 'u3'])).toEqual([
      { agentId: kim.id, what: 'upload', subject: 'u1', at: '2026-03-01T08:00:00.000Z' },
      { agentId: kim.id, what: 'upload', subject: 'u1', at: '2026-03-01T08:01:00.000Z' },
      { agentId: kim.id, what: 'upload', subject: 'u2', at: '2026-03-01T08:01:00.000Z' },
    ]);
    await expect(kit.database.query('delete from agent_access')).rejects.toThrow('append-only');
  });
});
