// Zendesk's Ticketing API as documented:
// https://developer.zendesk.com/api-reference/ticketing/introduction/#idempotency
// https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/ (create, update, list by external id, metadata)
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/ (uploads)
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/ (metadata.custom, cursor pagination)
import { z } from 'zod';

import {
  checked,
  jsonOf,
  openHttpReceiver,
  type Call,
  type ReceivedFile,
  type ReceivedTicket,
  type Receiver,
  type Reply,
} from './receiver.ts';

const Comment = z.strictObject({
  body: z.string().min(1).max(65_535),
  public: z.boolean().optional(),
  uploads: z.array(z.string()).optional(),
  html_body: z.string().optional(),
  author_id: z.int().optional(),
});
const fields = {
  comment: Comment,
  external_id: z.string().max(255).optional(),
  priority: z.enum(['urgent', 'high', 'normal', 'low']).optional(),
  status: z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed']).optional(),
  tags: z.array(z.string().regex(/^\S+$/)).optional(),
  // At most one kilobyte of custom metadata for an audit.
  metadata: z
    .record(z.string(), z.string())
    .refine((data) => JSON.stringify(data).length <= 1024)
    .optional(),
};
const Create = z.strictObject({
  ticket: z.strictObject({
    ...fields,
    subject: z.string().min(1),
    requester: z.strictObject({ name: z.string().min(1), email: z.email() }).optional(),
  }),
});
const Update = z.strictObject({ ticket: z.strictObject(fields) });

interface Stored {
  readonly id: number;
  readonly externalId: string;
  status: string;
  readonly audits: { comment: z.infer<typeof Comment>; delivery: string | undefined }[];
}

const USER = 'agent@exchange.example';
const TOKEN = 'a-token-of-zendesk';
export const ZENDESK_SECRET = 'a secret of the webhook at zendesk';
/** Small, so that the adapter has to turn pages. */
const AUDITS_A_PAGE = 2;

export async function openZendesk(): Promise<Receiver & { readonly subjects: readonly string[] }> {
  const tickets: Stored[] = [];
  const subjects: string[] = [];
  const uploads = new Map<string, ReceivedFile[]>();
  const answered = new Map<string, { body: string; reply: Reply }>();
  const rights = `Basic ${Buffer.from(`${USER}/token:${TOKEN}`).toString('base64')}`;

  function upload(call: Call, violate: (what: string) => void): Reply {
    const name = call.query.get('filename');
    if (!name) violate('filename is required');
    if (!call.headers['content-type']) violate('content-type is required');
    const token = call.query.get('token') ?? `upload-${uploads.size + 1}`;
    uploads.set(token, [...(uploads.get(token) ?? []), { name: name ?? '', bytes: call.body }]);
    return { status: 201, json: { upload: { token, attachment: { file_name: name } } } };
  }

  function create(call: Call, violate: (what: string) => void): Reply {
    const key = call.headers['idempotency-key'] ?? '';
    if (key === '' || key.length > 255) violate('Idempotency-Key');
    const known = answered.get(key);
    if (known) {
      if (known.body === call.body.toString())
        return { ...known.reply, headers: { 'x-idempotency-lookup': 'hit' } };
      return { status: 400, json: { error: 'IdempotentRequestError' } };
    }
    const wish = checked(Create, jsonOf(call), violate);
    if (!wish) return { status: 422, json: { error: 'RecordInvalid' } };
    const { ticket } = wish;
    const stored: Stored = {
      id: 100 + tickets.length,
      externalId: ticket.external_id ?? '',
      status: ticket.status ?? 'new',
      audits: [{ comment: ticket.comment, delivery: ticket.metadata?.['delivery'] }],
    };
    tickets.push(stored);
    subjects.push(ticket.subject);
    const reply: Reply = { status: 201, json: { ticket: { id: stored.id, external_id: stored.externalId } } };
    answered.set(key, { body: call.body.toString(), reply });
    return { ...reply, headers: { 'x-idempotency-lookup': 'miss' } };
  }

  function audits(stored: Stored, call: Call, origin: string): Reply {
    const from = Number(call.query.get('page[after]') ?? 0);
    const page = stored.audits.slice(from, from + AUDITS_A_PAGE);
    const next = from + AUDITS_A_PAGE;
    return {
      status: 200,
      json: {
        audits: page.map(({ delivery }, index) => ({
          id: from + index + 1,
          metadata: { system: {}, custom: delivery === undefined ? {} : { delivery } },
        })),
        meta: { has_more: next < stored.audits.length },
        links: { next: `${origin}${call.path}?page[size]=100&page[after]=${next}`, prev: null },
      },
    };
  }

  const http = await openHttpReceiver((call, violate) => {
    if (call.headers['authorization'] !== rights)
      return { status: 401, json: { error: 'Couldn’t authenticate you' } };
    const { method, path } = call;
    if (method === 'POST' && path === '/api/v2/uploads.json') return upload(call, violate);
    if (method === 'POST' && path === '/api/v2/tickets.json') return create(call, violate);
    if (method === 'GET' && path === '/api/v2/tickets.json') {
      const found = tickets.filter(({ externalId }) => externalId === call.query.get('external_id'));
      return {
        status: 200,
        json: { tickets: found.map(({ id, externalId }) => ({ id, external_id: externalId })) },
      };
    }
    const [, id = '', what = ''] = /^\/api\/v2\/tickets\/(\d+)(\/audits)?\.json$/.exec(path) ?? [];
    const stored = tickets.find((ticket) => String(ticket.id) === id);
    if (stored && method === 'GET' && what !== '') return audits(stored, call, http.origin);
    if (stored && method === 'PUT' && what === '') {
      const wish = checked(Update, jsonOf(call), violate);
      if (!wish) return { status: 422, json: { error: 'RecordInvalid' } };
      stored.audits.push({ comment: wish.ticket.comment, delivery: wish.ticket.metadata?.['delivery'] });
      stored.status = wish.ticket.status ?? stored.status;
      return { status: 200, json: { ticket: { id: stored.id }, audit: {} } };
    }
    violate('no such endpoint');
    return { status: 404, json: { error: 'InvalidEndpoint' } };
  });

  return Object.assign(http, {
    env: {
      ZENDESK_URL: http.origin,
      ZENDESK_USER: USER,
      ZENDESK_API_TOKEN: TOKEN,
      ZENDESK_WEBHOOK_SECRET: ZENDESK_SECRET,
    },
    subjects,
    tickets: (): ReceivedTicket[] =>
      tickets.map(({ externalId, status, audits: all }) => ({
        token: externalId,
        texts: all.map(({ comment }) => {
          if (comment.public !== false) throw new Error('a comment is public');
          return comment.body;
        }),
        files: all.flatMap(({ comment }) =>
          (comment.uploads ?? []).flatMap((token) => uploads.get(token) ?? []),
        ),
        state: status === 'solved' ? 'solved' : 'open',
      })),
  });
}
