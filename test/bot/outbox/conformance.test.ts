import { afterEach, describe, expect, it } from '@jest/globals';

import type { HelpdeskName } from '../../../bot/deliveries/helpdesks.ts';
import { until } from '../../kit/until.ts';
import { openOffice, type Office } from './office.ts';
import { openChatwoot } from './receivers/chatwoot.ts';
import { openMailReceiver } from './receivers/mail.ts';
import type { ReceivedTicket, Receiver } from './receivers/receiver.ts';
import { openWebhookReceiver } from './receivers/webhook.ts';
import { openZammad } from './receivers/zammad.ts';
import { openZendesk } from './receivers/zendesk.ts';

interface Kind {
  readonly name: HelpdeskName;
  readonly open: () => Promise<Receiver>;
  /** How it says: not now, and never. */
  readonly busy: number;
  readonly never: number;
  /** It knows no keys: we look whether it has something before it is sent again. */
  readonly isLookedThrough?: true;
  /** Requests that change something before the one that makes the ticket. */
  readonly before?: number;
}

const KINDS: readonly Kind[] = [
  { name: 'mail', open: openMailReceiver, busy: 451, never: 554 },
  { name: 'webhook', open: openWebhookReceiver, busy: 503, never: 410 },
  { name: 'zendesk', open: openZendesk, busy: 503, never: 422, isLookedThrough: true },
  { name: 'zammad', open: openZammad, busy: 500, never: 422, isLookedThrough: true },
  { name: 'chatwoot', open: openChatwoot, busy: 502, never: 404, isLookedThrough: true, before: 1 },
];

describe.each(KINDS)('$name', ({ name, open, busy, never }) => {
  let office: Office;
  let receiver: Receiver;

  afterEach(async () => {
    await office.close();
    await receiver.close();
  });

  async function begin(env: Record<string, string> = {}): Promise<void> {
    receiver = await open();
    office = await openOffice({ ...receiver.env, ...env });
  }

  /** The only ticket there, once everything was delivered. */
  async function theTicket(): Promise<ReceivedTicket> {
    await office.settled();
    expect(receiver.violations).toEqual([]);
    const [ticket, ...others] = receiver.tickets();
    expect(others).toEqual([]);
    if (!ticket) throw new Error('the helpdesk has no ticket');
    return ticket;
  }

  it('is told of a ticket with all that is known, and of its files without what is personal', async () => {
    await begin();
    const photo = await office.keeps('anna', 'screen.png');
    const number = await office.opens('anna', { uploadIds: [photo.id] });
    const ticket = await theTicket();
    const text = ticket.texts.join('\n');
    const known = [number, 'camera_blocked', 'camera_busy', 'Updated the browser', 'Firefox', 'anna', 'pt'];
    for (const words of known) expect(text).toContain(words);
    expect(text).toContain('The camera of anna stays black');
    expect(ticket.token).toMatch(/^vg-\d+-[0-9a-f]{25}$/);
    expect(ticket.files).toEqual([{ name: 'screen.jpg', bytes: photo.copyBytes }]);
    expect(ticket.state).toBe('open');
  });

  it('is told what follows, in the same ticket and in order, each thing once', async () => {
    await begin();
    const number = await office.opens('anna');
    await office.says('anna', 'It is a new phone');
    const photo = await office.keeps('anna', 'more.png');
    await office.tickets.addUploads(number, [photo.id]);
    await office.says('anna', 'Nobody helps me');
    const agent = { id: '00000000-0000-4000-8000-000000000001', name: 'Tom' };
    const version = async () => (await office.tickets.byNumber(number))?.version ?? 0;
    await office.tickets.answer(number, 'Here I am', agent, { key: 'answer', version: await version() });
    // Answers are told when they are written, not with what comes next.
    await office.settled();
    expect(
      receiver
        .tickets()
        .flatMap(({ texts }) => texts)
        .join(),
    ).toContain('Here I am');
    await office.tickets.solve(number, agent, { key: 'form', version: await version() });
    const ticket = await theTicket();
    const text = ticket.texts.join('\n');
    const places = ['camera of anna', 'It is a new phone', 'Nobody helps me', 'Here I am'].map((words) =>
      text.indexOf(words),
    );
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    expect(ticket.texts.filter((one) => one.includes('Here I am'))).toHaveLength(1);
    for (const words of ['It is a new phone', 'Nobody helps me'])
      expect(ticket.texts.filter((one) => one.includes(words)).length).toBeLessThanOrEqual(
        name === 'chatwoot' ? 2 : 1,
      );
    expect(ticket.files.map(({ bytes }) => bytes)).toEqual([photo.copyBytes]);
    expect(ticket.state).toBe('solved');
  });

  it('has each thing once when an answer of it was lost', async () => {
    await begin();
    const photo = await office.keeps('anna', 'screen.png');
    receiver.fail({ kind: 'lose_answer' }, { kind: 'lose_answer' }, { kind: 'lose_answer' });
    await office.opens('anna', { uploadIds: [photo.id] });
    const opened = await theTicket();
    receiver.fail({ kind: 'lose_answer' });
    await office.says('anna', 'Hello again');
    const ticket = await theTicket();
    expect(ticket.texts.slice(0, opened.texts.length)).toEqual(opened.texts);
    const added = ticket.texts.slice(opened.texts.length);
    expect(added).toHaveLength(1);
    expect(added[0]).toContain('Hello again');
    expect(ticket.files.map(({ bytes }) => bytes)).toEqual([photo.copyBytes]);
  });

  it('gets a delivery later when it is down or busy', async () => {
    await begin();
    await receiver.down();
    const number = await office.opens('anna');
    await until('a failure', async () => {
      const [late] = await office.deliveries.troubled();
      return late?.state === 'waiting' && late.failures > 0 ? late : undefined;
    });
    receiver.fail({ kind: 'refuse', status: busy });
    await receiver.up();
    const ticket = await theTicket();
    expect(ticket.texts.join()).toContain(number);
    expect(await office.deliveries.troubled()).toEqual([]);
  });

  it('is given up when it refuses for good, seen at the desk, and told when somebody has it sent again', async () => {
    await begin();
    receiver.fail({ kind: 'refuse', status: never });
    const number = await office.opens('anna');
    await office.says('anna', 'Hello again');
    const dead = await until('a dead letter', async () =>
      (await office.deliveries.troubled()).find(({ state }) => state === 'dead'),
    );
    const why = name === 'mail' ? `smtp_${never}` : `http_${never}`;
    expect(dead).toMatchObject({
      number,
      helpdesk: name,
      kind: 'opened',
      state: 'dead',
      failures: 1,
      why,
      behind: 1,
    });
    expect(receiver.tickets()).toEqual([]);

    expect(await office.deliveries.resend(dead.id, 'agent:tom')).toMatchObject({ number });
    expect(await office.deliveries.resend(dead.id, 'agent:tom')).toBeUndefined();
    const ticket = await theTicket();
    expect(ticket.texts.join('\n')).toContain('Hello again');
    const actions = (await office.audit.list()).map(({ actor, action }) => [actor, action]);
    expect(actions.filter(([, action]) => action?.startsWith('delivery.'))).toEqual([
      ['agent:tom', 'delivery.resent'],
      ['system', 'delivery.given_up'],
    ]);
  });

  it('does not get what is personal, unless the operator wants that', async () => {
    const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
    await begin();
    const film = await office.keeps('anna', 'film.mp4', Buffer.from('00000018667479706d703432', 'hex'));
    await office.opens('anna', { uploadIds: [film.id], summary: `My passport no. L8988 901C says ${zone}` });
    const masked = await theTicket();
    expect(masked.texts.join()).not.toMatch(/ERIKSSON|L8988|901C/);
    expect(masked.texts.join()).toContain('film.mp4');
    expect(masked.files).toEqual([]);
    await office.close();
    await receiver.close();

    await begin({ HELPDESK_MASK: 'false' });
    const photo = await office.keeps('anna', 'screen.png');
    await office.opens('anna', { uploadIds: [photo.id], summary: `My passport no. L8988 901C says ${zone}` });
    const open = await theTicket();
    expect(open.texts.join()).toContain(zone);
    expect(open.files.map(({ name: fileName }) => fileName)).toEqual(['screen.png']);
  });
});

