import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';

import { createAudit, type Audit } from '../../../bot/audit/audit.ts';
import type { Agent } from '../../../bot/people/agent-rows.ts';
import { createPeople, type People } from '../../../bot/people/people.ts';
import type { Role } from '../../../bot/people/roles.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';

const STEP = 30_000;
const password = 'correct horse battery';

let kit: FreshDatabase;
let people: People;
let audit: Audit;
let clock: Date;
let kim: Agent;
let secret: string;
let recoveryCodes: readonly string[];

const pass = (ms: number): void => {
  clock = new Date(clock.getTime() + ms);
};
/** What the app on the phone shows. */
const code = (of = secret, at = clock): string =>
  new TOTP({ secret: Secret.fromBase32(of), digits: 6, period: 30 }).generate({ timestamp: at.getTime() });
const wrong = (right: string): string => String((Number(right) + 1) % 1_000_000).padStart(6, '0');

beforeEach(async () => {
  kit = await freshDatabase();
  clock = new Date('2026-03-01T08:00:00Z');
  audit = createAudit({ ...kit, log: silent });
  people = createPeople({ ...kit, audit, now: () => clock });
  kim = await joins('Kim', 'admin');
  ({ secret, recoveryCodes } = await enrols(kim));
});
afterEach(() => kit.drop());

async function joins(name: string, role: Role): Promise<Agent> {
  const [someone] = await people.agents.all();
  const link =
    (await people.invitations.firstLink()) ?? (await people.invitations.invite(someone?.id ?? '', role));
  const result = await people.invitations.welcome(link, { name, login: name, password });
  if (result.kind !== 'welcomed') throw new Error(result.kind);
  return result.agent;
}

async function enrols({ id }: Agent): Promise<{ secret: string; recoveryCodes: readonly string[] }> {
  await people.secondFactor.draft(id);
  const draft = await people.secondFactor.draftOf(id, 'kim');
  const drafted = draft?.secret ?? '';
  const codes = await people.secondFactor.confirm(id, code(drafted));
  if (!codes) throw new Error('the code of the draft was not right');
  pass(STEP);
  return { secret: drafted, recoveryCodes: codes };
}

const visitor = (address = '192.0.2.1', device?: string) => ({ address, userAgent: 'Test/1', device });
const withPassword = (address?: string, device?: string) =>
  people.signIn.withPassword('kim', password, visitor(address, device));
async function pending(address?: string): Promise<string> {
  const result = await withPassword(address);
  if (result.kind !== 'code_needed') throw new Error(result.kind);
  return result.pending;
}
const actionsOn = async (agent: Agent) =>
  (await audit.list({ object: `agent:${agent.id}` })).map(({ action }) => action);

