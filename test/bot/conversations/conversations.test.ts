import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createConversations } from '../../../bot/conversations/conversation-log.ts';
import type { ConversationLedger, PendingTurn } from '../../../bot/conversations/conversations.ts';
import { createDatabase } from '../../../bot/storage/database.ts';
import { freshDatabase, silent, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';

let fresh: FreshDatabase;
let conversations: ConversationLedger;
let now: Date;

beforeEach(async () => {
  fresh = await freshDatabase();
  now = new Date('2026-03-01T10:00:00Z');
  conversations = createConversations({ database: fresh.database, vault: fresh.vault, now: () => now });
});

afterEach(async () => {
  await conversations.stop();
  await fresh.drop();
});

const opened = (over: { id?: string; customerId?: string } = {}) =>
  conversations.open({ id: randomUUID(), customerId: 'dl_ann', channel: 'directline', ...over });

const said = (text: string, clientActivityID?: string) => ({
  type: 'message',
  text,
  ...(clientActivityID !== undefined && { channelData: { clientActivityID } }),
});

/** Another process on the same database. */
function elsewhere(): { ledger: ConversationLedger; close: () => Promise<void> } {
  const database = createDatabase({ connection: fresh.connection, log: silent });
  const ledger = createConversations({ database, vault: fresh.vault, now: () => now });
  return {
    ledger,
    close: async () => {
      await ledger.stop();
      await database.close();
    },
  };
}

describe('the log', () => {
  it('numbers what many write at once without a gap and without a tie in time', async () => {
    const { id } = await opened();
    await Promise.all(Array.from({ length: 40 }, (_, i) => conversations.append(id, 'user', said(`m${i}`))));
    const entries = await conversations.since(id, 0);
    expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const times = entries.map((entry) => Date.parse(entry.at));
    expect(times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0))).toBe(true);
  });

  it('keeps the order of time when the clock is set back', async () => {
    const { id } = await opened();
    const first = await conversations.append(id, 'user', said('before'));
    now = new Date('2026-03-01T09:00:00Z');
    const second = await conversations.append(id, 'user', said('after'));
    expect(Date.parse(second.at)).toBeGreaterThan(Date.parse(first.at));
  });

  it('takes the same message of a client once, even when both copies come at the same moment', async () => {
    const { id } = await opened();
    const entries = await Promise.all(
      Array.from({ length: 8 }, () => conversations.append(id, 'user', said('hello', 'c1'), { turn: true })),
    );
    expect(new Set(entries.map((entry) => entry.activity.id)).size).toBe(1);
    expect(entries.filter((entry) => !entry.repeated)).toHaveLength(1);
    expect(await conversations.since(id, 0)).toHaveLength(1);
    // The next place is not lost to the copies.
    expect((await conversations.append(id, 'user', said('next', 'c2'))).seq).toBe(2);
  });

  it('tells two conversations that use the same client id apart', async () => {
    const [one, other] = [await opened(), await opened()];
    expect((await conversations.append(one.id, 'user', said('a', 'c1'))).repeated).toBe(false);
    expect((await conversations.append(other.id, 'user', said('b', 'c1'))).repeated).toBe(false);
  });

  it('reads on from a watermark, in pieces', async () => {
    const { id } = await opened();
    for (const text of ['a', 'b', 'c', 'd']) await conversations.append(id, 'user', said(text));
    const texts = async (after: number, limit?: number) =>
      (await conversations.since(id, after, limit)).map((entry) => entry.activity.text);
    expect(await texts(2)).toEqual(['c', 'd']);
    expect(await texts(0, 3)).toEqual(['a', 'b', 'c']);
    expect(await texts(4)).toEqual([]);
  });

  it('keeps nothing personal readable in the tables', async () => {
    const { id } = await conversations.open({
      id: randomUUID(),
      customerId: 'dl_ann',
      channel: 'directline',
      userAgent: 'Annbrowser/1.0',
    });
    const turn = await owing(id, said('my name is Annabella', 'my own id'));
    await conversations.turns.commit(turn, {
      replies: [{ kind: 'say', activity: { type: 'message', text: 'Hello Annabella' } }],
      state: [{ key: 'k', version: 0, value: { surname: 'Annabella' } }],
    });
    for (const table of ['conversation', 'activity', 'pending_turn', 'bot_state']) {
      const rows = await fresh.database.query<{ row: string }>(`select t::text as row from ${table} t`);
      const bytes = await fresh.database.query<{ sealed: Buffer }>(
        table === 'pending_turn'
          ? `select ''::bytea as sealed`
          : `select ${table === 'conversation' ? 'about' : 'sealed'} as sealed from ${table}`,
      );
      const all =
        rows.map(({ row }) => row).join() + bytes.map(({ sealed }) => sealed.toString('latin1')).join();
      expect(all).not.toMatch(/Annab|my own id/);
    }
  });

  it('says that there is no such conversation', async () => {
    await expect(conversations.append('nowhere', 'user', said('hello'))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await conversations.find('nowhere')).toBeUndefined();
  });
});

