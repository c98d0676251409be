import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type { BlindWords } from './blind-words.ts';
import { deadlinesOf, priorityRank, type ServiceLevels } from './service-levels.ts';
import { tellTicketNews } from './ticket-events.ts';
import { presentTicket, type TicketRecord, type TicketRow } from './tickets.ts';

/** NOTIFY channel: something was written that a ticket's index and deadlines come from. */
const UPKEEP = 'ticket_upkeep';

/** What was said in a ticket's conversation after a place in its log, and whose words they are. */
export interface SaidSince {
  readonly texts: readonly string[];
  /** The new place in the log. */
  readonly seq: number;
  readonly language: string | undefined;
}

export interface Upkeep {
  /** Ids of tickets of which something new was written, each once. */
  due(limit: number, except?: readonly string[]): Promise<readonly string[]>;
  /** Brings what is derived of a ticket up to date. Two at once wait for each other, so that the newest stays. */
  keep(ticketId: string): Promise<void>;
  /** Every ticket that is not finished again: the promises were changed. */
  askForOpenOnes(): Promise<void>;
  listen(onNews: () => void): Promise<() => Promise<void>>;
}

export interface UpkeepDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly words: BlindWords;
  readonly levels: ServiceLevels;
  readonly saidSince: (
    ticket: Pick<TicketRecord, 'conversationId' | 'customerId'>,
    seq: number,
  ) => Promise<SaidSince>;
}

export function createUpkeep(deps: UpkeepDeps): Upkeep {
  const { database, vault, words, levels, saidSince } = deps;

  async function keepWords(tx: Queryable, ticket: TicketRecord): Promise<string | undefined> {
    const [known] = await tx.query<{ seq: number }>('select seq from ticket_words where ticket_id = $1', [
      ticket.id,
    ]);
    const said = await saidSince(ticket, known?.seq ?? 0);
    const own = [ticket.number, ticket.summary, ...ticket.tried, ticket.email ?? ''];
    const asked = (ticket.asked ?? []).flatMap(({ question, answer }) => [question, answer]);
    const notes = await tx.query<{ id: number; content: Buffer }>(
      'select id, content from ticket_note where ticket_id = $1',
      [ticket.id],
    );
    const noted = notes.map(
      ({ content }) => vault.open<{ text: string }>(content, noteContext(ticket.id)).text,
    );
    const found = words.indexed([...own, ...asked, ...noted, ...said.texts], said.language);
    await tx.query(
      `insert into ticket_words as kept (ticket_id, opened_at, seq, words) values ($1, $2, $3, $4)
       on conflict (ticket_id) do update set seq = excluded.seq,
         words = (select array_agg(distinct word) from unnest(kept.words || excluded.words) as word)`,
      [ticket.id, ticket.openedAt, said.seq, found],
    );
    return said.language;
  }

  async function keepTimes(tx: Queryable, ticket: TicketRecord, language: string | undefined): Promise<void> {
    const events = await tx.query<{ at: Date; kind: string }>(
      'select at, kind from ticket_event where ticket_id = $1 order by id',
      [ticket.id],
    );
    // Until an agent says otherwise, what it is about says how pressing it is.
    const isSet = events.some(({ kind }) => kind === 'priority');
    const priority = isSet ? ticket.priority : levels.priorityOf(ticket.category);
    const times = deadlinesOf(new Date(ticket.openedAt), events, priority, levels);
    await tx.query(
      `update ticket set priority = $2, language = coalesce($3, language), first_answered_at = $4, finished_at = $5,
         answer_due_at = $6, solution_due_at = $7, due_at = coalesce($8, 'infinity'::timestamptz)
       where id = $1`,
      [
        ticket.id,
        priorityRank(priority),
        language ?? null,
        times.firstAnsweredAt ?? null,
        times.finishedAt ?? null,
        times.answerDueAt ?? null,
        times.solutionDueAt ?? null,
        times.dueAt ?? null,
      ],
    );
  }

  return {
    async due(limit, except = []) {
      const rows = await database.query<{ ticket_id: string }>(
        `select distinct ticket_id from (
           select ticket_id from ticket_upkeep where ticket_id <> all($2) order by id limit $1
         ) as first`,
        [limit, except],
      );
      return rows.map(({ ticket_id }) => ticket_id);
    },

    keep: (ticketId) =>
      database.transaction(async (tx) => {
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`upkeep:${ticketId}`]);
        const [asked] = await tx.query<{ last: number | null }>(
          'select max(id) as last from ticket_upkeep where ticket_id = $1',
          [ticketId],
        );
        if (!asked?.last) return;
        const [row] = await tx.query<TicketRow>('select * from ticket where id = $1', [ticketId]);
        if (row) {
          const ticket = presentTicket(vault, row);
          await keepTimes(tx, ticket, await keepWords(tx, ticket));
          await tellTicketNews(tx, ticket.number);
        }
        await tx.query('delete from ticket_upkeep where ticket_id = $1 and id <= $2', [ticketId, asked.last]);
      }),

    async askForOpenOnes() {
      await database.query(
        `insert into ticket_upkeep (ticket_id) select id from ticket where state in ('new', 'open', 'reopened', 'waiting')`,
      );
    },

    listen: (onNews) => database.listen(UPKEEP, onNews, onNews),
  };
}

/** What a note is sealed for. */
export const noteContext = (ticketId: string): string => `ticket_note.content:${ticketId}`;
