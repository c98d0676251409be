import type { ConversationLedger } from '../../../bot/conversations/conversations.ts';
import type { Saying, TicketsDeps } from '../../../bot/tickets/tickets.ts';
import { fromAgent } from '../../../dialogs/handover.ts';

/** Without words of a language: what was said to whom is what the tests look at. */
export function sayPlainly(conversations: Pick<ConversationLedger, 'append'>): TicketsDeps['say'] {
  return async (tx, conversationId, saying, key) => {
    const isAnswer = saying.kind === 'answer';
    const { type = 'message', ...activity } = isAnswer
      ? fromAgent(saying.text, saying.agentName, saying)
      : { text: textOf(saying) };
    await conversations.append(conversationId, isAnswer ? 'agent' : 'bot', { ...activity, type } as never, {
      once: key,
      tx,
    });
  };
}

function textOf(saying: Exclude<Saying, { kind: 'answer' }>): string {
  return 'agentName' in saying ? `${saying.agentName} ${saying.kind}` : saying.kind;
}