describe('a conversation', () => {
  it('is continued: two tabs that come at once get the same one', async () => {
    const start = () => ({ id: randomUUID(), customerId: 'dl_ann', channel: 'directline' });
    const found = await Promise.all(Array.from({ length: 6 }, () => conversations.continueOrOpen(start())));
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
    now = new Date('2026-03-02T10:00:00Z');
    const fresher = await conversations.open(start());
    expect((await conversations.continueOrOpen(start())).id).toBe(fresher.id);
    expect((await conversations.ofCustomer('dl_ann')).map(({ id }) => id)).toEqual([
      fresher.id,
      found[0]?.id,
    ]);
    expect((await conversations.continueOrOpen({ ...start(), customerId: 'dl_bob' })).id).not.toBe(
      fresher.id,
    );
  });

  it('remembers browser and language as they were seen last', async () => {
    const { id } = await opened();
    await conversations.note(id, { userAgent: 'Firefox', locale: 'de-AT' });
    await conversations.note(id, { userAgent: 'Safari' });
    expect(await conversations.find(id)).toMatchObject({
      userAgent: 'Safari',
      locale: 'de-AT',
      owner: 'bot',
    });
  });
});

describe('news', () => {
  it('reaches followers in this process and in another one', async () => {
    const other = elsewhere();
    await other.ledger.start();
    await conversations.start();
    const { id } = await opened();
    const heard: string[] = [];
    conversations.subscribe(id, () => heard.push('here'));
    other.ledger.subscribe(id, () => heard.push('there'));
    await conversations.append(id, 'user', said('hello'));
    await until('the news', () => (heard.includes('here') && heard.includes('there') ? true : undefined));
    expect(heard.filter((where) => where === 'here')).toHaveLength(1);
    await other.close();
  });

  it('is found by looking again when a notification got lost', async () => {
    const { id } = await opened();
    await conversations.start();
    let heard = 0;
    conversations.subscribe(id, () => (heard += 1));
    // Written by somebody who died before the notification.
    await fresh.database.query('update conversation set last_seq = 1 where id = $1', [id]);
    await until('the follower to look again', () => heard || undefined);
  });

  it('carries the sign of typing to other processes, and does not store it', async () => {
    const other = elsewhere();
    await other.ledger.start();
    const { id } = await opened();
    let signs = 0;
    other.ledger.subscribe(
      id,
      () => undefined,
      () => (signs += 1),
    );
    conversations.showTyping(id);
    await until('the sign', () => signs || undefined);
    expect(await conversations.since(id, 0)).toEqual([]);
    await other.close();
  });
});

async function owing(id: string, activity = said('hello')): Promise<PendingTurn> {
  await conversations.append(id, 'user', activity, { turn: true });
  const turn = await conversations.turns.next(id);
  if (!turn) throw new Error('no turn is owed');
  return turn;
}

const reply = (text: string, id?: string) => ({
  kind: 'say' as const,
  activity: { type: 'message', text, ...(id !== undefined && { id }) },
});

const textsIn = async (id: string): Promise<unknown[]> =>
  (await conversations.since(id, 0)).map((entry) => entry.activity.text);

