import { z } from 'zod';

import { Failure } from '../../failure.ts';
import { agentText, customerWords } from '../agent-text.ts';
import { readAnswer, type AskHelpdesk, type HelpdeskRequest } from '../ask-helpdesk.ts';
import type { Helpdesk, Parcel, ParcelFile } from '../parcel.ts';

export interface ChatwootConfig {
  readonly url: string;
  readonly accountId: number;
  /** An inbox of the kind API. */
  readonly inboxId: number;
  readonly token: string;
}

const Contact = z.object({
  id: z.int(),
  identifier: z.string().nullable().optional(),
  email: z.string().nullable().optional(),
});
type Contact = z.infer<typeof Contact>;
const Contacts = z.object({ payload: z.array(Contact) });
const NewContact = z.object({ payload: z.object({ contact: Contact }) });
const Conversation = z.object({ id: z.int() });
const Conversations = z.object({
  payload: z.array(
    z.object({ id: z.int(), custom_attributes: z.record(z.string(), z.unknown()).nullable().optional() }),
  ),
});
const Messages = z.object({ payload: z.array(z.object({ id: z.int(), content: z.string().nullable() })) });

/** A message as one delivery adds it. */
interface Part {
  readonly content: string;
  readonly private: boolean;
  readonly files: readonly ParcelFile[];
}

/**
 * Chatwoot's application API, https://developers.chatwoot.com/api-reference/: a conversation in an API inbox for each
 * ticket. What the customer said comes in as theirs, everything else as private notes. Chatwoot knows no idempotency
 * keys: the conversation is found by a custom attribute, each message by a reference in its last line.
 */
export function createChatwoot(config: ChatwootConfig): Helpdesk {
  return {
    name: 'chatwoot',
    isLookedThrough: true,
    deliver: (parcel, ask) => deliverTo(config, ask)(parcel),
  };
}

function deliverTo(
  config: ChatwootConfig,
  ask: AskHelpdesk,
): (parcel: Parcel) => ReturnType<Helpdesk['deliver']> {
  const account = `${config.url}/api/v1/accounts/${config.accountId}`;

  const call = async (
    method: HelpdeskRequest['method'],
    path: string,
    body?: unknown,
    alsoFine: readonly number[] = [],
  ): Promise<{ status: number; json: unknown }> => {
    const isForm = body instanceof FormData;
    return ask({
      method,
      url: `${account}${path}`,
      headers: {
        api_access_token: config.token,
        accept: 'application/json',
        // fetch writes a form's own content type, with its boundary.
        ...(!isForm && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      alsoFine,
    });
  };

  async function findContact({
    reference,
    email,
  }: Parcel['ticket']['customer']): Promise<Contact | undefined> {
    const search = async (q: string): Promise<Contact[]> => {
      const query = new URLSearchParams({ q });
      return readAnswer(Contacts, (await call('GET', `/contacts/search?${query.toString()}`)).json).payload;
    };
    const known = (await search(reference)).find(({ identifier }) => identifier === reference);
    if (known || email === undefined) return known;
    return (await search(email)).find((one) => one.email?.toLowerCase() === email.toLowerCase());
  }

  async function contactOf(parcel: Parcel): Promise<number> {
    const { customer } = parcel.ticket;
    const known = await findContact(customer);
    if (known) return known.id;
    const { reference, name, email } = customer;
    const wish = { identifier: reference, name: name ?? reference, ...(email !== undefined && { email }) };
    const answer = await call('POST', '/contacts', wish, [422]);
    if (answer.status !== 422) return readAnswer(NewContact, answer.json).payload.contact.id;
    // Somebody else made it at this moment.
    const other = await findContact(customer);
    if (!other) throw new Failure('helpdesk_unreachable', 'Chatwoot neither takes a contact nor has it.');
    return other.id;
  }

  async function findConversation(contactId: number, token: string): Promise<string | undefined> {
    const answer = await call('GET', `/contacts/${contactId}/conversations`);
    const { payload } = readAnswer(Conversations, answer.json);
    const id = payload.find((one) => one.custom_attributes?.['veriguide'] === token)?.id;
    return id === undefined ? undefined : String(id);
  }

  async function conversationOf(parcel: Parcel): Promise<string> {
    const contactId = await contactOf(parcel);
    const known = parcel.tried ? await findConversation(contactId, parcel.token) : undefined;
    if (known !== undefined) return known;
    const { ticket, token } = parcel;
    const answer = await call('POST', '/conversations', {
      source_id: token,
      inbox_id: config.inboxId,
      contact_id: contactId,
      status: 'open',
      custom_attributes: { veriguide: token, ticket: ticket.number, category: ticket.category.id },
    });
    return String(readAnswer(Conversation, answer.json).id);
  }

  /** References of messages that the conversation has already, back to its beginning. */
  async function hasMessage(conversationId: string, reference: string): Promise<boolean> {
    let before: number | undefined;
    for (;;) {
      const path = `/conversations/${conversationId}/messages${before === undefined ? '' : `?before=${before}`}`;
      const { payload } = readAnswer(Messages, (await call('GET', path)).json);
      if (payload.some(({ content }) => content?.endsWith(reference))) return true;
      const oldest = payload.reduce<number | undefined>(
        (least, { id }) => Math.min(least ?? id, id),
        undefined,
      );
      if (oldest === undefined || oldest === before) return false;
      before = oldest;
    }
  }

  async function say(conversationId: string, parcel: Parcel, part: Part, index: number): Promise<void> {
    const reference = `Ref. ${parcel.ticket.number}/${parcel.key.slice(0, 8)}-${index + 1}`;
    if (parcel.tried && (await hasMessage(conversationId, reference))) return;
    const form = new FormData();
    form.append('content', `${part.content}\n\n${reference}`);
    form.append('message_type', part.private ? 'outgoing' : 'incoming');
    form.append('private', String(part.private));
    for (const { name, contentType, read: bytesOf } of part.files) {
      const blob = new Blob([new Uint8Array(await bytesOf())], { type: contentType });
      form.append('attachments[]', blob, name);
    }
    await call('POST', `/conversations/${conversationId}/messages`, form);
  }

  return async (parcel) => {
    const conversationId = parcel.externalId ?? (await conversationOf(parcel));
    for (const [index, part] of partsOf(parcel).entries()) await say(conversationId, parcel, part, index);
    const status = statusOf(parcel);
    if (status) await call('POST', `/conversations/${conversationId}/toggle_status`, { status });
    return { externalId: conversationId };
  };
}

function partsOf(parcel: Parcel): readonly Part[] {
  const words = customerWords(parcel);
  const said: Part = { content: words, private: false, files: parcel.files };
  const note: Part = { content: agentText(parcel), private: true, files: words === '' ? parcel.files : [] };
  if (words === '') return [note];
  // What follows an opening is only what the customer said, unless others spoke as well.
  const othersSpoke = parcel.ticket.transcript.some(({ author }) => author !== 'customer');
  const needsNote = parcel.kind !== 'customer_wrote' || othersSpoke || parcel.ticket.withheld.length > 0;
  return needsNote ? [said, note] : [said];
}

/** Setting it twice changes nothing. */
function statusOf({ kind, ticket }: Parcel): 'open' | 'resolved' | undefined {
  if (kind === 'solved' || (kind === 'opened' && ticket.standing.state === 'solved')) return 'resolved';
  return kind === 'opened' || kind === 'agent_answered' ? undefined : 'open';
}
