import type { Audit } from '../audit/audit.ts';
import type { AuditDetails } from '../audit/chain.ts';
import { Failure } from '../failure.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { createTicketEvents, detailsContext, tellTicketNews } from './ticket-events.ts';
import { priorityRank, type Priority } from './service-levels.ts';
import {
  presentTicket,
  readNumber,
  type ActingAgent,
  type TicketForm,
  type TicketRecord,
  type TicketResult,
  type TicketRow,
} from './tickets.ts';
import { noteContext } from './upkeep.ts';

export interface TicketNote {
  readonly at: string;
  readonly agentId: string;
  readonly text: string;
}

/** That a ticket was handed to somebody, and why. */
export interface Assignment {
  readonly at: string;
  readonly to: string;
  readonly reason?: string;
}

/** What agents do among themselves about a ticket. Nothing of it reaches the customer. */
export interface TicketDesk {
  notes(ticketId: string): Promise<readonly TicketNote[]>;
  addNote(
    number: string,
    text: string,
    agent: ActingAgent,
    form: Pick<TicketForm, 'key'>,
  ): Promise<TicketRecord>;
  /** Hands it to a colleague, or to oneself. */
  assign(
    number: string,
    wish: { readonly to: ActingAgent; readonly reason?: string },
    agent: ActingAgent,
    form: TicketForm,
  ): Promise<TicketResult>;
  assignments(ticketId: string): Promise<readonly Assignment[]>;
  setPriority(
    number: string,
    priority: Priority,
    agent: ActingAgent,
    form: TicketForm,
  ): Promise<TicketResult>;
  /** The agent has the whole conversation before them. */
  markSeen(ticket: Pick<TicketRecord, 'id' | 'conversationId'>, agentId: string): Promise<void>;
  /** How many messages of the customer an agent has not seen, by ticket; none is left out. */
  unread(
    tickets: readonly Pick<TicketRecord, 'id' | 'conversationId'>[],
    agentId: string,
  ): Promise<ReadonlyMap<string, number>>;
  /** How many tickets that an agent looks after hold something they have not seen. Up to 100. */
  unreadOf(agentId: string): Promise<number>;
}

const assignEvent = ({ to, reason }: { readonly to: ActingAgent; readonly reason?: string }) =>
  ({
    kind: 'assign',
    details: { to: to.id, ...(reason !== undefined && { reason }) },
    deed: { action: 'ticket.reassigned', details: { to: `agent:${to.id}` } },
  }) as const;

const priorityEvent = (priority: Priority) =>
  ({
    kind: 'priority',
    details: { priority },
    deed: { action: 'ticket.prioritised', details: { priority } },
  }) as const;

/** More is not told apart. */
const MOST_UNREAD = 100;

export interface TicketDeskDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: Pick<Audit, 'append'>;
  readonly now: () => Date;
  /** Gives the chat with the customer to a colleague, and tells the customer, in the transaction of the hand-over. */
  readonly handChat: (conversationId: string, to: ActingAgent, tx: Queryable, key: string) => Promise<void>;
}

