import { createAudit, type Audit } from '../../../bot/audit/audit.ts';
import { createConversations } from '../../../bot/conversations/conversation-log.ts';
import type { ConversationLedger } from '../../../bot/conversations/conversations.ts';
import type { Database } from '../../../bot/storage/database.ts';
import { createJobs } from '../../../bot/storage/jobs.ts';
import { createTickets, type Saying, type Tickets, type TicketsDeps } from '../../../bot/tickets/tickets.ts';
import { silent, type FreshDatabase } from '../../kit/database.ts';

export interface TicketDesk {
  readonly tickets: Tickets;
  readonly conversations: ConversationLedger;
  readonly audit: Audit;
}

/** The ledger on a real database with all that takes part in its transactions; `database`: of another process. */
export function openTicketDesk(
  kit: FreshDatabase,
  now: () => Date,
  others: Partial<TicketsDeps> & { readonly database?: Database } = {},
): TicketDesk {
  const database = others.database ?? kit.database;
  const { vault } = kit;
  const conversations = createConversations({ database, vault, now });
  const audit = createAudit({ database, vault, log: silent });
  const tickets = createTickets({
    ...{ database, vault, audit, now },
    jobs: createJobs({ database, vault, log: silent, now, random: Math.random }),
    reopenDays: 7,
    giveToAgent: (...given) => conversations.giveToAgent(...given),
    giveToBot: (...given) => conversations.giveToBot(...given),
    say: sayPlainly(conversations),
    isExpedited: () => Promise.resolve(false),
    ...others,
  });
  return { tickets, conversations, audit };
}

/** Without words of a language: what was said to whom is what the tests look at. */
export function sayPlainly(conversations: Pick<ConversationLedger, 'append'>): TicketsDeps['say'] {
  return async (tx, conversationId, saying, key) => {
    const isAnswer = saying.kind === 'answer';
    const activity = {
      type: 'message',
      text: textOf(saying),
      ...(isAnswer && { from: { id: 'agent', name: saying.agentName } }),
    };
    await conversations.append(conversationId, isAnswer ? 'agent' : 'bot', activity, { once: key, tx });
  };
}

function textOf(saying: Saying): string {
  if (saying.kind === 'answer') return saying.text;
  return 'agentName' in saying ? `${saying.agentName} ${saying.kind}` : saying.kind;
}
