import { z } from 'zod';

import { NAMELESS, type Said } from './said.ts';

const id = z.union([z.string(), z.int()]).transform(String);

/** https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/ */
const Call = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('zen:event-type:ticket.comment_added'),
    time: z.string(),
    detail: z.object({ id }),
    event: z.object({
      comment: z.object({
        id,
        body: z.string(),
        is_public: z.boolean(),
        author: z.object({ is_staff: z.boolean(), name: z.string().optional() }),
      }),
    }),
  }),
  z.object({
    type: z.literal('zen:event-type:ticket.status_changed'),
    id: z.string(),
    time: z.string(),
    detail: z.object({ id }),
    event: z.object({ current: z.string() }),
  }),
]);

/** Public comments of their staff, and a ticket that is solved or opened again. */
export async function readZendeskCall(
  json: unknown,
  numberOf: (externalId: string) => Promise<string | undefined>,
): Promise<readonly Said[]> {
  const parsed = Call.safeParse(json);
  if (!parsed.success) return [];
  const call = parsed.data;
  const number = await numberOf(call.detail.id);
  if (number === undefined) return [];
  if (call.type === 'zen:event-type:ticket.comment_added') {
    const { comment } = call.event;
    if (!comment.is_public || !comment.author.is_staff || comment.body.trim() === '') return [];
    const agentName = comment.author.name ?? NAMELESS;
    return [{ kind: 'answer', number, key: `comment:${comment.id}`, text: comment.body.trim(), agentName }];
  }
  const status = call.event.current.toLowerCase();
  const about = { number, key: `event:${call.id}`, agentName: NAMELESS, at: call.time };
  if (status === 'solved' || status === 'closed') return [{ kind: 'solved', ...about }];
  return status === 'open' ? [{ kind: 'reopened', ...about }] : [];
}
