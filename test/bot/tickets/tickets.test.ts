import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { verifyChain } from '../../../bot/audit/verify-chain.ts';
import type { TicketPart } from '../../../bot/tickets/ticket-list.ts';
import type { Tickets } from '../../../bot/tickets/tickets.ts';
import type { TicketRequest } from '../../../dialogs/services.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { openTicketDesk, type TicketDesk } from './ticket-desk.ts';

const DAY_MS = 86_400_000;
const kim = { id: '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11', name: 'Kim' };
const lee = { id: '8a2b6a3c-1b7a-4a3e-8b62-4a6b7f0c9d22', name: 'Lee' };

let kit: FreshDatabase;
let desk: TicketDesk;
let tickets: Tickets;
let clock: number;
const now = () => new Date((clock += 1000));

const request: TicketRequest = {
  key: 'activity-1',
  customerId: 'dl_a',
  conversationId: 'c1',
  summary: 'The camera stays black',
  category: 'error_9810',
  diagnosis: ['error_9810', 'camera_permission'],
  tried: ['updated the browser'],
  uploadIds: ['u1'],
  email: 'anna@example.org',
};

afterEach(() => kit.drop());

beforeEach(async () => {
  kit = await freshDatabase();
  clock = Date.parse('2026-03-01T00:00:00Z');
  desk = openTicketDesk(kit, now);
  ({ tickets } = desk);
  for (const id of ['c1', 'c3'])
    await desk.conversations.open({ id, customerId: 'dl_a', channel: 'directline' });
});

async function jobs(): Promise<{ kind: string; payload: unknown }[]> {
  const rows = await kit.database.query<{ kind: string; key: string; payload: Buffer }>(
    'select kind, key, payload from job order by id',
  );
  return rows.map(({ kind, key, payload }) => ({
    kind,
    payload: kit.vault.open(payload, `job:${kind}:${key}`),
  }));
}

async function owner(conversationId = 'c1'): Promise<string | undefined> {
  const conversation = await desk.conversations.find(conversationId);
  return conversation?.ownerAgentId ?? conversation?.owner;
}

const said = async (): Promise<unknown[]> =>
  (await desk.conversations.since('c1', 0)).map(({ activity }) => activity.text);

const deeds = async (number: string): Promise<[string, string][]> =>
  (await desk.audit.list({ object: `ticket:${number}` }))
    .map(({ actor, action }): [string, string] => [actor, action])
    .reverse();

const stateOf = async (number: string): Promise<string | undefined> =>
  (await tickets.byNumber(number))?.state;

describe('opening a ticket', () => {
  it('gives one ticket and one notice per wish, however often the turn is run', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => tickets.open(request)));
    expect(new Set(opened.map(({ number }) => number)).size).toBe(1);
    expect(opened[0]).toMatchObject({ state: 'new' });
    expect(opened[0]?.number).toMatch(/^VG-\d{4,}$/);
    expect(await jobs()).toEqual([{ kind: 'ticket_opened', payload: { number: opened[0]?.number } }]);
  });

  it('keeps all that the agent needs', async () => {
    const { number } = await tickets.open(request);
    const asked = Object.fromEntries(Object.entries(request).filter(([field]) => field !== 'key'));
    expect(await tickets.byNumber(number.replace('VG-', 'vg '))).toMatchObject({
      ...asked,
      number,
      version: 1,
    });
    expect(await tickets.ofCustomer('dl_a')).toHaveLength(1);
    expect(await tickets.ofCustomer('dl_b')).toEqual([]);
  });

  it('leaves nothing readable in the tables', async () => {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Please allow the camera', kim, { key: 'f1', version: 1 });
    for (const table of ['ticket', 'ticket_event']) {
      const rows = await kit.database.query<{ text: string }>(`select t::text as text from ${table} t`);
      const plain = rows.map(({ text }) => text).join('\n');
      const bytes = Buffer.from(plain.replace(/[^0-9a-f]/gi, ''), 'hex').toString('latin1');
      expect(`${plain}${bytes}`).not.toMatch(/stays black|updated the|anna@|allow the camera/i);
    }
  });
});