describe('a turn', () => {
  it('is answered once, however many try', async () => {
    const { id } = await opened();
    const turn = await owing(id);
    const state = [{ key: 'memory', version: 0, value: { step: 1 } }];
    const other = elsewhere();
    const outcomes = await Promise.all([
      conversations.turns.commit(turn, { replies: [reply('one')], state }),
      other.ledger.turns.commit(turn, { replies: [reply('two')], state }),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['answered', 'stale']);
    expect(await textsIn(id)).toHaveLength(2);
    expect(await conversations.turns.next(id)).toBeUndefined();
    await other.close();
  });

  it('leaves nothing behind when its state is out of date: no reply, and the answer is still owed', async () => {
    const { id } = await opened();
    await conversations.turns.writeState(id, [{ key: 'memory', version: 0, value: { step: 1 } }]);
    const turn = await owing(id);
    const late = { replies: [reply('late')], state: [{ key: 'memory', version: 0, value: { step: 9 } }] };
    await expect(conversations.turns.commit(turn, late)).rejects.toMatchObject({ code: 'conflict' });
    expect(await textsIn(id)).toEqual(['hello']);
    expect((await conversations.turns.next(id))?.seq).toBe(turn.seq);
    const memory = (await conversations.turns.readState(['memory'])).get('memory');
    expect(memory).toEqual({ version: 1, value: { step: 1 } });
  });

  it('is owed in the order of the messages', async () => {
    const { id } = await opened();
    await conversations.append(id, 'user', said('first'), { turn: true });
    await conversations.append(id, 'user', said('second'), { turn: true });
    const first = await conversations.turns.next(id);
    expect(first?.activity.text).toBe('first');
    if (!first) throw new Error('no turn is owed');
    expect((await conversations.turns.commit(first, { replies: [], state: [] })).more).toBe(true);
    expect((await conversations.turns.next(id))?.activity.text).toBe('second');
  });

  it('stays silent when an agent has taken over, but keeps what was learnt', async () => {
    const { id } = await opened();
    const turn = await owing(id);
    await conversations.giveToAgent(id, '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11');
    const outcome = await conversations.turns.commit(turn, {
      replies: [reply('me too')],
      state: [{ key: 'memory', version: 0, value: { step: 2 } }],
    });
    expect(outcome.outcome).toBe('silenced');
    expect(await textsIn(id)).toEqual(['hello']);
    expect((await conversations.turns.readState(['memory'])).get('memory')?.value).toEqual({ step: 2 });
    expect(await conversations.turns.next(id)).toBeUndefined();
  });

  it('forgets state that is taken back', async () => {
    const { id } = await opened();
    await conversations.turns.writeState(id, [{ key: 'memory', version: 0, value: { step: 1 } }]);
    await conversations.turns.writeState(id, [{ key: 'memory', version: 1, value: undefined }]);
    expect((await conversations.turns.readState(['memory'])).size).toBe(0);
  });

  it('shows a replaced message with its new words, its old time, and only once', async () => {
    const { id } = await opened();
    await conversations.turns.commit(await owing(id), {
      replies: [reply('form', 'a1'), reply('after', 'a2')],
      state: [],
    });
    const formAt = (await conversations.since(id, 0))[1]?.at;
    now = new Date('2026-03-01T11:00:00Z');
    await conversations.turns.commit(await owing(id, said('done')), {
      replies: [
        { kind: 'replace', activity: { type: 'message', text: 'form, sent', id: 'a1' } },
        { kind: 'withdraw', activityId: 'a2' },
      ],
      state: [],
    });
    expect(await textsIn(id)).toEqual(['hello', 'done', 'form, sent']);
    const replacement = (await conversations.since(id, 4))[0];
    expect(replacement).toMatchObject({ seq: 5, at: formAt, activity: { id: 'a1', text: 'form, sent' } });
  });

  it('is found after a crash, and only once it has waited long enough for others', async () => {
    const { id } = await opened();
    await owing(id);
    expect(await conversations.turns.waiting()).toEqual([id]);
    expect(await conversations.turns.waiting(30_000)).toEqual([]);
    now = new Date(now.getTime() + 31_000);
    expect(await conversations.turns.waiting(30_000)).toEqual([id]);
  });
});

describe('a conversation on a remote channel', () => {
  it('holds what is due there until it was delivered', async () => {
    const reference = { channelId: 'emulator', serviceUrl: 'http://localhost:1' };
    const { id } = await conversations.open({
      id: 'emulator_1',
      customerId: 'c',
      channel: 'emulator',
      reference,
    });
    await conversations.turns.commit(await owing(id), {
      replies: [reply('one', 'r1'), reply('two', 'r2')],
      state: [],
    });
    const due = await conversations.turns.due(id);
    expect(due.map(({ activity }) => activity.text)).toEqual(['one', 'two']);
    expect(await conversations.turns.waiting()).toEqual([id]);
    for (const { seq } of due) await conversations.turns.delivered(id, seq, `theirs-${seq}`);
    expect(await conversations.turns.due(id)).toEqual([]);
    const change = { kind: 'replace' as const, activity: { type: 'message', text: 'uno', id: 'r1' } };
    await conversations.turns.commit(await owing(id), { replies: [change], state: [] });
    expect(await conversations.turns.due(id)).toMatchObject([
      { replaces: 'theirs-2', activity: { text: 'uno' } },
    ]);
  });
});