describe('enrolling', () => {
  it('gives an address that authenticator apps understand, with 160 random bits', async () => {
    const lee = await joins('Lee', 'agent');
    await people.secondFactor.draft(lee.id);
    const draft = await people.secondFactor.draftOf(lee.id, 'lee');
    const address = new URL(draft?.address ?? '');
    expect(`${address.protocol}//${address.host}${decodeURIComponent(address.pathname)}`).toBe(
      'otpauth://totp/Veriguide:lee',
    );
    expect(Object.fromEntries(address.searchParams)).toEqual({
      ...{ issuer: 'Veriguide', secret: draft?.secret, algorithm: 'SHA1', digits: '6', period: '30' },
    });
    expect(Secret.fromBase32(draft?.secret ?? '').bytes).toHaveLength(20);
  });

  it('counts only once a code proves it, and a draft alone does not stand in the way', async () => {
    const lee = await joins('Lee', 'agent');
    await people.secondFactor.draft(lee.id);
    const draft = await people.secondFactor.draftOf(lee.id, 'lee');
    expect(await people.secondFactor.confirm(lee.id, wrong(code(draft?.secret)))).toBeUndefined();
    expect((await people.signIn.withPassword('lee', password, visitor())).kind).toBe('signed_in');
    expect(await people.secondFactor.confirm(lee.id, code(draft?.secret))).toHaveLength(10);
    expect((await people.signIn.withPassword('lee', password, visitor())).kind).toBe('code_needed');
    expect(await actionsOn(lee)).toContain('second_factor.turned_on');
  });

  it('is forgotten when nobody proves it within a quarter of an hour', async () => {
    const lee = await joins('Lee', 'agent');
    await people.secondFactor.draft(lee.id);
    const draft = await people.secondFactor.draftOf(lee.id, 'lee');
    pass(15 * 60_000);
    expect(await people.secondFactor.draftOf(lee.id, 'lee')).toBeUndefined();
    expect(await people.secondFactor.confirm(lee.id, code(draft?.secret))).toBeUndefined();
  });

  it('does not take the code of the enrolment for signing in as well', async () => {
    clock = new Date(clock.getTime() - STEP);
    expect(await people.signIn.withCode(await pending(), code(), visitor())).toEqual({ kind: 'refused' });
  });

  it('keeps secret and recovery codes unreadable', async () => {
    for (const table of ['agent', 'agent_recovery_code']) {
      const rows = await kit.database.query<{ text: string }>(`select t::text as text from ${table} t`);
      const plain = rows.map(({ text }) => text).join('\n');
      const bytes = Buffer.from(plain.replace(/[^0-9a-f]/gi, ''), 'hex').toString('latin1');
      for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((one) => one.replaceAll('-', ''))])
        expect(`${plain}${bytes}`).not.toContain(hidden);
    }
  });
});

