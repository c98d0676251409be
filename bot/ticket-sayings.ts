import { agentHandedBack, agentJoined, agentLeft, chatEnded, fromAgent } from '../dialogs/handover.ts';
import type { Tongue } from '../dialogs/means.ts';
import type { Author, Conversations } from './conversations/conversations.ts';
import type { Jobs } from './storage/jobs.ts';
import type { Queryable } from './storage/database.ts';
import type { Saying, TicketsDeps } from './tickets/tickets.ts';
import type { TurnStation } from './turn/turn-station.ts';

export interface SayingParts {
  readonly conversations: Pick<Conversations, 'find'>;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly tell: TurnStation['tell'];
  /** The words of a language. */
  readonly wordsIn: (locale: string | undefined) => Tongue['words'];
}

/** Payload of the job `deliver`: a remote channel is told after the commit. */
export interface ToDeliver {
  readonly conversationId: string;
}

/** Puts into the chat, in the customer's language, what became of their ticket. */
export function createSay({ conversations, jobs, tell, wordsIn }: SayingParts): TicketsDeps['say'] {
  return async (tx: Queryable, conversationId: string, saying: Saying, key: string) => {
    const conversation = await conversations.find(conversationId, tx);
    // The desk may keep a ticket longer than its conversation.
    if (!conversation) return;
    const words = wordsIn(conversation.language ?? conversation.locale);
    const said = activitiesOf(words, saying);
    for (const [index, { author, activity }] of said.entries())
      await tell(conversationId, activity, author, index === 0 ? key : `${key}:${index}`, { tx });
    if (!conversation.reference) return;
    const payload: ToDeliver = { conversationId };
    await jobs.add(tx, { kind: 'deliver', key: `deliver:${key}`, payload });
  };
}

interface Said {
  readonly author: Exclude<Author, 'user'>;
  readonly activity: Parameters<TurnStation['tell']>[1];
}

function activitiesOf(words: Tongue['words'], saying: Saying): Said[] {
  const byBot = (activity: Said['activity']): Said => ({ author: 'bot', activity });
  switch (saying.kind) {
    case 'answer':
      return [{ author: 'agent', activity: fromAgent(saying.text, saying.agentName, saying) }];
    case 'joined':
      return [byBot(agentJoined(words, saying.agentName))];
    case 'handed_back':
      return [byBot(agentHandedBack(words, saying.agentName, saying.number))];
    case 'solved':
      return agentLeft(words, saying.agentName, saying.number).map(byBot);
    case 'ended':
      return chatEnded(words, saying.number).map(byBot);
  }
}