describe('asking for a person once more', () => {
  it('goes to the ticket that the conversation has, with what is new', async () => {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Hello', kim, { key: 'f1', version: 1 });
    const again = {
      ...request,
      key: 'activity-2',
      summary: 'It is black on my phone, too',
      diagnosis: ['camera_permission', 'browser_old'],
      tried: ['updated the browser', 'restarted'],
      uploadIds: ['u1', 'u2'],
    };
    const merged = await Promise.all([tickets.open(again), tickets.open(again), tickets.open(again)]);
    for (const ticket of merged) expect(ticket).toMatchObject({ number, merged: true });
    const ticket = await tickets.byNumber(number);
    expect(ticket).toMatchObject({
      state: 'open',
      agentId: kim.id,
      summary: request.summary,
      additions: [{ summary: 'It is black on my phone, too' }],
      diagnosis: ['error_9810', 'camera_permission', 'browser_old'],
      tried: ['updated the browser', 'restarted'],
      uploadIds: ['u1', 'u2'],
    });
    expect((await deeds(number)).filter(([, action]) => action === 'ticket.merged')).toHaveLength(1);
    expect(await tickets.recordsOfCustomer('dl_a')).toHaveLength(1);
  });

  it('makes one ticket of two wishes in the same moment', async () => {
    const both = await Promise.all([
      tickets.open({ ...request, key: 'tab-1' }),
      tickets.open({ ...request, key: 'tab-2' }),
    ]);
    expect(new Set(both.map(({ number }) => number)).size).toBe(1);
    expect(both.filter(({ merged }) => merged)).toHaveLength(1);
  });

  it('is a ticket of its own in another conversation, about another matter, or when the first is done', async () => {
    const first = await tickets.open(request);
    const elsewhere = await tickets.open({ ...request, key: '2', conversationId: 'c2' });
    const other = await tickets.open({ ...request, key: '3', separate: true });
    await tickets.solve(first.number, kim, { key: 'f', version: 1 });
    await tickets.solve(other.number, kim, { key: 'f', version: 1 });
    const later = await tickets.open({ ...request, key: '4' });
    const numbers = [first, elsewhere, other, later].map(({ number }) => number);
    expect(new Set(numbers).size).toBe(4);
  });
});

