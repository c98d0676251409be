import { z } from 'zod';

import { NAMELESS, type Said } from './said.ts';

const about = { token: z.string(), agent: z.string().trim().min(1).max(80).optional() };

/** The same form as what we post: a type, when it happened, and data with the ticket's token. */
const Call = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ticket.answered'),
    timestamp: z.string(),
    data: z.object({ ...about, text: z.string().trim().min(1) }),
  }),
  z.object({
    type: z.enum(['ticket.solved', 'ticket.reopened']),
    timestamp: z.string(),
    data: z.object(about),
  }),
]);

export function readWebhookCall(
  json: unknown,
  callId: string,
  numberOf: (token: string) => string | undefined,
): readonly Said[] {
  const parsed = Call.safeParse(json);
  if (!parsed.success) return [];
  const call = parsed.data;
  const number = numberOf(call.data.token);
  if (number === undefined) return [];
  const agentName = call.data.agent ?? NAMELESS;
  if (call.type === 'ticket.answered')
    return [{ kind: 'answer', number, key: `call:${callId}`, text: call.data.text, agentName }];
  const kind = call.type === 'ticket.solved' ? 'solved' : 'reopened';
  return [{ kind, number, key: `call:${callId}`, agentName, at: call.timestamp }];
}
