import { createHmac } from 'node:crypto';

import { afterEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';

import { actorOf, type HelpdeskName } from '../../../bot/deliveries/helpdesks.ts';
import { until } from '../../kit/until.ts';
import { conversationOf, openOffice, type Office } from './office.ts';
import { CHATWOOT_SECRET, openChatwoot } from './receivers/chatwoot.ts';
import type { Receiver } from './receivers/receiver.ts';
import { openWebhookReceiver, WEBHOOK_SECRET } from './receivers/webhook.ts';
import { openZammad, ZAMMAD_SECRET } from './receivers/zammad.ts';
import { openZendesk, ZENDESK_SECRET } from './receivers/zendesk.ts';

/** A call as a helpdesk makes it. */
interface Call {
  readonly body: string;
  readonly headers: Record<string, string>;
}

interface Kind {
  readonly name: HelpdeskName;
  readonly open: () => Promise<Receiver>;
  /** What it says of its ticket 'id', each signed as it signs at this moment. */
  answer(ticket: CallAbout, text: string): unknown;
  /** What must not reach the customer. */
  note(ticket: CallAbout, text: string): unknown;
  solved(ticket: CallAbout): unknown;
  sign(body: string, at: Date): Record<string, string>;
}

interface CallAbout {
  readonly externalId: string;
  readonly at: Date;
  /** The helpdesk's own id of what happened. */
  readonly id: number;
}

const KINDS: readonly Kind[] = [
  {
    name: 'zendesk',
    open: openZendesk,
    answer: ({ externalId, at, id }, body) => zendeskComment(externalId, at, id, body, true),
    note: ({ externalId, at, id }, body) => zendeskComment(externalId, at, id, body, false),
    // https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/#status-changed
    solved: ({ externalId, at, id }) => ({
      ...{
        type: 'zen:event-type:ticket.status_changed',
        account_id: 1,
        id: `event-${id}`,
        time: at.toISOString(),
      },
      ...{ subject: `zen:ticket:${externalId}`, zendesk_event_version: '2022-11-06' },
      detail: { id: externalId, status: 'SOLVED', external_id: 'vg' },
      event: { current: 'SOLVED', previous: 'OPEN' },
    }),
    sign: (body, at) => ({
      'x-zendesk-webhook-signature-timestamp': at.toISOString(),
      'x-zendesk-webhook-signature': createHmac('sha256', ZENDESK_SECRET)
        .update(at.toISOString() + body)
        .digest('base64'),
    }),
  },
  {
    name: 'zammad',
    open: openZammad,
    answer: (about, text) => zammadCall(about, 'open', { body: `<div>${text}</div>`, internal: false }),
    note: (about, text) => zammadCall(about, 'open', { body: text, internal: true }),
    solved: (about) => zammadCall(about, 'closed'),
    sign: (body) => ({
      'x-zammad-delivery': 'a-delivery',
      'x-hub-signature': `sha1=${createHmac('sha1', ZAMMAD_SECRET).update(body).digest('hex')}`,
    }),
  },
  {
    name: 'chatwoot',
    open: openChatwoot,
    answer: (about, text) => chatwootMessage(about, text, false),
    note: (about, text) => chatwootMessage(about, text, true),
    solved: ({ externalId }) => ({
      event: 'conversation_status_changed',
      id: Number(externalId),
      status: 'resolved',
    }),
    sign: (body, at) => {
      const timestamp = String(Math.floor(at.getTime() / 1000));
      const signed = createHmac('sha256', CHATWOOT_SECRET).update(`${timestamp}.${body}`).digest('hex');
      return { 'x-chatwoot-timestamp': timestamp, 'x-chatwoot-signature': `sha256=${signed}` };
    },
  },
  {
    name: 'webhook',
    open: openWebhookReceiver,
    answer: ({ externalId, at }, text) => ({
      ...{ type: 'ticket.answered', timestamp: at.toISOString() },
      data: { token: externalId, text, agent: 'Tom Tall' },
    }),
    note: ({ externalId, at }, text) => ({
      ...{ type: 'ticket.noted', timestamp: at.toISOString() },
      data: { token: externalId, text },
    }),
    solved: ({ externalId, at }) => ({
      ...{ type: 'ticket.solved', timestamp: at.toISOString() },
      data: { token: externalId },
    }),
    sign: (body, at) => ({
      'webhook-id': `msg_${createHmac('sha256', 'id').update(body).digest('hex').slice(0, 16)}`,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(WEBHOOK_SECRET).sign(
        `msg_${createHmac('sha256', 'id').update(body).digest('hex').slice(0, 16)}`,
        at,
        body,
      ),
    }),
  },
];

// https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/#comment-created
const zendeskComment = (externalId: string, at: Date, id: number, body: string, isPublic: boolean) => ({
  ...{
    type: 'zen:event-type:ticket.comment_added',
    account_id: 1,
    id: `event-${id}`,
    time: at.toISOString(),
  },
  ...{ subject: `zen:ticket:${externalId}`, zendesk_event_version: '2022-11-06' },
  detail: { id: externalId, status: 'OPEN', external_id: 'vg' },
  event: {
    comment: {
      id: String(id),
      body,
      is_public: isPublic,
      author: { id: '7', is_staff: true, name: 'Tom Tall' },
    },
  },
});

// https://admin-docs.zammad.org/en/latest/manage/webhook/payload.html
const zammadCall = (
  { externalId, at, id }: CallAbout,
  state: string,
  article?: { readonly body: string; readonly internal: boolean },
) => ({
  ticket: { id: Number(externalId), state, updated_at: at.toISOString(), title: 'a title' },
  article: article && {
    ...{ id, sender: 'Agent', type: 'note', content_type: 'text/html' },
    ...article,
    created_by: { firstname: 'Tom', lastname: 'Tall' },
  },
});

const chatwootMessage = ({ externalId, id }: CallAbout, content: string, isPrivate: boolean) => ({
  ...{ event: 'message_created', id, content, message_type: 'outgoing', private: isPrivate },
  sender: { id: 7, name: 'Tom Tall', type: 'user' },
  conversation: { id: Number(externalId), status: 'open' },
});

describe.each(KINDS)('what people do at $name', (kind) => {
  let office: Office;
  let receiver: Receiver;
  let number: string;
  let about: Omit<CallAbout, 'id'>;

  afterEach(async () => {
    await office.close();
    await receiver.close();
  });

  async function begin(): Promise<void> {
    receiver = await kind.open();
    office = await openOffice(receiver.env);
    number = await office.opens('anna');
    await office.settled();
    const [row] = await office.database.query<{ external_id: string }>(
      'select external_id from helpdesk_ticket where helpdesk = $1',
      [kind.name],
    );
    about = { externalId: row?.external_id ?? '', at: new Date() };
  }

  const calls = async (content: unknown, change: (call: Call) => Call = (call) => call, at = new Date()) => {
    const body = JSON.stringify(content);
    const call = change({ body, headers: kind.sign(body, at) });
    const response = await fetch(`${office.origin}/helpdesks/${kind.name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...call.headers },
      body: call.body,
    });
    return response.status;
  };

  const saidByAgents = async () => {
    const entries = await office.conversations.since(conversationOf('anna'), 0);
    return entries.filter(({ author }) => author === 'agent').map(({ activity }) => activity);
  };

  /** All that helpdesks told us has been acted on. */
  const acted = () =>
    until('what was told to be acted on', async () => {
      const [row] = await office.database.query<{ left: number }>(
        `select count(*)::int as left from job where state in ('waiting', 'running') and kind = 'helpdesk_said'`,
      );
      return row?.left === 0 ? true : undefined;
    });

  it('an answer reaches the chat once, however often it is told, and no echo of it goes back', async () => {
    await begin();
    const answer = kind.answer({ ...about, id: 41 }, 'Please allow the camera');
    expect(await calls(answer)).toBe(204);
    expect(await calls(answer)).toBe(204);
    await acted();
    expect(await calls(answer)).toBe(204);
    await acted();
    const said = await saidByAgents();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ text: 'Please allow the camera', from: { name: 'Tom Tall' } });
    const ticket = await office.tickets.byNumber(number);
    expect(ticket).toMatchObject({ state: 'waiting', agentId: actorOf(kind.name) });
    expect((await office.conversations.find(conversationOf('anna')))?.owner).toBe('agent');

    await office.says('anna', 'It works, thank you');
    await office.settled();
    const texts = receiver.tickets()[0]?.texts.join('\n') ?? '';
    expect(texts).toContain('It works, thank you');
    expect(texts).not.toContain('Please allow the camera');
  });

  it('solving it there solves it here, once, and is not told back', async () => {
    await begin();
    const changes = receiver.changes.length;
    const solved = kind.solved({ ...about, id: 42, at: new Date() });
    expect(await calls(solved)).toBe(204);
    expect(await calls(solved)).toBe(204);
    await acted();
    expect((await office.tickets.byNumber(number))?.state).toBe('solved');
    const kinds = (await office.tickets.history((await office.tickets.byNumber(number))?.id ?? '')).map(
      (event) => event.kind,
    );
    expect(kinds).toEqual(['opened', 'solve']);
    await office.settled();
    expect(receiver.changes).toHaveLength(changes);
  });

  it('what is internal there stays there, and other tickets are none of ours', async () => {
    await begin();
    expect(await calls(kind.note({ ...about, id: 43 }, 'A secret remark'))).toBe(204);
    expect(await calls(kind.answer({ ...about, externalId: '987654', id: 44 }, 'For somebody else'))).toBe(
      204,
    );
    await acted();
    expect(await saidByAgents()).toEqual([]);
  });

  it('is believed only with its signature over exactly these bytes', async () => {
    await begin();
    const answer = kind.answer({ ...about, id: 45 }, 'Send me your password');
    const forged = (call: Call): Call => ({ ...call, body: call.body.replace('password', 'passw0rd') });
    expect(await calls(answer, forged)).toBe(401);
    expect(await calls(answer, ({ body }) => ({ body, headers: {} }))).toBe(401);
    await acted();
    expect(await saidByAgents()).toEqual([]);
  });

  it('is not believed when it is old', async () => {
    await begin();
    const old = new Date(Date.now() - 2 * 60 * 60 * 1000);
    expect(await calls(kind.answer({ ...about, at: old, id: 46 }, 'Hello'), undefined, old)).toBe(401);
    await acted();
    expect(await saidByAgents()).toEqual([]);
  });
});