describe('taking', () => {
  it('gives the agent the ticket and the conversation, and tells the customer once', async () => {
    const { number } = await tickets.open(request);
    expect(await owner()).toBe('bot');
    await tickets.take(number, kim, { key: 'f1', version: 1 });
    await tickets.take(number, kim, { key: 'f1', version: 1 });
    await tickets.take(number, kim, { key: 'f2', version: 2 });
    expect(await owner()).toBe(kim.id);
    expect(await said()).toEqual(['Kim joined']);
    const late = await tickets.take(number, lee, { key: 'f3', version: 2 });
    expect(late).toMatchObject({ kind: 'refused', why: 'is_anothers', ticket: { agentId: kim.id } });
    expect(await tickets.answer(number, 'From Lee', lee, { key: 'f4', version: 2 })).toMatchObject({
      kind: 'refused',
      why: 'is_anothers',
    });
    expect(await said()).toEqual(['Kim joined']);
  });

  it('over from a colleague moves both, and the colleague can say nothing more', async () => {
    const { number } = await tickets.open(request);
    await tickets.take(number, kim, { key: 'f1', version: 1 });
    await tickets.takeOver(number, lee, { key: 'f2', version: 2 });
    expect(await owner()).toBe(lee.id);
    const late = await tickets.answer(number, 'From Kim', kim, { key: 'f3', version: 3 });
    expect(late).toMatchObject({ kind: 'refused', why: 'is_anothers', ticket: { agentId: lee.id } });
    expect(await said()).toEqual(['Kim joined', 'Lee joined']);
    expect(await deeds(number)).toEqual([
      ['customer:dl_a', 'ticket.opened'],
      [`agent:${kim.id}`, 'ticket.assigned'],
      [`agent:${lee.id}`, 'ticket.taken_over'],
    ]);
    const [last] = await desk.audit.list({ object: `ticket:${number}` });
    expect(last?.details).toEqual({ from: 'open', to: 'open', before: `agent:${kim.id}` });
    expect(await verifyChain(kit)).toMatchObject({ kind: 'whole' });
  });

  it('another ticket of the same conversation waits for the colleague who talks there', async () => {
    const first = await tickets.open(request);
    const second = await tickets.open({ ...request, key: '2', separate: true });
    await tickets.take(first.number, kim, { key: 'f1', version: 1 });
    const late = await tickets.take(second.number, lee, { key: 'f2', version: 1 });
    expect(late).toMatchObject({ kind: 'refused', why: 'conversation_is_anothers' });
    expect(await tickets.byNumber(second.number)).toMatchObject({ state: 'new', version: 1 });
    // Solving the one does not take the conversation away from who has it because of the other.
    await tickets.solve(second.number, lee, { key: 'f3', version: 1 });
    expect(await owner()).toBe(kim.id);
  });

  it('back: the assistant has the conversation, the ticket goes on, and the agent can come in again', async () => {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Hello', kim, { key: 'f1', version: 1 });
    await tickets.handBack(number, kim, { key: 'f2', version: 2 });
    expect(await owner()).toBe('bot');
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'waiting', agentId: kim.id });
    await tickets.answer(number, 'One more thing', kim, { key: 'f3', version: 3 });
    expect(await owner()).toBe(kim.id);
    expect(await said()).toEqual(['Kim joined', 'Hello', 'Kim handed_back', 'Kim joined', 'One more thing']);
  });
});

describe('answering', () => {
  it('says it in the chat, hands over the conversation and queues a mail, in one transaction', async () => {
    const { number } = await tickets.open(request);
    const result = await tickets.answer(number, 'Please allow the camera', kim, { key: 'f1', version: 1 });
    expect(result).toMatchObject({ kind: 'done', ticket: { state: 'waiting', agentId: kim.id } });
    expect(await owner()).toBe(kim.id);
    expect(await said()).toEqual(['Kim joined', 'Please allow the camera']);
    expect((await jobs()).at(-1)).toEqual({
      kind: 'ticket_answered',
      payload: {
        number,
        conversationId: 'c1',
        text: 'Please allow the camera',
        key: `${number}:f1`,
      },
    });
  });

  it('counts a form sent twice once', async () => {
    const { number } = await tickets.open(request);
    const form = { key: 'f1', version: 1 };
    const twice = await Promise.all([
      tickets.answer(number, 'Hello', kim, form),
      tickets.answer(number, 'Hello', kim, form),
    ]);
    expect(twice.map(({ kind }) => kind)).toEqual(['done', 'done']);
    expect((await jobs()).filter(({ kind }) => kind === 'ticket_answered')).toHaveLength(1);
  });

  it('does not let two agents answer the same state of affairs', async () => {
    const { number } = await tickets.open(request);
    const both = await Promise.all([
      tickets.answer(number, 'From Kim', kim, { key: 'k', version: 1 }),
      tickets.answer(number, 'From Lee', lee, { key: 'l', version: 1 }),
    ]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
    expect((await jobs()).filter(({ kind }) => kind === 'ticket_answered')).toHaveLength(1);
  });

  it('hands back to the assistant when solved, and refuses what makes no sense then', async () => {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Hello', kim, { key: 'f1', version: 1 });
    await tickets.solve(number, kim, { key: 'f2', version: 2 });
    expect(await owner()).toBe('bot');
    expect((await said()).at(-1)).toBe('Kim solved');
    expect((await jobs()).at(-1)).toEqual({ kind: 'ticket_close', payload: { number } });
    expect(await tickets.take(number, lee, { key: 'f3', version: 3 })).toMatchObject({
      kind: 'refused',
      why: 'is_solved',
    });
    const history = await tickets.history((await tickets.byNumber(number))?.id ?? '');
    expect(history.map(({ kind, agentId }) => [kind, agentId])).toEqual([
      ['opened', undefined],
      ['answer', kim.id],
      ['solve', kim.id],
    ]);
  });

  it('leaves nothing behind when the notice cannot be queued', async () => {
    const { number } = await tickets.open(request);
    const { tickets: broken } = openTicketDesk(kit, now, {
      jobs: { add: () => Promise.reject(new Error('disk full')) },
    });
    await expect(broken.answer(number, 'Hello', kim, { key: 'f1', version: 1 })).rejects.toThrow('disk full');
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'new', version: 1 });
    expect(await said()).toEqual([]);
    expect(await owner()).toBe('bot');
    expect(await deeds(number)).toEqual([['customer:dl_a', 'ticket.opened']]);
  });
});