describe.each(KINDS.filter(({ isLookedThrough }) => isLookedThrough))('$name', ({ open, before = 0 }) => {
  const MINUTE_MS = 60_000;
  let office: Office;
  let receiver: Receiver;

  afterEach(async () => {
    await office.close();
    await receiver.close();
  });

  it('has each thing once when it works longer on it than anybody waits for the answer', async () => {
    let ahead = 0;
    receiver = await open();
    office = await openOffice(receiver.env, {
      now: () => new Date(Date.now() + ahead),
      ...{ answerWithinMs: 500, settleMs: 5 * MINUTE_MS },
    });
    const textsWith = (words: string) =>
      receiver.tickets().flatMap(({ texts }) => texts.filter((text) => text.includes(words)));

    /** While it works on what is told, time goes by and another customer's ticket gets through. */
    async function slowly(tell: () => Promise<unknown>, requestsBefore: number, meanwhile: string) {
      let done = () => {};
      receiver.fail(...Array.from({ length: requestsBefore }, () => ({ kind: 'pass' }) as const), {
        kind: 'slow',
        until: new Promise((resolve) => (done = resolve)),
      });
      await tell();
      await until('us to wait no longer', async () =>
        (await office.deliveries.troubled()).length > 0 ? true : undefined,
      );
      ahead += 2 * MINUTE_MS;
      await office.opens(meanwhile);
      await until('the other ticket', () =>
        textsWith(`camera of ${meanwhile}`).length > 0 ? true : undefined,
      );
      done();
      ahead += 5 * MINUTE_MS;
      await office.settled();
    }

    await slowly(() => office.opens('anna'), before, 'bela');
    await slowly(() => office.says('anna', 'Hello again'), 0, 'cleo');
    expect(receiver.tickets()).toHaveLength(3);
    expect(textsWith('camera of anna')).toHaveLength(1);
    expect(textsWith('Hello again')).toHaveLength(1);
    expect(receiver.violations).toEqual([]);
  });
});
