import { z } from 'zod';

import { NAMELESS, type Said } from './said.ts';

/** https://developers.chatwoot.com/ and https://www.chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks */
const Call = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('message_created'),
    id: z.int(),
    content: z.string().nullable(),
    message_type: z.string(),
    private: z.boolean(),
    sender: z
      .object({
        name: z.string().nullish(),
        available_name: z.string().nullish(),
        type: z.string().nullish(),
      })
      .nullish(),
    conversation: z.object({ id: z.int() }),
  }),
  z.object({ event: z.literal('conversation_status_changed'), id: z.int(), status: z.string() }),
]);

/** What agents write for the customer, and a conversation that is resolved or opened again. `callKey` names the call. */
export async function readChatwootCall(
  json: unknown,
  { callKey, at }: { readonly callKey: string; readonly at: Date },
  numberOf: (externalId: string) => Promise<string | undefined>,
): Promise<readonly Said[]> {
  const parsed = Call.safeParse(json);
  if (!parsed.success) return [];
  const call = parsed.data;
  const number = await numberOf(String(call.event === 'message_created' ? call.conversation.id : call.id));
  if (number === undefined) return [];
  if (call.event === 'message_created') {
    const { sender } = call;
    const text = call.content?.trim() ?? '';
    if (call.message_type !== 'outgoing' || call.private || text === '') return [];
    // What their bots and automations say is not a person's answer.
    if (sender?.type !== 'user') return [];
    const agentName = sender.available_name || sender.name || NAMELESS;
    return [{ kind: 'answer', number, key: `message:${call.id}`, text, agentName }];
  }
  const about = { number, key: `call:${callKey}`, agentName: NAMELESS, at: at.toISOString() };
  if (call.status === 'resolved') return [{ kind: 'solved', ...about }];
  return call.status === 'open' ? [{ kind: 'reopened', ...about }] : [];
}