describe('a customer who comes back', () => {
  it('puts the ball back with us by writing or by sending a file', async () => {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Hello', kim, { key: 'f1', version: 1 });
    await tickets.customerWrote('c1');
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'open', agentId: kim.id });

    await tickets.answer(number, 'And now?', kim, { key: 'f2', version: 3 });
    await tickets.addUploads(number, ['u1', 'u2']);
    await tickets.addUploads(number, ['u2']);
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'open', uploadIds: ['u1', 'u2'] });
  });

  it('comes back to us with words alone, too', async () => {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Which browser is it?', kim, { key: 'f1', version: 1 });
    const message = { key: 'a2', text: 'It is Firefox.' };
    await tickets.addUploads(number, [], message);
    await tickets.addUploads(number, [], message);
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'open' });
  });

  it('does not wake a solved ticket by talking to the assistant', async () => {
    const { number } = await tickets.open(request);
    await tickets.solve(number, kim, { key: 'f1', version: 1 });
    await tickets.customerWrote('c1');
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'solved' });
  });
});

describe('a solved ticket', () => {
  async function solved(): Promise<string> {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Hello', kim, { key: 'f1', version: 1 });
    await tickets.solve(number, kim, { key: 'f2', version: 2 });
    return number;
  }

  it('is opened again by its customer within seven days', async () => {
    const number = await solved();
    expect(await tickets.toAddTo('dl_a')).toMatchObject({ number, state: 'solved' });
    await tickets.addUploads(number, [], { key: 'a2', text: 'It is back.' });
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'reopened', agentId: kim.id });
  });

  it('is put away after that, and what comes then is a new ticket', async () => {
    const number = await solved();
    clock += 6 * DAY_MS;
    await tickets.closeWhenDue(number);
    expect(await stateOf(number)).toBe('solved');
    clock += DAY_MS;
    expect(await tickets.toAddTo('dl_a')).toBeUndefined();
    await tickets.addUploads(number, [], { key: 'a2', text: 'It is back.' });
    expect(await stateOf(number)).toBe('solved');
    await tickets.closeWhenDue(number);
    expect(await stateOf(number)).toBe('closed');
    expect((await deeds(number)).at(-1)).toEqual(['system', 'ticket.closed']);
    const { number: another } = await tickets.open({ ...request, key: 'again' });
    expect(another).not.toBe(number);
  });

  it('that was reopened meanwhile is not put away', async () => {
    const number = await solved();
    await tickets.addUploads(number, [], { key: 'a2', text: 'It is back.' });
    clock += 8 * DAY_MS;
    await tickets.closeWhenDue(number);
    expect(await stateOf(number)).toBe('reopened');
  });

  it('is rated by its customer alone, once for each message, and the word is sealed', async () => {
    const number = await solved();
    expect(await tickets.toRate('c1')).toEqual({ number });
    await expect(tickets.rate(number, 'dl_b', { score: 1 })).rejects.toMatchObject({ code: 'not_found' });
    await tickets.rate(number, 'dl_a', { score: 4 });
    await tickets.rate(number, 'dl_a', { score: 4 });
    await tickets.rate(number, 'dl_a', { score: 4, word: 'Quick and kind' });
    await tickets.rate(number, 'dl_a', { score: 4 });
    expect(await tickets.byNumber(number)).toMatchObject({ rating: { score: 4, word: 'Quick and kind' } });
    expect(await tickets.toRate('c1')).toEqual({ number, score: 4 });
    expect((await deeds(number)).filter(([, action]) => action === 'ticket.rated')).toHaveLength(2);
    const [row] = await kit.database.query<{ text: string }>('select t::text as text from ticket t');
    expect(row?.text).not.toContain('Quick');
  });
});

