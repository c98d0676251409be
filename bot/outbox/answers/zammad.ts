import { convert } from 'html-to-text';
import { z } from 'zod';

import { NAMELESS, type Said } from './said.ts';

/** https://admin-docs.zammad.org/en/latest/manage/webhook/payload.html: the payload that is not customized. */
const Call = z.object({
  ticket: z.object({ id: z.int(), state: z.string(), updated_at: z.string() }),
  article: z
    .object({
      id: z.int(),
      body: z.string(),
      content_type: z.string().optional(),
      internal: z.boolean(),
      sender: z.string(),
      created_by: z.object({ firstname: z.string().nullish(), lastname: z.string().nullish() }).nullish(),
    })
    .nullish(),
});

/** Articles of agents that are not internal, and a ticket that is closed or opened again. */
export async function readZammadCall(
  json: unknown,
  numberOf: (externalId: string) => Promise<string | undefined>,
): Promise<{ readonly said: readonly Said[]; /** When it happened. */ readonly at: string } | undefined> {
  const parsed = Call.safeParse(json);
  if (!parsed.success) return undefined;
  const { ticket, article } = parsed.data;
  const at = ticket.updated_at;
  const number = await numberOf(String(ticket.id));
  if (number === undefined) return { said: [], at };
  const said: Said[] = [];
  const { firstname, lastname } = article?.created_by ?? {};
  const agentName = [firstname, lastname].filter(Boolean).join(' ') || NAMELESS;
  if (article && article.sender === 'Agent' && !article.internal) {
    const text = textOf(article.body, article.content_type);
    if (text !== '') said.push({ kind: 'answer', number, key: `article:${article.id}`, text, agentName });
  }
  const about = { number, key: `state:${ticket.state}:${at}`, agentName, at };
  if (ticket.state === 'closed') said.push({ kind: 'solved', ...about });
  if (ticket.state === 'open' && said.length === 0) said.push({ kind: 'reopened', ...about });
  return { said, at };
}

function textOf(body: string, contentType: string | undefined): string {
  if (contentType !== 'text/html') return body.trim();
  return convert(body, { wordwrap: false, selectors: [{ selector: 'img', format: 'skip' }] }).trim();
}
