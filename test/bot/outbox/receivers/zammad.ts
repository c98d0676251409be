// Zammad's REST API as documented:
// https://docs.zammad.org/en/latest/api/intro.html (Authorization: Token token=…)
// https://docs.zammad.org/en/latest/api/ticket/index.html (create, update, search; customer_id: "guess:…")
// https://docs.zammad.org/en/latest/api/ticket/articles.html (articles, attachments in BASE64)
// A search by condition reads the database: app/controllers/tickets_controller.rb and
// app/models/concerns/can_search.rb of https://github.com/zammad/zammad
import { z } from 'zod';

import { checked, jsonOf, openHttpReceiver, type ReceivedTicket, type Receiver } from './receiver.ts';

const Article = z.strictObject({
  subject: z.string(),
  body: z.string().min(1),
  content_type: z.enum(['text/plain', 'text/html']),
  type: z.enum(['note', 'phone', 'email', 'web']),
  internal: z.boolean(),
  attachments: z.array(
    z.strictObject({ filename: z.string().min(1), data: z.base64(), 'mime-type': z.string().min(1) }),
  ),
});
const state = z.enum(['new', 'open', 'closed']).optional();
const Create = z.strictObject({
  title: z.string().min(1).max(250),
  group: z.literal('Support'),
  customer_id: z.string().regex(/^guess:[^\s@]+@[^\s@]+$/),
  priority: z.enum(['1 low', '2 normal', '3 high']).optional(),
  state,
  article: Article,
});
const Update = z.strictObject({ state, article: Article });

interface Stored {
  readonly id: number;
  readonly title: string;
  state: string;
  readonly articles: z.infer<typeof Article>[];
}

export const ZAMMAD_SECRET = 'a secret of the webhook at zammad';

export async function openZammad(): Promise<Receiver> {
  const tickets: Stored[] = [];
  const http = await openHttpReceiver((call, violate) => {
    if (call.headers['authorization'] !== 'Token token=a-token-of-zammad') return { status: 401, json: {} };
    const { method, path, query } = call;
    if (method === 'POST' && path === '/api/v1/tickets') {
      const wish = checked(Create, jsonOf(call), violate);
      if (!wish) return { status: 422, json: { error: 'invalid' } };
      const stored = {
        id: tickets.length + 1,
        title: wish.title,
        state: wish.state ?? 'new',
        articles: [wish.article],
      };
      tickets.push(stored);
      return { status: 201, json: { id: stored.id, title: stored.title } };
    }
    if (method === 'GET' && path === '/api/v1/tickets/search') {
      if (query.has('query')) violate('a query is answered by the index, which lags behind');
      if (query.get('condition[ticket.title][operator]') !== 'contains') violate('unknown operator');
      const words = query.get('condition[ticket.title][value]') ?? '';
      return {
        status: 200,
        json: tickets.filter(({ title }) => title.includes(words)).map(({ id, title }) => ({ id, title })),
      };
    }
    const [, articlesOf] = /^\/api\/v1\/ticket_articles\/by_ticket\/(\d+)$/.exec(path) ?? [];
    const [, id] = /^\/api\/v1\/tickets\/(\d+)$/.exec(path) ?? [];
    const stored = tickets.find((ticket) => String(ticket.id) === (articlesOf ?? id));
    if (stored && method === 'GET' && articlesOf !== undefined) {
      const json = stored.articles.map((article, index) => ({ id: index + 1, subject: article.subject }));
      return { status: 200, json };
    }
    if (stored && method === 'PUT' && id !== undefined) {
      const wish = checked(Update, jsonOf(call), violate);
      if (!wish) return { status: 422, json: { error: 'invalid' } };
      stored.articles.push(wish.article);
      stored.state = wish.state ?? stored.state;
      return { status: 200, json: { id: stored.id } };
    }
    violate('no such endpoint');
    return { status: 404, json: {} };
  });

  return Object.assign(http, {
    env: {
      ZAMMAD_URL: http.origin,
      ZAMMAD_TOKEN: 'a-token-of-zammad',
      ZAMMAD_GROUP: 'Support',
      ZAMMAD_CUSTOMER: 'chat@exchange.example',
      ZAMMAD_WEBHOOK_SECRET: ZAMMAD_SECRET,
    },
    tickets: (): ReceivedTicket[] =>
      tickets.map((stored) => ({
        token: /\[([^\]]+)\]$/.exec(stored.title)?.[1] ?? '',
        texts: stored.articles.map(({ body, internal }) => {
          if (!internal) throw new Error('an article is public');
          return body;
        }),
        files: stored.articles.flatMap(({ attachments }) =>
          attachments.map(({ filename, data }) => ({ name: filename, bytes: Buffer.from(data, 'base64') })),
        ),
        state: stored.state === 'closed' ? 'solved' : 'open',
      })),
  });
}
