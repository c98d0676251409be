import { createAudit, type Audit } from '../../../bot/audit/audit.ts';
import { createConversations } from '../../../bot/conversations/conversation-log.ts';
import type { ConversationLedger } from '../../../bot/conversations/conversations.ts';
import type { Database } from '../../../bot/storage/database.ts';
import { createJobs } from '../../../bot/storage/jobs.ts';
import { createBlindWords } from '../../../bot/tickets/blind-words.ts';
import { createTicketList, type TicketList } from '../../../bot/tickets/ticket-list.ts';
import { createTickets, type Tickets, type TicketsDeps } from '../../../bot/tickets/tickets.ts';
import { silent, type FreshDatabase } from '../../kit/database.ts';
import { sayPlainly } from './say-plainly.ts';

export interface TicketDesk {
  readonly tickets: Tickets;
  readonly ticketList: TicketList;
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
    priorityOf: () => 'normal',
    ...others,
  });
  const ticketList = createTicketList({ database, vault, words: createBlindWords(vault, []) });
  return { tickets, ticketList, conversations, audit };
}
