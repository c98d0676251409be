import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Queryable } from '../../../bot/storage/database.ts';
import { createTickets, type Tickets } from '../../../bot/tickets/tickets.ts';
import type { TicketRequest } from '../../../dialogs/services.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';

const kim = { id: '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11', name: 'Kim' };
const lee = { id: '8a2b6a3c-1b7a-4a3e-8b62-4a6b7f0c9d22', name: 'Lee' };

let kit: FreshDatabase;
let tickets: Tickets;
let clock: number;

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
  await kit.database.query('create table owner (conversation_id text primary key, owner text)');
  tickets = createTickets({
    ...kit,
    now: () => new Date((clock += 1000)),
    jobs: {
      add: async (tx: Queryable, job) => {
        await tx.query(
          'insert into job (kind, key, payload, due_at, created_at) values ($1, $2, $3, now(), now()) on conflict do nothing',
          [job.kind, job.key, kit.vault.seal(job.payload, 'test')],
        );
      },
    },
    setOwner: async (conversationId, owner, tx) => {
      await tx.query(
        'insert into owner values ($1, $2) on conflict (conversation_id) do update set owner = excluded.owner',
        [conversationId, owner],
      );
    },
  });
});

async function jobs(): Promise<{ kind: string; payload: unknown }[]> {
  const rows = await kit.database.query<{ kind: string; payload: Buffer }>(
    'select kind, payload from job order by id',
  );
  return rows.map(({ kind, payload }) => ({ kind, payload: kit.vault.open(payload, 'test') }));
}

async function owner(): Promise<string | undefined> {
  return (await kit.database.query<{ owner: string }>('select owner from owner'))[0]?.owner;
}

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

describe('answering', () => {
  it('hands the conversation to the agent and the answer to a job, in one transaction', async () => {
    const { number } = await tickets.open(request);
    const result = await tickets.answer(number, 'Please allow the camera', kim, { key: 'f1', version: 1 });
    expect(result).toMatchObject({ kind: 'done', ticket: { state: 'waiting', agentId: kim.id } });
    expect(await owner()).toBe('agent');
    expect((await jobs()).at(-1)).toEqual({
      kind: 'ticket_answered',
      payload: {
        number,
        conversationId: 'c1',
        text: 'Please allow the camera',
        agentName: 'Kim',
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
    expect(both.map(({ kind }) => kind).sort()).toEqual(['changed_meanwhile', 'done']);
    expect((await jobs()).filter(({ kind }) => kind === 'ticket_answered')).toHaveLength(1);
  });

  it('hands back to the assistant when solved, and refuses what makes no sense then', async () => {
    const { number } = await tickets.open(request);
    await tickets.answer(number, 'Hello', kim, { key: 'f1', version: 1 });
    await tickets.solve(number, kim, { key: 'f2', version: 2 });
    expect(await owner()).toBe('bot');
    expect((await jobs()).at(-1)).toMatchObject({
      kind: 'ticket_solved',
      payload: { number, conversationId: 'c1' },
    });
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
    const broken = createTickets({
      ...kit,
      now: () => new Date(),
      jobs: { add: () => Promise.reject(new Error('disk full')) },
      setOwner: () => Promise.resolve(),
    });
    await expect(broken.answer(number, 'Hello', kim, { key: 'f1', version: 1 })).rejects.toThrow('disk full');
    expect(await tickets.byNumber(number)).toMatchObject({ state: 'new', version: 1 });
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

describe('the queue', () => {
  it('shows those that wait for us first, the longest waiting on top', async () => {
    const [a, b, c] = [
      await tickets.open({ ...request, key: '1' }),
      await tickets.open({ ...request, key: '2' }),
      await tickets.open({ ...request, key: '3', conversationId: 'c3' }),
    ];
    await tickets.answer(a.number, 'Hello', kim, { key: 'f', version: 1 });
    await tickets.solve(c.number, kim, { key: 'f', version: 1 });
    expect((await tickets.queue()).map(({ number }) => number)).toEqual([b.number, a.number]);
    expect((await tickets.finished()).map(({ number }) => number)).toEqual([c.number]);
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
