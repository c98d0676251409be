import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Sign, Standing } from '../../../bot/conversations/conversations.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';
import { until } from '../../kit/until.ts';
import { startStations, type Stations } from './stations.ts';
import { Widget } from './widget.ts';

const KIM = '3f6f1d5e-5d1c-4f0e-9a53-0d8a0b3b7a11';

let fresh: FreshDatabase;
let stations: Stations;
let widget: Widget;
let id: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  stations = await startStations(fresh);
});
afterEach(() => widget.close());
afterAll(async () => {
  await stations.stop();
  await fresh.drop();
});
beforeEach(async () => {
  widget = await Widget.open(stations.origin);
  id = widget.held.conversationId;
  await widget.hears('Welcome!');
});

const standing = async (): Promise<Standing> => {
  const now = await stations.conversations.presence.of(id);
  if (!now) throw new Error('the conversation is there');
  return now;
};

const post = (activity: Record<string, unknown>) =>
  widget.raw(`/conversations/${id}/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });

/** What came over the stream beside messages. */
const came = (type: string) => widget.received.filter((activity) => (activity.type as string) === type);

describe('signs between a customer and an agent', () => {
  it('the customer is there from the first open stream to the last one that closes', async () => {
    await until('the customer to be there', async () => (await standing()).customerIsHere || undefined);
    const second = new Widget(stations.origin, widget.held, { reload: true });
    await second.hears('Welcome!');
    widget.close();
    await second.says('Still here');
    await second.hears(/Still here$/);
    expect((await standing()).customerIsHere).toBe(true);
    second.close();
    await until('the customer to be gone', async () => !(await standing()).customerIsHere || undefined);
  });

  it('typing goes to whoever follows, is not stored, and owes no answer', async () => {
    const signs: Sign[] = [];
    const stop = stations.conversations.subscribe(
      id,
      () => undefined,
      (sign) => signs.push(sign),
    );
    expect((await post({ type: 'typing' })).status).toBe(200);
    expect(signs).toContainEqual({ kind: 'typing', author: 'user' });
    stop();
    const log = await stations.conversations.since(id, 0);
    expect(log.map(({ activity }) => activity.type)).toEqual(['conversationUpdate', 'message']);
    expect(await stations.conversations.turns.waiting()).not.toContain(id);
    // Its own sign does not come back to the customer.
    await widget.says('done typing');
    await widget.hears(/done typing$/);
    expect(came('typing').filter(({ from }) => from.role === 'user')).toEqual([]);
  });

  it('reading moves forward only, and not beyond what there is', async () => {
    const { seq } = await stations.conversations.append(id, 'agent', { type: 'message', text: 'Hello' });
    const read = (watermark: string) =>
      post({ type: 'event', name: 'veriguide/read', value: { watermark } }).then(({ status }) => status);
    expect(await read(String(seq - 1))).toBe(200);
    expect((await standing()).customerHasRead).toBe(false);
    expect(await read('999999')).toBe(200);
    const { customerHasRead, customerReadAt } = await standing();
    expect([customerHasRead, typeof customerReadAt]).toEqual([true, 'string']);
    await read('1');
    expect((await standing()).customerHasRead).toBe(true);
    await stations.conversations.append(id, 'agent', { type: 'message', text: 'One more thing' });
    expect((await standing()).customerHasRead).toBe(false);
    const log = await stations.conversations.since(id, 0);
    expect(log.map(({ activity }) => activity.type)).not.toContain('event');
  });

  it('nobody gives signs in a conversation of somebody else', async () => {
    const other = await Widget.open(stations.origin);
    const { seq } = await stations.conversations.append(id, 'agent', { type: 'message', text: 'Hello' });
    const answer = await other.raw(`/conversations/${id}/activities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'event',
        name: 'veriguide/read',
        value: { watermark: String(seq) },
      }),
    });
    other.close();
    expect(answer.status).toBe(403);
    expect((await standing()).customerHasRead).toBe(false);
  });

  it('the widget learns who has the conversation, whether the agent is there, and has read', async () => {
    const newest = () =>
      came('event')
        .map((activity) => (activity as unknown as { value: unknown }).value)
        .at(-1);
    const shows = (value: Record<string, unknown>) =>
      until(`the widget to know ${JSON.stringify(value)}`, () =>
        JSON.stringify(newest()) === JSON.stringify(value) ? value : undefined,
      );
    await widget.says('Hello?');
    await widget.hears(/Hello\?$/);
    // Where no agent was, there is nothing to tell.
    expect(newest()).toBeUndefined();
    await stations.conversations.giveToAgent(id, KIM);
    await shows({ owner: 'agent', agentIsHere: false, agentHasRead: false });
    await stations.conversations.presence.note(id, 'agent', true);
    await shows({ owner: 'agent', agentIsHere: true, agentHasRead: false });
    await stations.conversations.presence.noteRead(id, 'agent', 1_000);
    await shows({ owner: 'agent', agentIsHere: true, agentHasRead: true });
    await stations.conversations.giveToBot(id);
    await shows({ owner: 'bot', agentIsHere: true, agentHasRead: true });
  });

  it('an agent is seen typing; the bot is not, once the agent has the conversation', async () => {
    await stations.conversations.giveToAgent(id, KIM);
    await until('the widget to know', () => came('event')[0]);
    stations.conversations.showTyping(id, 'bot');
    stations.conversations.showTyping(id, 'agent');
    await until('the sign', () => came('typing')[0]);
    expect(came('typing').map(({ from }) => from.id)).toEqual(['agent']);
  });

  it('come in any number from a client without costing it its messages', async () => {
    for (let sign = 0; sign < 60; sign += 1) expect((await post({ type: 'typing' })).status).toBe(200);
    await widget.says('a message');
    await widget.hears(/a message$/);
  });
});
