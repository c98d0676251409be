import { z } from 'zod';

import { Failure } from '../../failure.ts';
import { agentText, markOf, subjectOf } from '../agent-text.ts';
import { readAnswer, type AskHelpdesk, type HelpdeskRequest } from '../ask-helpdesk.ts';
import type { Helpdesk, Parcel, ParcelFile } from '../parcel.ts';

export interface ZammadConfig {
  readonly url: string;
  readonly token: string;
  /** The group that new tickets go to. */
  readonly group: string;
  /** Whose tickets they are when the customer gave no e-mail address. */
  readonly fallbackCustomer: string;
}

const Ticket = z.object({ id: z.int() });
const Found = z.array(z.object({ id: z.int(), title: z.string() }));
const Articles = z.array(z.object({ subject: z.string().nullable() }));

/**
 * Zammad's REST API: https://docs.zammad.org/en/latest/api/ticket/index.html and articles.html beside it. Everything
 * is an internal note, which is mailed to nobody. Zammad knows no idempotency keys: the ticket is found by the token in
 * its title (a search by condition reads the database itself, not the index that lags behind), a note by the delivery's
 * key in its subject.
 */
export function createZammad(config: ZammadConfig): Helpdesk {
  return {
    name: 'zammad',
    isLookedThrough: true,
    deliver: (parcel, ask) => deliverTo(config, ask)(parcel),
  };
}

function deliverTo(
  config: ZammadConfig,
  ask: AskHelpdesk,
): (parcel: Parcel) => ReturnType<Helpdesk['deliver']> {
  const call = (method: HelpdeskRequest['method'], path: string, body?: unknown): Promise<unknown> =>
    ask({
      method,
      url: `${config.url}${path}`,
      headers: {
        authorization: `Token token=${config.token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).then(({ json }) => json);

  async function findTicket({ token }: Parcel): Promise<string | undefined> {
    const query = new URLSearchParams({
      'condition[ticket.title][operator]': 'contains',
      'condition[ticket.title][value]': token,
      expand: 'true',
      limit: '10',
    });
    const found = readAnswer(Found, await call('GET', `/api/v1/tickets/search?${query.toString()}`));
    const id = found.find(({ title }) => title.includes(`[${token}]`))?.id;
    return id === undefined ? undefined : String(id);
  }

  async function hasNote(ticketId: string, parcel: Parcel): Promise<boolean> {
    const articles = readAnswer(Articles, await call('GET', `/api/v1/ticket_articles/by_ticket/${ticketId}`));
    return articles.some(({ subject }) => subject?.includes(markOf(parcel)) ?? false);
  }

  async function noteOf(parcel: Parcel): Promise<unknown> {
    return {
      subject: `${parcel.ticket.number}, ${markOf(parcel)}`,
      body: agentText(parcel),
      content_type: 'text/plain',
      type: 'note',
      internal: true,
      attachments: await Promise.all(parcel.files.map(attachmentOf)),
    };
  }

  async function create(parcel: Parcel): Promise<string> {
    const { ticket, token } = parcel;
    const answer = await call('POST', '/api/v1/tickets', {
      title: `${subjectOf(ticket)} [${token}]`,
      group: config.group,
      // Zammad finds the customer by the address, or makes one.
      customer_id: `guess:${ticket.customer.email ?? config.fallbackCustomer}`,
      priority: PRIORITIES[ticket.priority],
      article: await noteOf(parcel),
      ...stateOf(parcel),
    });
    return String(readAnswer(Ticket, answer).id);
  }

  return async (parcel) => {
    const known = parcel.externalId ?? (parcel.tried ? await findTicket(parcel) : undefined);
    if (parcel.kind === 'opened') return { externalId: known ?? (await create(parcel)) };
    if (known === undefined)
      throw new Failure('not_found', 'A delivery came before the opening of its ticket.');
    if (parcel.tried && (await hasNote(known, parcel))) return { externalId: known };
    // Note and state in one request, so that they cannot come apart.
    await call('PUT', `/api/v1/tickets/${known}`, { ...stateOf(parcel), article: await noteOf(parcel) });
    return { externalId: known };
  };
}

/** The priorities that Zammad comes with: there is nothing above high. */
const PRIORITIES = { low: '1 low', normal: '2 normal', high: '3 high', urgent: '3 high' } as const;

function stateOf({ kind, ticket }: Parcel): { state?: 'open' | 'closed' } {
  if (kind === 'solved' || (kind === 'opened' && ticket.standing.state === 'solved'))
    return { state: 'closed' };
  return kind === 'opened' || kind === 'agent_answered' ? {} : { state: 'open' };
}

async function attachmentOf(file: ParcelFile): Promise<unknown> {
  const data = (await file.read()).toString('base64');
  return { filename: file.name, data, 'mime-type': file.contentType };
}
