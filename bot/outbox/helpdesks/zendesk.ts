import { z } from 'zod';

import { Failure } from '../../failure.ts';
import { agentText, subjectOf } from '../agent-text.ts';
import { readAnswer, type AskHelpdesk, type HelpdeskRequest } from '../ask-helpdesk.ts';
import type { Helpdesk, Parcel, ParcelFile } from '../parcel.ts';

export interface ZendeskConfig {
  /** https://example.zendesk.com */
  readonly url: string;
  /** The agent's e-mail address that the token belongs to. */
  readonly user: string;
  readonly apiToken: string;
}

const Ticket = z.object({ ticket: z.object({ id: z.int() }) });
const Tickets = z.object({ tickets: z.array(z.object({ id: z.int(), external_id: z.string().nullable() })) });
const Uploaded = z.object({ upload: z.object({ token: z.string() }) });
const Audits = z.object({
  audits: z.array(
    z.object({ metadata: z.object({ custom: z.record(z.string(), z.unknown()).optional() }).optional() }),
  ),
  meta: z.object({ has_more: z.boolean() }).optional(),
  links: z.object({ next: z.string().nullable() }).optional(),
});

/**
 * Zendesk's Ticketing API, https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/. Everything goes into
 * a private comment: a public one would be mailed to the customer, who reads the chat. A ticket is created once by its
 * Idempotency-Key, which Zendesk remembers for two hours, and by its external id afterwards; a comment carries the
 * delivery's key in the metadata of its audit.
 */
export function createZendesk(config: ZendeskConfig): Helpdesk {
  return {
    name: 'zendesk',
    isLookedThrough: true,
    deliver: (parcel, ask) => deliverTo(config, ask)(parcel),
  };
}

function deliverTo(
  config: ZendeskConfig,
  ask: AskHelpdesk,
): (parcel: Parcel) => ReturnType<Helpdesk['deliver']> {
  const authorization = `Basic ${Buffer.from(`${config.user}/token:${config.apiToken}`).toString('base64')}`;
  const call = (
    method: HelpdeskRequest['method'],
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<unknown> =>
    ask({
      method,
      url: path.startsWith('http') ? path : `${config.url}${path}`,
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: body instanceof Buffer ? body : JSON.stringify(body) }),
    }).then(({ json }) => json);

  /** All files under one token, as one comment takes them. */
  async function upload(files: readonly ParcelFile[]): Promise<string[]> {
    let token: string | undefined;
    for (const file of files) {
      const query = new URLSearchParams({ filename: file.name, ...(token !== undefined && { token }) });
      const answer = await call('POST', `/api/v2/uploads.json?${query.toString()}`, await file.read(), {
        'content-type': file.contentType,
      });
      token = readAnswer(Uploaded, answer).upload.token;
    }
    return token === undefined ? [] : [token];
  }

  async function findTicket({ token }: Parcel): Promise<string | undefined> {
    const query = new URLSearchParams({ external_id: token });
    const { tickets } = readAnswer(Tickets, await call('GET', `/api/v2/tickets.json?${query.toString()}`));
    const id = tickets.find(({ external_id }) => external_id === token)?.id;
    return id === undefined ? undefined : String(id);
  }

  async function hasComment(ticketId: string, key: string): Promise<boolean> {
    let path: string | null = `/api/v2/tickets/${ticketId}/audits.json?page[size]=100`;
    while (path !== null) {
      const page: z.infer<typeof Audits> = readAnswer(Audits, await call('GET', path));
      if (page.audits.some(({ metadata }) => metadata?.custom?.['delivery'] === key)) return true;
      // Only ever to where the token belongs.
      const next: string | null = page.meta?.has_more ? (page.links?.next ?? null) : null;
      path = next === null ? null : next.slice(new URL(next).origin.length);
    }
    return false;
  }

  async function create(parcel: Parcel): Promise<string> {
    const { ticket, token, key, files } = parcel;
    const { customer } = ticket;
    const body = {
      ticket: {
        subject: subjectOf(ticket),
        external_id: token,
        comment: { body: agentText(parcel), public: false, uploads: await upload(files) },
        priority: ticket.priority,
        tags: ['veriguide', ticket.category.id],
        metadata: { delivery: key },
        ...(customer.email !== undefined && {
          requester: { name: customer.name ?? customer.reference, email: customer.email },
        }),
        ...statusOf(parcel),
      },
    };
    const answer = await call('POST', '/api/v2/tickets.json', body, { 'idempotency-key': key });
    return String(readAnswer(Ticket, answer).ticket.id);
  }

  return async (parcel) => {
    const known = parcel.externalId ?? (parcel.tried ? await findTicket(parcel) : undefined);
    if (parcel.kind === 'opened') return { externalId: known ?? (await create(parcel)) };
    if (known === undefined)
      throw new Failure('not_found', 'A delivery came before the opening of its ticket.');
    if (parcel.tried && (await hasComment(known, parcel.key))) return { externalId: known };
    await call('PUT', `/api/v2/tickets/${known}.json`, {
      ticket: {
        comment: { body: agentText(parcel), public: false, uploads: await upload(parcel.files) },
        metadata: { delivery: parcel.key },
        ...statusOf(parcel),
      },
    });
    return { externalId: known };
  };
}

/** Where the ticket stands there afterwards; an opening and an answer of ours leave that to Zendesk. */
function statusOf({ kind, ticket }: Parcel): { status?: 'open' | 'solved' } {
  if (kind === 'solved' || (kind === 'opened' && ticket.standing.state === 'solved'))
    return { status: 'solved' };
  return kind === 'opened' || kind === 'agent_answered' ? {} : { status: 'open' };
}