describe('a code', () => {
  it('is asked for after the right password only, and lets in', async () => {
    const mistaken = await people.signIn.withPassword('kim', 'not the password', visitor());
    expect(mistaken).toEqual({ kind: 'refused' });
    const result = await people.signIn.withCode(await pending(), code(), visitor());
    if (result.kind !== 'signed_in') throw new Error(result.kind);
    expect((await people.sessions.find(result.token))?.agent.id).toBe(kim.id);
    expect((await audit.list({ limit: 1 }))[0]).toMatchObject({
      action: 'sign_in.done',
      details: { method: 'password', second_factor: 'app' },
    });
  });

  it('works once, also when two bring it at the same time', async () => {
    const both = await Promise.all([
      people.secondFactor.use(kim.id, code()),
      people.secondFactor.use(kim.id, code()),
    ]);
    expect(both.filter((how) => how === 'app')).toHaveLength(1);
    expect(await people.secondFactor.use(kim.id, code())).toBeUndefined();
    // Neither does an older one that was never used: whoever saw it over a shoulder comes too late.
    expect(
      await people.secondFactor.use(kim.id, code(secret, new Date(clock.getTime() - STEP))),
    ).toBeUndefined();
    pass(STEP);
    expect(await people.secondFactor.use(kim.id, code())).toBe('app');
  });

  it.each([
    [-2, undefined],
    [-1, 'app'],
    [0, 'app'],
    [1, 'app'],
    [2, undefined],
  ])('of a clock that is %i steps off: %s', async (steps, how) => {
    pass(5 * STEP);
    const shown = code(secret, new Date(clock.getTime() + steps * STEP));
    expect(await people.secondFactor.use(kim.id, shown)).toBe(how);
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('%j is none', async (typed) => {
    expect(await people.secondFactor.use(kim.id, typed)).toBeUndefined();
  });

  it('may be typed with a space', async () => {
    expect(await people.secondFactor.use(kim.id, code().replace(/^(...)/, '$1 '))).toBe('app');
  });

  it('must come within five minutes of the password, and with what the password gave', async () => {
    const early = await pending();
    pass(5 * 60_000);
    expect(await people.signIn.withCode(early, code(), visitor())).toEqual({ kind: 'too_late' });
    expect(await people.signIn.withCode(undefined, code(), visitor())).toEqual({ kind: 'too_late' });
    const forged = `${early.slice(0, -4)}${early.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    expect(await people.signIn.withCode(forged, code(), visitor())).toEqual({ kind: 'too_late' });
  });

  it('can be guessed five times, from wherever, and only by whoever has the password', async () => {
    const address = (at: number): string => `192.0.2.${at}`;
    for (let attempt = 0; attempt < 10; attempt++) {
      const from = address(attempt % 5);
      expect((await people.signIn.withCode(await pending(from), wrong(code()), visitor(from))).kind).toBe(
        'refused',
      );
    }
    const stopped = await people.signIn.withCode(await pending(address(9)), code(), visitor(address(9)));
    expect(stopped).toEqual({ kind: 'throttled', retryAfterS: 15 * 60 });
    const refusals = (await audit.list({ object: `agent:${kim.id}` })).filter(
      ({ action }) => action === 'sign_in.refused',
    );
    expect(refusals.map(({ details }) => details['why'])).toEqual([
      'too_many_tries',
      ...Array.from({ length: 10 }, () => 'wrong_code'),
    ]);
  });

  it('of the owner still counts while strangers use up their tries', async () => {
    const first = await people.signIn.withCode(await pending(), code(), visitor());
    if (first.kind !== 'signed_in') throw new Error(first.kind);
    for (let attempt = 0; attempt < 12; attempt++) {
      const from = `198.51.100.${attempt}`;
      await people.signIn.withCode(await pending(from), wrong(code()), visitor(from));
    }
    pass(STEP);
    const waiting = await pending('203.0.113.1');
    const stranger = await people.signIn.withCode(waiting, code(), visitor('203.0.113.1'));
    expect(stranger.kind).toBe('throttled');
    const owner = await people.signIn.withCode(waiting, code(), visitor('203.0.113.1', first.device));
    expect(owner.kind).toBe('signed_in');
  });
});

describe('a recovery code', () => {
  it('lets in once, as it is typed from paper, and leaves the others', async () => {
    const [first = ''] = recoveryCodes;
    expect(first).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    expect(new Set(recoveryCodes).size).toBe(10);
    const typed = ` ${first.toUpperCase().replaceAll('-', ' ')} `;
    const both = await Promise.all([
      people.secondFactor.use(kim.id, typed),
      people.secondFactor.use(kim.id, typed),
    ]);
    expect(both.filter((how) => how === 'recovery_code')).toHaveLength(1);
    expect(await people.secondFactor.recoveryCodesLeft(kim.id)).toBe(9);
    expect(await actionsOn(kim)).toContain('second_factor.recovery_code_used');
  });

  it('is its agent’s own', async () => {
    const lee = await joins('Lee', 'agent');
    await enrols(lee);
    expect(await people.secondFactor.use(lee.id, recoveryCodes[0] ?? '')).toBeUndefined();
    expect(await people.secondFactor.recoveryCodesLeft(kim.id)).toBe(10);
  });
});

describe('without it', () => {
  it('goes who shows a code, and nobody else', async () => {
    expect(await people.secondFactor.turnOff(kim.id, wrong(code()))).toBe(false);
    expect((await withPassword()).kind).toBe('code_needed');
    expect(await people.secondFactor.turnOff(kim.id, code())).toBe(true);
    expect((await withPassword()).kind).toBe('signed_in');
    expect(await people.secondFactor.recoveryCodesLeft(kim.id)).toBe(0);
    expect(await actionsOn(kim)).toContain('second_factor.turned_off');
  });

  it('goes whom an admin resets: sessions, secret and recovery codes end', async () => {
    const lee = await joins('Lee', 'agent');
    const enrolled = await enrols(lee);
    const token = await people.sessions.begin(lee, { method: 'password', userAgent: 'Test/1' });
    await people.secondFactor.reset(lee.id, kim.id);
    expect(await people.sessions.find(token)).toBeUndefined();
    expect(await people.secondFactor.use(lee.id, enrolled.recoveryCodes[0] ?? '')).toBeUndefined();
    expect((await people.signIn.withPassword('lee', password, visitor())).kind).toBe('signed_in');
    const [entry] = (await audit.list({ object: `agent:${lee.id}` })).filter(
      ({ action }) => action === 'second_factor.reset',
    );
    expect(entry?.actor).toBe(`agent:${kim.id}`);
  });
});