describe('a customer who has enough of the chat', () => {
  it('goes back to the assistant; the ticket stays with the agent', async () => {
    const { number } = await tickets.open(request);
    await tickets.take(number, kim, { key: 'f1', version: 1 });
    await tickets.customerCalledAssistant('c1');
    await tickets.customerCalledAssistant('c1');
    expect(await owner()).toBe('bot');
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'open', agentId: kim.id });
    expect((await deeds(number)).at(-1)).toEqual(['customer:dl_a', 'ticket.handed_back']);
  });

  it('ends it: solved, with the assistant there again', async () => {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Hello', kim, { key: 'f1', version: 1 });
    await kit.database.transaction((tx) => tickets.customerEnded('c1', tx));
    expect(await owner()).toBe('bot');
    expect(await stateOf(number)).toBe('solved');
    expect((await said()).at(-1)).toBe('ended');
    expect((await deeds(number)).at(-1)).toEqual(['customer:dl_a', 'ticket.solved']);
  });
});

it('is as pressing as what it is about from its first moment, for whoever is told of it', async () => {
  const { tickets: ledger } = openTicketDesk(kit, now, {
    priorityOf: (category) => (category === 'error_9810' ? 'high' : 'low'),
  });
  const { number } = await ledger.open(request);
  expect(await ledger.byNumber(number)).toMatchObject({ priority: 'high' });
});

describe('the queue', () => {
  /** In the order in which the desk shows them unless somebody asks for another. */
  const listed = async (part: TicketPart) =>
    (await desk.ticketList.page({ part, order: 'longest' })).tickets.map(({ number }) => number);

  it('shows those first whose verification was sent in again, however short they wait', async () => {
    const expedited = openTicketDesk(kit, now, { isExpedited: () => Promise.resolve(true) });
    const a = await tickets.open({ ...request, key: '1' });
    const b = await tickets.open({ ...request, key: '2', customerId: 'dl_b', conversationId: 'c2' });
    const c = await expedited.tickets.open({
      ...request,
      key: '3',
      customerId: 'dl_c',
      conversationId: 'c3',
    });
    const numbers = () => listed('with_us');
    expect(await numbers()).toEqual([c.number, a.number, b.number]);
    await kit.database.transaction((tx) => tickets.expedite('dl_b', true, tx));
    await kit.database.transaction((tx) => tickets.expedite('dl_c', false, tx));
    expect(await numbers()).toEqual([b.number, a.number, c.number]);
  });

  it('tells apart what waits for us, what waits for the customer and what is done', async () => {
    const [a, b, c] = [
      await tickets.open({ ...request, key: '1' }),
      await tickets.open({ ...request, key: '2', separate: true }),
      await tickets.open({ ...request, key: '3', conversationId: 'c3' }),
    ];
    await tickets.answer(a.number, 'Hello', kim, { key: 'f', version: 1 });
    await tickets.solve(c.number, kim, { key: 'f', version: 1 });
    expect(await listed('with_us')).toEqual([b.number]);
    expect(await listed('waiting')).toEqual([a.number]);
    expect(await listed('finished')).toEqual([c.number]);
    expect(await tickets.count()).toEqual({ withUs: 1, withCustomers: 1 });
  });

  it('tells who listens', async () => {
    const heard: string[] = [];
    const stop = await tickets.subscribe((number) => heard.push(number));
    const { number } = await tickets.open(request);
    await until('the news', () => (heard.includes(number) ? true : undefined));
    await stop();
  });
});
