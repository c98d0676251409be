import { randomUUID } from 'node:crypto';

import type { Ticket, TicketRequest, TicketService } from '../../dialogs/services.ts';
import type { Asked } from '../../knowledge/diagnose/walk.ts';
import { Failure } from '../failure.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Jobs } from '../storage/jobs.ts';
import type { Vault } from '../storage/vault.ts';
import { priorityOfRank, type Priority } from './service-levels.ts';
import { changeTicket, type TicketRefusal, type TicketState, type TicketWish } from './ticket.ts';

/** NOTIFY channel; the payload is the number of a ticket that changed. */
export const TICKET_NEWS = 'ticket_news';
/** Counting stops here: more than this is "many", and costs nothing more. */
export const MOST_COUNTED = 1000;

export interface TicketRecord extends Ticket, Omit<TicketRequest, 'key'> {
  readonly id: string;
  /** Who looks after it. */
  readonly agentId?: string;
  readonly version: number;
  /** When it came into its state. */
  readonly stateSince: string;
  readonly priority: Priority;
  /** ISO 639-1: what the customer is spoken to in, as far as it is known. */
  readonly language?: string;
  readonly firstAnsweredAt?: string;
  /** When it was solved the last time. */
  readonly finishedAt?: string;
  /** When the first answer and the solution were promised. */
  readonly answerDueAt?: string;
  readonly solutionDueAt?: string;
  /** The next promise that is still to be kept. */
  readonly dueAt?: string;
}

/** Payload of the job `ticket_opened`. */
export interface TicketOpened {
  readonly number: string;
}

/** Payload of the job `ticket_answered`: all that is needed to tell the customer, chat and mail. */
export interface TicketAnswered {
  readonly number: string;
  readonly conversationId: string;
  readonly text: string;
  readonly agentName: string;
  /** The same key must go to tellCustomer: the answer then stands in the chat once. */
  readonly key: string;
}

/** Payload of the job `ticket_solved`: the assistant has the conversation again. */
export interface TicketSolved {
  readonly number: string;
  readonly conversationId: string;
  readonly agentName: string;
  readonly key: string;
}

export interface TicketEvent {
  readonly at: string;
  readonly kind: 'opened' | 'assign' | 'priority' | TicketWish['kind'];
  readonly agentId?: string;
}

/** The agent who acts, and how the customer is told of them. */
export interface ActingAgent {
  readonly id: string;
  readonly name: string;
}

export type TicketResult =
  | { readonly kind: 'done'; readonly ticket: TicketRecord; readonly key: string }
  /** Somebody else changed the ticket after this agent saw it. */
  | { readonly kind: 'changed_meanwhile'; readonly ticket: TicketRecord }
  | { readonly kind: 'refused'; readonly ticket: TicketRecord; readonly why: TicketRefusal };

/** One form as an agent sent it. */
export interface TicketForm {
  /** Made with the form: sent twice, it counts once. */
  readonly key: string;
  /** The version that the agent saw. */
  readonly version: number;
}