export function createTicketDesk(deps: TicketDeskDeps): TicketDesk {
  const { database, vault, audit, now, handChat } = deps;
  const events = createTicketEvents(vault, now);

  async function lock(tx: Queryable, number: string): Promise<TicketRecord> {
    const [row] = await tx.query<TicketRow>('select * from ticket where number = $1 for update', [
      readNumber(number),
    ]);
    if (!row) throw new Failure('not_found', 'there is no such ticket');
    return presentTicket(vault, row);
  }

  /** Last in a transaction: all audited transactions wait for one another from here on. */
  const noteDeed = (
    tx: Queryable,
    { number }: TicketRecord,
    agent: ActingAgent,
    deed: { readonly action: string; readonly details?: AuditDetails },
  ): Promise<void> =>
    audit.append(tx, { at: now(), actor: `agent:${agent.id}`, object: `ticket:${number}`, ...deed });

  /** A change that only the desk sees: once per form, only on what the agent saw, kept in the history. */
  function change(
    number: string,
    agent: ActingAgent,
    form: TicketForm,
    event: {
      readonly kind: 'assign' | 'priority';
      readonly details: unknown;
      readonly deed: { readonly action: string; readonly details: AuditDetails };
    },
    step: (tx: Queryable, ticket: TicketRecord, key: string) => Promise<TicketRecord | 'refused' | 'same'>,
  ): Promise<TicketResult> {
    return database.transaction(async (tx) => {
      const ticket = await lock(tx, number);
      const key = `${ticket.number}:${form.key}`;
      if (await events.isKnown(tx, ticket.id, key)) return { kind: 'done', ticket, key };
      if (ticket.version !== form.version) return { kind: 'changed_meanwhile', ticket };
      const changed = await step(tx, ticket, key);
      if (changed === 'refused') {
        return { kind: 'refused', ticket, why: ticket.state === 'closed' ? 'is_closed' : 'is_solved' };
      }
      if (changed === 'same') return { kind: 'done', ticket, key };
      await events.note(tx, ticket.id, { kind: event.kind, agentId: agent.id, key, details: event.details });
      await tellTicketNews(tx, ticket.number);
      await noteDeed(tx, ticket, agent, event.deed);
      return { kind: 'done', ticket: changed, key };
    });
  }

  return {
    async notes(ticketId) {
      const rows = await database.query<{ at: Date; agent_id: string; content: Buffer }>(
        'select at, agent_id, content from ticket_note where ticket_id = $1 order by id',
        [ticketId],
      );
      return rows.map(({ at, agent_id, content }) => ({
        at: at.toISOString(),
        agentId: agent_id,
        text: vault.open<{ text: string }>(content, noteContext(ticketId)).text,
      }));
    },

    addNote: (number, text, agent, form) =>
      database.transaction(async (tx) => {
        const ticket = await lock(tx, number);
        await tx.query(
          `insert into ticket_note (ticket_id, agent_id, at, key, content) values ($1, $2, $3, $4, $5)
           on conflict (key) do nothing`,
          [
            ticket.id,
            agent.id,
            now(),
            `${ticket.number}:${form.key}`,
            vault.seal({ text }, noteContext(ticket.id)),
          ],
        );
        await tellTicketNews(tx, ticket.number);
        await noteDeed(tx, ticket, agent, { action: 'ticket.noted' });
        return ticket;
      }),

    assign: (number, wish, agent, form) =>
      change(number, agent, form, assignEvent(wish), async (tx, ticket, key) => {
        if (ticket.state === 'solved' || ticket.state === 'closed') return 'refused';
        if (ticket.agentId === wish.to.id) return 'same';
        const state = ticket.state === 'new' ? 'open' : ticket.state;
        const stateSince = state === ticket.state ? ticket.stateSince : now().toISOString();
        await tx.query(
          'update ticket set state = $2, agent_id = $3, state_since = $4, version = version + 1 where id = $1',
          [ticket.id, state, wish.to.id, stateSince],
        );
        // Where nobody had it yet, the assistant goes on until the colleague takes it up.
        if (ticket.agentId !== undefined) await handChat(ticket.conversationId, wish.to, tx, key);
        return { ...ticket, state, stateSince, agentId: wish.to.id, version: ticket.version + 1 };
      }),

    async assignments(ticketId) {
      const rows = await database.query<{ at: Date; details: Buffer }>(
        `select at, details from ticket_event where ticket_id = $1 and kind = 'assign' order by id`,
        [ticketId],
      );
      return rows.map(({ at, details }) => ({
        at: at.toISOString(),
        ...vault.open<{ to: string; reason?: string }>(details, detailsContext(ticketId)),
      }));
    },

    setPriority: (number, priority, agent, form) =>
      change(number, agent, form, priorityEvent(priority), async (tx, ticket) => {
        if (ticket.priority === priority) return 'same';
        await tx.query('update ticket set priority = $2, version = version + 1 where id = $1', [
          ticket.id,
          priorityRank(priority),
        ]);
        await tx.query('insert into ticket_upkeep (ticket_id) values ($1)', [ticket.id]);
        await tx.query('select pg_notify($1, $2)', ['ticket_upkeep', '']);
        return { ...ticket, priority, version: ticket.version + 1 };
      }),

    async markSeen({ id, conversationId }, agentId) {
      await database.query(
        `insert into ticket_seen as kept (agent_id, ticket_id, seq)
         select $1, $2, last_seq from conversation where id = $3
         on conflict (agent_id, ticket_id) do update set seq = excluded.seq where kept.seq < excluded.seq`,
        [agentId, id, conversationId],
      );
    },

    async unread(tickets, agentId) {
      const rows = await database.query<{ id: string; unread: number }>(
        `select asked.id, (
           select count(*) from (
             select from activity where conversation_id = asked.conversation_id and author = 'user'
               and not superseded and seq > coalesce(seen.seq, 0) limit ${MOST_UNREAD}
           ) as counted)::int as unread
         from unnest($1::uuid[], $2::text[]) as asked (id, conversation_id)
         left join ticket_seen as seen on seen.ticket_id = asked.id and seen.agent_id = $3`,
        [tickets.map(({ id }) => id), tickets.map(({ conversationId }) => conversationId), agentId],
      );
      return new Map(rows.map(({ id, unread }) => [id, unread]));
    },

    async unreadOf(agentId) {
      const [row] = await database.query<{ count: number }>(
        `select count(*)::int as count from (
           select from ticket left join ticket_seen as seen on seen.ticket_id = ticket.id and seen.agent_id = $1
           where ticket.agent_id = $1 and ticket.state in ('new', 'open', 'reopened')
             and exists (select from activity where conversation_id = ticket.conversation_id and author = 'user'
               and not superseded and seq > coalesce(seen.seq, 0))
           limit ${MOST_UNREAD}) as counted`,
        [agentId],
      );
      return row?.count ?? 0;
    },
  };
}
