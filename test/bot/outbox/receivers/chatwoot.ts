// Chatwoot's application API as documented at https://developers.chatwoot.com/api-reference/ (contacts, conversations,
// messages) and in swagger/paths/application/ of https://github.com/chatwoot/chatwoot. A list of messages has twenty,
// `before` gives those before an id.
import { z } from 'zod';

import {
  checked,
  jsonOf,
  openHttpReceiver,
  type Call,
  type ReceivedFile,
  type ReceivedTicket,
  type Receiver,
} from './receiver.ts';

const ACCOUNT = 7;
const INBOX = 3;
export const CHATWOOT_SECRET = 'a secret of the webhook at chatwoot';

const NewContact = z.strictObject({
  identifier: z.string().min(1),
  name: z.string(),
  email: z.email().optional(),
});
const NewConversation = z.strictObject({
  source_id: z.string().min(1),
  inbox_id: z.literal(INBOX),
  contact_id: z.int(),
  status: z.enum(['open', 'resolved', 'pending']),
  custom_attributes: z.record(z.string(), z.string()),
});
const NewMessage = z.strictObject({
  content: z.string().min(1).max(150_000),
  message_type: z.enum(['outgoing', 'incoming']),
  private: z.enum(['true', 'false']),
});
const Status = z.strictObject({ status: z.enum(['open', 'resolved', 'pending', 'snoozed']) });

interface Message {
  readonly id: number;
  readonly content: string;
  readonly files: readonly ReceivedFile[];
}

interface Stored {
  readonly id: number;
  readonly contactId: number;
  readonly attributes: Readonly<Record<string, string>>;
  status: string;
  readonly messages: Message[];
}

const PAGE = 2;

export async function openChatwoot(): Promise<Receiver> {
  const contacts: ({ id: number } & z.infer<typeof NewContact>)[] = [];
  const conversations: Stored[] = [];
  let messageId = 0;

  async function message(stored: Stored, call: Call, violate: (what: string) => void) {
    const headers = { 'content-type': call.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(call.body), { headers }).formData();
    const files: ReceivedFile[] = [];
    const fields: Record<string, string> = {};
    for (const [name, value] of form) {
      if (typeof value === 'string') fields[name] = value;
      else if (name === 'attachments[]')
        files.push({ name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
      else violate(`unknown file field ${name}`);
    }
    const wish = checked(NewMessage, fields, violate);
    if (!wish) return { status: 422, json: {} };
    if (wish.message_type === 'outgoing' && wish.private === 'false')
      violate('the customer would be answered');
    messageId += 1;
    stored.messages.push({ id: messageId, content: wish.content, files });
    return { status: 200, json: { id: messageId } };
  }

  const http = await openHttpReceiver((call, violate) => {
    if (call.headers['api_access_token'] !== 'a-token-of-chatwoot') return { status: 401, json: {} };
    const { method, query } = call;
    const base = `/api/v1/accounts/${ACCOUNT}`;
    const path = call.path.startsWith(base) ? call.path.slice(base.length) : '';
    if (method === 'GET' && path === '/contacts/search') {
      const words = (query.get('q') ?? '').toLowerCase();
      const payload = contacts.filter(
        ({ identifier, email }) => identifier.includes(words) || email?.toLowerCase().includes(words),
      );
      return { status: 200, json: { meta: { count: payload.length }, payload } };
    }
    if (method === 'POST' && path === '/contacts') {
      const wish = checked(NewContact, jsonOf(call), violate);
      const taken = contacts.some(
        (one) =>
          one.identifier === wish?.identifier || (wish?.email !== undefined && one.email === wish.email),
      );
      if (!wish || taken) return { status: 422, json: { message: 'has already been taken' } };
      const contact = { id: contacts.length + 1, ...wish };
      contacts.push(contact);
      return { status: 200, json: { payload: { contact } } };
    }
    const [, contactId] = /^\/contacts\/(\d+)\/conversations$/.exec(path) ?? [];
    if (method === 'GET' && contactId !== undefined) {
      const own = conversations.filter((one) => String(one.contactId) === contactId);
      const payload = own.map(({ id, attributes }) => ({ id, custom_attributes: attributes }));
      return { status: 200, json: { payload } };
    }
    if (method === 'POST' && path === '/conversations') {
      const wish = checked(NewConversation, jsonOf(call), violate);
      if (!wish) return { status: 422, json: {} };
      const { contact_id, custom_attributes, status } = wish;
      const stored = {
        id: conversations.length + 1,
        contactId: contact_id,
        attributes: custom_attributes,
        status,
      };
      conversations.push({ ...stored, messages: [] });
      return { status: 200, json: { id: stored.id, account_id: ACCOUNT, inbox_id: INBOX } };
    }
    const [, id, what] = /^\/conversations\/(\d+)\/(messages|toggle_status)$/.exec(path) ?? [];
    const stored = conversations.find((one) => String(one.id) === id);
    if (stored && method === 'GET' && what === 'messages') {
      const before = Number(query.get('before') ?? Number.MAX_SAFE_INTEGER);
      const payload = stored.messages.filter((one) => one.id < before).slice(-PAGE);
      return { status: 200, json: { meta: {}, payload } };
    }
    if (stored && method === 'POST' && what === 'messages') return message(stored, call, violate);
    if (stored && method === 'POST' && what === 'toggle_status') {
      const wish = checked(Status, jsonOf(call), violate);
      if (wish) stored.status = wish.status;
      return { status: 200, json: { payload: { success: true } } };
    }
    violate('no such endpoint');
    return { status: 404, json: {} };
  });

  return Object.assign(http, {
    env: {
      CHATWOOT_URL: http.origin,
      CHATWOOT_ACCOUNT_ID: String(ACCOUNT),
      CHATWOOT_INBOX_ID: String(INBOX),
      CHATWOOT_TOKEN: 'a-token-of-chatwoot',
      CHATWOOT_WEBHOOK_SECRET: CHATWOOT_SECRET,
    },
    tickets: (): ReceivedTicket[] =>
      conversations.map(({ attributes, messages, status }) => ({
        token: attributes['veriguide'] ?? '',
        texts: messages.map(({ content }) => content),
        files: messages.flatMap(({ files }) => files),
        state: status === 'resolved' ? 'solved' : 'open',
      })),
  });
}