export interface Tickets extends TicketService {
  /** Understands a number as people type it. */
  byNumber(number: string): Promise<TicketRecord | undefined>;
  /** With us first (new and open, longest waiting first), then those that wait for the customer. */
  queue(limit?: number): Promise<readonly TicketRecord[]>;
  /** Solved and closed ones, the latest first. */
  finished(limit?: number): Promise<readonly TicketRecord[]>;
  /** Each up to MOST_COUNTED. */
  count(): Promise<{ readonly withUs: number; readonly withCustomers: number }>;
  /** Oldest first. */
  history(ticketId: string): Promise<readonly TicketEvent[]>;
  /** All of a customer's with what the desk needs, newest first. */
  recordsOfCustomer(customerId: string): Promise<readonly TicketRecord[]>;
  take(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  /** The agent owns the conversation from now on. The notice is a job of the same transaction. */
  answer(number: string, text: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  /** Hands the conversation back to the assistant. */
  solve(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  close(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  reopen(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  /** A message of the customer in a conversation that an agent answered: their tickets are open again. */
  customerWrote(conversationId: string): Promise<void>;
  /** Hears the number of each ticket that changes, in any process. */
  subscribe(onNews: (number: string) => void): Promise<() => Promise<void>>;
}

export interface TicketsDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly now: () => Date;
  /** Conversations.setOwner, in the transaction of the answer. */
  readonly setOwner: (conversationId: string, owner: 'bot' | 'agent', tx: Queryable) => Promise<void>;
}

interface Content {
  readonly summary: string;
  readonly tried: readonly string[];
  readonly asked?: readonly Asked[];
  readonly email?: string;
}

export type TicketRow = {
  readonly id: string;
  readonly number: string;
  readonly customer_id: string;
  readonly conversation_id: string;
  readonly state: TicketState;
  readonly category: string;
  readonly diagnosis: string[];
  readonly upload_ids: string[];
  readonly agent_id: string | null;
  readonly content: Buffer;
  readonly version: number;
  readonly opened_at: Date;
  readonly state_since: Date;
  readonly priority: number;
  readonly language: string | null;
  readonly first_answered_at: Date | null;
  readonly finished_at: Date | null;
  readonly answer_due_at: Date | null;
  readonly solution_due_at: Date | null;
  /** For ever where no promise is left: a number then. */
  readonly due_at: Date | number;
};

/** A row with its sealed part opened. */
export function presentTicket(vault: Vault, row: TicketRow): TicketRecord {
  return {
    id: row.id,
    number: row.number,
    customerId: row.customer_id,
    conversationId: row.conversation_id,
    state: row.state,
    category: row.category,
    diagnosis: row.diagnosis,
    uploadIds: row.upload_ids,
    version: row.version,
    openedAt: row.opened_at.toISOString(),
    stateSince: row.state_since.toISOString(),
    priority: priorityOfRank(row.priority),
    ...(row.agent_id && { agentId: row.agent_id }),
    ...(row.language && { language: row.language }),
    ...(row.first_answered_at && { firstAnsweredAt: row.first_answered_at.toISOString() }),
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    ...(row.answer_due_at && { answerDueAt: row.answer_due_at.toISOString() }),
    ...(row.solution_due_at && { solutionDueAt: row.solution_due_at.toISOString() }),
    ...(row.due_at instanceof Date && { dueAt: row.due_at.toISOString() }),
    ...vault.open<Content>(row.content, `ticket.content:${row.id}`),
  };
}

export function createTickets(deps: TicketsDeps): Tickets {
  const { database, vault, jobs, now, setOwner } = deps;

  async function select(from: Queryable, rest: string, values: readonly unknown[]): Promise<TicketRecord[]> {
    const rows = await from.query<TicketRow>(`select * from ticket ${rest}`, values);
    return rows.map((row) => presentTicket(vault, row));
  }

  const tellNews = (tx: Queryable, number: string): Promise<unknown> =>
    tx.query('select pg_notify($1, $2)', [TICKET_NEWS, number]);

  const noteEvent = (
    tx: Queryable,
    ticketId: string,
    event: { kind: TicketEvent['kind']; agentId?: string; key?: string; details?: unknown },
  ): Promise<unknown> =>
    tx.query(
      'insert into ticket_event (ticket_id, at, kind, agent_id, key, details) values ($1, $2, $3, $4, $5, $6)',
      [
        ticketId,
        now(),
        event.kind,
        event.agentId ?? null,
        event.key ?? null,
        event.details === undefined ? null : vault.seal(event.details, `ticket_event.details:${ticketId}`),
      ],
    );

  /** Applies a wish to a locked ticket and gives the ticket as it is then; undefined when refused or the same. */
  async function apply(
    tx: Queryable,
    ticket: TicketRecord,
    wish: TicketWish,
    event: { key?: string; details?: unknown } = {},
  ): Promise<TicketRecord | { refused: TicketRefusal } | undefined> {
    const transition = changeTicket(ticket, wish);
    if (transition.kind === 'refused') return { refused: transition.why };
    if (transition.kind === 'unchanged') return undefined;
    const { state, agentId } = transition.standing;
    const stateSince =
      state === ticket.state && wish.kind !== 'answer' ? ticket.stateSince : now().toISOString();
    await tx.query(
      'update ticket set state = $2, agent_id = $3, state_since = $4, version = version + 1 where id = $1',
      [ticket.id, state, agentId ?? null, stateSince],
    );
    await noteEvent(tx, ticket.id, {
      kind: wish.kind,
      ...('agentId' in wish && { agentId: wish.agentId }),
      ...event,
    });
    await tellNews(tx, ticket.number);
    return {
      ...ticket,
      state,
      stateSince,
      version: ticket.version + 1,
      ...(agentId !== undefined && { agentId }),
    };
  }

  /** An agent's form: once per key, only on what the agent saw, with what belongs to it in one transaction. */
  function act(
    text: string,
    agent: ActingAgent,
    kind: Exclude<TicketWish['kind'], 'customer_wrote'>,
    form: TicketForm & { readonly details?: unknown },
    alsoDo?: (tx: Queryable, ticket: TicketRecord, key: string) => Promise<void>,
  ): Promise<TicketResult> {
    return database.transaction(async (tx) => {
      const [ticket] = await select(tx, 'where number = $1 for update', [readNumber(text)]);
      if (!ticket) throw new Failure('not_found', 'there is no such ticket');
      const key = `${ticket.number}:${form.key}`;
      const repeated = await tx.query('select 1 from ticket_event where ticket_id = $1 and key = $2', [
        ticket.id,
        key,
      ]);
      if (repeated.length > 0) return { kind: 'done', ticket, key };
      if (ticket.version !== form.version) return { kind: 'changed_meanwhile', ticket };
      const changed = await apply(tx, ticket, { kind, agentId: agent.id }, { key, details: form.details });
      if (!changed) return { kind: 'done', ticket, key };
      if ('refused' in changed) return { kind: 'refused', ticket, why: changed.refused };
      await alsoDo?.(tx, changed, key);
      return { kind: 'done', ticket: changed, key };
    });
  }

  const recordsOfCustomer = (customerId: string): Promise<TicketRecord[]> =>
    select(database, 'where customer_id = $1 order by opened_at desc, number desc', [customerId]);

  return {
    open: (request) =>
      database.transaction(async (tx) => {
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`ticket:${request.key}`]);
        const [known] = await select(tx, 'where key = $1', [request.key]);
        if (known) return known;
        const [next] = await tx.query<{ number: string }>(
          `select 'VG-' || nextval('ticket_number') as number`,
        );
        if (!next) throw new Error('a sequence always gives a number');
        const { key, summary, tried, asked = [], email, ...plain } = request;
        const content: Content = { summary, tried, asked, ...(email !== undefined && { email }) };
        const at = now().toISOString();
        const ticket: TicketRecord = {
          id: randomUUID(),
          number: next.number,
          state: 'new',
          version: 1,
          openedAt: at,
          stateSince: at,
          priority: 'normal',
          ...plain,
          ...content,
        };
        await tx.query(
          `insert into ticket (id, number, key, customer_id, conversation_id, state, category, diagnosis,
             upload_ids, content, version, opened_at, state_since)
           values ($1, $2, $3, $4, $5, 'new', $6, $7, $8, $9, 1, $10, $10)`,
          [
            ticket.id,
            ticket.number,
            key,
            ticket.customerId,
            ticket.conversationId,
            ticket.category,
            ticket.diagnosis,
            ticket.uploadIds,
            vault.seal(content, `ticket.content:${ticket.id}`),
            at,
          ],
        );
        await noteEvent(tx, ticket.id, { kind: 'opened' });
        const payload: TicketOpened = { number: ticket.number };
        await jobs.add(tx, { kind: 'ticket_opened', key: `ticket_opened:${ticket.number}`, payload });
        await tellNews(tx, ticket.number);
        return ticket;
      }),

    ofCustomer: recordsOfCustomer,
    recordsOfCustomer,

    addUploads: (number, uploadIds, message) =>
      database.transaction(async (tx) => {
        const [ticket] = await select(tx, 'where number = $1 for update', [readNumber(number)]);
        if (!ticket) throw new Failure('not_found', 'there is no such ticket');
        const added = uploadIds.filter((id) => !ticket.uploadIds.includes(id));
        if (added.length === 0 && !message) return;
        // What was written stands in the transcript already: here it brings the ticket back to us.
        await tx.query('update ticket set upload_ids = upload_ids || $2::text[] where id = $1', [
          ticket.id,
          added,
        ]);
        const changed = await apply(tx, ticket, { kind: 'customer_wrote' });
        if (!changed) await tellNews(tx, ticket.number);
      }),

    byNumber: async (text) => (await select(database, 'where number = $1', [readNumber(text)]))[0],

    queue: (limit = 100) =>
      select(
        database,
        `where state in ('new', 'open', 'waiting') order by state = 'waiting', state_since, opened_at limit $1`,
        [limit],
      ),

    finished: (limit = 20) =>
      select(database, `where state in ('solved', 'closed') order by state_since desc limit $1`, [limit]),

    async count() {
      const [row] = await database.query<{ with_us: number; with_customers: number }>(
        `select
           (select count(*) from (select from ticket where state in ('new', 'open', 'reopened') limit $1) as counted)::int as with_us,
           (select count(*) from (select from ticket where state = 'waiting' limit $1) as counted)::int as with_customers`,
        [MOST_COUNTED],
      );
      return { withUs: row?.with_us ?? 0, withCustomers: row?.with_customers ?? 0 };
    },

    async history(ticketId) {
      const rows = await database.query<{ at: Date; kind: TicketEvent['kind']; agent_id: string | null }>(
        'select at, kind, agent_id from ticket_event where ticket_id = $1 order by id',
        [ticketId],
      );
      return rows.map(({ at, kind, agent_id }) => ({
        at: at.toISOString(),
        kind,
        ...(agent_id && { agentId: agent_id }),
      }));
    },

    take: (number, agent, form) => act(number, agent, 'take', form),

    answer: (number, text, agent, form) =>
      act(number, agent, 'answer', { ...form, details: { text } }, async (tx, ticket, key) => {
        await setOwner(ticket.conversationId, 'agent', tx);
        const { conversationId } = ticket;
        const payload: TicketAnswered = {
          number: ticket.number,
          conversationId,
          text,
          agentName: agent.name,
          key,
        };
        await jobs.add(tx, { kind: 'ticket_answered', key: `ticket_answered:${key}`, payload });
      }),

    solve: (number, agent, form) =>
      act(number, agent, 'solve', form, async (tx, ticket, key) => {
        await setOwner(ticket.conversationId, 'bot', tx);
        const { conversationId } = ticket;
        const payload: TicketSolved = { number: ticket.number, conversationId, agentName: agent.name, key };
        await jobs.add(tx, { kind: 'ticket_solved', key: `ticket_solved:${key}`, payload });
      }),

    close: (number, agent, form) => act(number, agent, 'close', form),
    reopen: (number, agent, form) => act(number, agent, 'reopen', form),

    customerWrote: (conversationId) =>
      database.transaction(async (tx) => {
        const waiting = `where conversation_id = $1 and state = 'waiting' for update`;
        for (const ticket of await select(tx, waiting, [conversationId])) {
          await apply(tx, ticket, { kind: 'customer_wrote' });
        }
      }),

    subscribe: (onNews) => database.listen(TICKET_NEWS, onNews),
  };
}

/** VG-1042 however it was typed: `1042`, `vg 1042`. */
export function readNumber(text: string): string {
  const digits = /^\s*(?:vg)?[\s-]*(\d{4,12})\s*$/i.exec(text)?.[1];
  return digits ? `VG-${digits}` : '';
}
