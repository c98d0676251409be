import { randomUUID } from 'node:crypto';

import type { Ticket, TicketRequest, TicketService } from '../../dialogs/services.ts';
import type { Asked } from '../../knowledge/diagnose/walk.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuditActor, AuditDetails } from '../audit/chain.ts';
import { Failure } from '../failure.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Jobs } from '../storage/jobs.ts';
import type { Vault } from '../storage/vault.ts';
import { priorityOfRank, priorityRank, type Priority } from './service-levels.ts';
import {
  changeTicket,
  DAY_MS,
  takesMore,
  type TicketParty,
  type TicketRefusal,
  type TicketState,
  type TicketWish,
} from './ticket.ts';
import { createTicketEvents, TICKET_NEWS, tellTicketNews, type TicketEventKind } from './ticket-events.ts';

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
  /** The customer's verification was rejected and sent in again: goes first. */
  readonly expedited: boolean;
  /** What the customer wrote when they asked for a person once more about the same matter. */
  readonly additions?: readonly Addition[];
  readonly rating?: Rating;
}

export interface Addition {
  readonly at: string;
  readonly summary: string;
}

export interface Rating {
  /** 1 to 5. */
  readonly score: number;
  readonly word?: string;
  readonly at: string;
}

/** Payload of the job `ticket_opened`. */
export interface TicketOpened {
  readonly number: string;
}

/** Payload of the job `ticket_answered`: all that is needed to write to a customer who is not in the chat. */
export interface TicketAnswered {
  readonly number: string;
  readonly conversationId: string;
  readonly text: string;
  readonly key: string;
  /** How many files came with it. */
  readonly files?: number;
}

/** A stored file that an agent sends along. */
export interface AnswerFile {
  readonly uploadId: string;
  readonly name: string;
  readonly contentType: string;
}

/** What came with an answer that was not written at our own desk. */
export interface AnswerExtras {
  readonly files?: readonly AnswerFile[];
  /** The helpdesk that it was written in; absent for our own desk. */
  readonly via?: string;
}

/** Something that others than our own desk may have to be told (bot/deliveries). */
export interface TicketHappening {
  readonly ticketId: string;
  readonly number: string;
  readonly kind: 'opened' | 'customer_wrote' | 'attachment_added' | 'agent_answered' | 'solved' | 'reopened';
  /** Files that came with it. */
  readonly uploadIds: readonly string[];
  /** All of the ticket's files by now. */
  readonly allUploadIds: readonly string[];
  readonly agentId?: string;
}

/** Payload of the job `ticket_close`, due when a solved ticket cannot be reopened by its customer any more. */
export interface TicketToClose {
  readonly number: string;
}

/** What a customer is told in the chat about what became of their ticket. */
export type Saying =
  | { readonly kind: 'joined'; readonly agentName: string }
  | ({ readonly kind: 'answer'; readonly agentName: string; readonly text: string } & AnswerExtras)
  | { readonly kind: 'handed_back'; readonly agentName: string; readonly number: string }
  | { readonly kind: 'solved'; readonly agentName: string; readonly number: string }
  /** The customer ended the chat with the agent. */
  | { readonly kind: 'ended'; readonly number: string };

export interface TicketEvent {
  readonly at: string;
  readonly kind: TicketEventKind;
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
  | {
      readonly kind: 'refused';
      readonly ticket: TicketRecord;
      /** Or a colleague has the conversation because of another ticket. */
      readonly why: TicketRefusal | 'conversation_is_anothers';
    };

/** One form as an agent sent it. */
export interface TicketForm {
  /** Made with the form: sent twice, it counts once. */
  readonly key: string;
  /** The version that the agent saw. */
  readonly version: number;
}

export type TicketAnswer = TicketForm & AnswerExtras;

export interface Tickets extends TicketService {
  /** Understands a number as people type it. */
  byNumber(number: string): Promise<TicketRecord | undefined>;
  /** Each up to MOST_COUNTED. */
  count(): Promise<{ readonly withUs: number; readonly withCustomers: number }>;
  /** Oldest first. */
  history(ticketId: string): Promise<readonly TicketEvent[]>;
  /** All of a customer's with what the desk needs, newest first. */
  recordsOfCustomer(customerId: string): Promise<readonly TicketRecord[]>;
  /**
   * The agent looks after it and has the conversation from now on. Refused where a colleague does: of two who
   * take it at the same time one gets it, and the other learns who.
   */
  take(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  /** The same, away from a colleague. */
  takeOver(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  /** In the chat with the same transaction; the agent has the conversation from now on. */
  answer(number: string, text: string, agent: ActingAgent, form: TicketAnswer): Promise<TicketResult>;
  /** The assistant has the conversation again; the ticket goes on. */
  handBack(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  /** Hands the conversation back to the assistant and asks the customer what they thought of the help. */
  solve(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  close(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  reopen(number: string, agent: ActingAgent, form: TicketForm): Promise<TicketResult>;
  /** A message of the customer in a conversation that an agent answered: their tickets are open again. */
  customerWrote(conversationId: string): Promise<void>;
  /** The customer asked for the assistant while an agent had the conversation. */
  customerCalledAssistant(conversationId: string): Promise<void>;
  /** The customer ended the chat with the agent: solved. In the caller's transaction. */
  customerEnded(conversationId: string, tx: Queryable): Promise<void>;
  /** Their tickets go first, or no longer. In the caller's transaction. */
  expedite(customerId: string, expedited: boolean, tx: Queryable): Promise<void>;
  /** Puts a solved ticket away when its customer cannot reopen it any more. */
  closeWhenDue(number: string): Promise<void>;
  /** Hears the number of each ticket that changes, in any process. */
  subscribe(onNews: (number: string) => void): Promise<() => Promise<void>>;
}

export interface TicketsDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly now: () => Date;
  /** How long a customer can reopen a solved ticket. */
  readonly reopenDays: number;
  /** Conversations.giveToAgent: who has it then, and who had it before. */
  readonly giveToAgent: (
    conversationId: string,
    agentId: string,
    options: { readonly tx: Queryable; readonly force: boolean },
  ) => Promise<{ readonly agentId: string; readonly before?: string } | undefined>;
  /** Conversations.giveToBot, from this agent only. */
  readonly giveToBot: (
    conversationId: string,
    options: { readonly tx: Queryable; readonly from?: string },
  ) => Promise<void>;
  /** Says something in the customer's chat, in the transaction of what it is about. */
  readonly say: (tx: Queryable, conversationId: string, saying: Saying, key: string) => Promise<void>;
  /** How pressing a new ticket is, by what it is about. */
  readonly priorityOf: (category: string) => Priority;
  /** Whether the customer's verification was rejected before and waits for a reviewer again. */
  readonly isExpedited: (customerId: string) => Promise<boolean>;
  /** Hears of it in the transaction that stores it. */
  readonly onHappening?: (tx: Queryable, happening: TicketHappening) => Promise<void>;
}

interface Content {
  readonly summary: string;
  readonly tried: readonly string[];
  readonly asked?: readonly Asked[];
  readonly email?: string;
  readonly additions?: readonly Addition[];
}

/** With which an agent's words or silence reach the customer. */
type AgentWish = Exclude<TicketWish, 'customer_wrote' | 'merge'>;

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
  readonly expedited: boolean;
  readonly rating: number | null;
  readonly rated_at: Date | null;
  readonly rating_word: Buffer | null;
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
    expedited: row.expedited,
    priority: priorityOfRank(row.priority),
    ...(row.agent_id && { agentId: row.agent_id }),
    ...(row.rating !== null &&
      row.rated_at && { rating: presentRating(vault, row, row.rating, row.rated_at) }),
    ...(row.language && { language: row.language }),
    ...(row.first_answered_at && { firstAnsweredAt: row.first_answered_at.toISOString() }),
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    ...(row.answer_due_at && { answerDueAt: row.answer_due_at.toISOString() }),
    ...(row.solution_due_at && { solutionDueAt: row.solution_due_at.toISOString() }),
    ...(row.due_at instanceof Date && { dueAt: row.due_at.toISOString() }),
    ...vault.open<Content>(row.content, `ticket.content:${row.id}`),
  };
}

function presentRating(vault: Vault, { id, rating_word }: TicketRow, score: number, at: Date): Rating {
  const word = rating_word ? vault.open<string>(rating_word, `ticket.rating_word:${id}`) : undefined;
  return { score, at: at.toISOString(), ...(word !== undefined && { word }) };
}

const UNFINISHED = `state in ('new', 'open', 'reopened', 'waiting')`;

export function createTickets(deps: TicketsDeps): Tickets {
  const {
    database,
    vault,
    jobs,
    audit,
    now,
    reopenDays,
    giveToAgent,
    giveToBot,
    say,
    isExpedited,
    priorityOf,
  } = deps;
  const rules = () => ({ now: now(), reopenDays });
  const events = createTicketEvents(vault, now);

  async function select(from: Queryable, rest: string, values: readonly unknown[]): Promise<TicketRecord[]> {
    const rows = await from.query<TicketRow>(`select * from ticket ${rest}`, values);
    return rows.map((row) => presentTicket(vault, row));
  }

  /** Last in a transaction: all audited transactions wait for one another from here on. */
  const noteDeed = (
    tx: Queryable,
    ticket: Pick<TicketRecord, 'number'>,
    actor: AuditActor,
    what: TicketEvent['kind'],
    details?: AuditDetails,
  ): Promise<void> =>
    audit.append(tx, {
      at: now(),
      actor,
      action: `ticket.${DEEDS[what]}`,
      object: `ticket:${ticket.number}`,
      ...(details && { details }),
    });

  const actorOf = (ticket: Pick<TicketRecord, 'customerId'>, party: TicketParty): AuditActor =>
    party.by === 'agent'
      ? `agent:${party.agentId}`
      : party.by === 'customer'
        ? `customer:${ticket.customerId}`
        : 'system';

  const tellOthers = async (
    tx: Queryable,
    { id, number, uploadIds: before }: Pick<TicketRecord, 'id' | 'number' | 'uploadIds'>,
    kind: TicketHappening['kind'],
    { uploadIds = [], agentId }: { readonly uploadIds?: readonly string[]; readonly agentId?: string } = {},
  ): Promise<void> =>
    deps.onHappening?.(tx, {
      ...{ ticketId: id, number, kind, uploadIds },
      allUploadIds: [...new Set([...before, ...uploadIds])],
      ...(agentId !== undefined && { agentId }),
    });

  /** Stores what a wish made of a locked ticket, and gives the ticket as it is then. */
  async function store(
    tx: Queryable,
    ticket: TicketRecord,
    wish: TicketWish,
    party: TicketParty,
    { state, agentId }: { state: TicketState; agentId?: string },
    event: { key?: string; details?: unknown } = {},
  ): Promise<TicketRecord> {
    const stateSince = state === ticket.state && wish !== 'answer' ? ticket.stateSince : now().toISOString();
    await tx.query(
      'update ticket set state = $2, agent_id = $3, state_since = $4, version = version + 1 where id = $1',
      [ticket.id, state, agentId ?? null, stateSince],
    );
    await events.note(tx, ticket.id, {
      kind: wish,
      ...(party.by === 'agent' && { agentId: party.agentId }),
      ...event,
    });
    await tellTicketNews(tx, ticket.number);
    if (state === 'solved') await planClosing(tx, ticket);
    if (state !== ticket.state && (state === 'solved' || state === 'reopened'))
      await tellOthers(tx, ticket, state, { ...(party.by === 'agent' && { agentId: party.agentId }) });
    return {
      ...ticket,
      state,
      stateSince,
      version: ticket.version + 1,
      ...(agentId !== undefined && { agentId }),
    };
  }

  async function planClosing(tx: Queryable, { number, version }: TicketRecord): Promise<void> {
    const payload: TicketToClose = { number };
    const runAt = new Date(now().getTime() + reopenDays * DAY_MS);
    await jobs.add(tx, { kind: 'ticket_close', key: `ticket_close:${number}:${version}`, payload, runAt });
  }

  /** What somebody else than an agent wishes, on a locked ticket. Undefined where it changes nothing. */
  async function apply(
    tx: Queryable,
    ticket: TicketRecord,
    wish: TicketWish,
    party: TicketParty,
  ): Promise<TicketRecord | undefined> {
    const transition = changeTicket(ticket, wish, party, rules());
    if (transition.kind !== 'changed') return undefined;
    const changed = await store(tx, ticket, wish, party, transition.standing);
    await noteDeed(tx, ticket, actorOf(ticket, party), wish, { from: ticket.state, to: changed.state });
    return changed;
  }

  /** Who acts for a customer is whom the customer hears. False where a colleague has the conversation. */
  async function claim(
    tx: Queryable,
    { conversationId }: TicketRecord,
    wish: AgentWish,
    agent: ActingAgent,
    key: string,
  ): Promise<boolean> {
    if (wish !== 'take' && wish !== 'take_over' && wish !== 'answer') return true;
    const owned = await giveToAgent(conversationId, agent.id, { tx, force: wish === 'take_over' });
    if (owned && owned.agentId !== agent.id) return false;
    if (owned?.before !== agent.id)
      await say(tx, conversationId, { kind: 'joined', agentName: agent.name }, `joined:${key}`);
    return true;
  }

  /** An agent's form: once per key, only on what the agent saw, with what belongs to it in one transaction. */
  function act(
    text: string,
    agent: ActingAgent,
    wish: AgentWish,
    form: TicketForm & { readonly details?: unknown },
    alsoDo?: (tx: Queryable, ticket: TicketRecord, key: string) => Promise<void>,
  ): Promise<TicketResult> {
    return database.transaction(async (tx) => {
      const [ticket] = await select(tx, 'where number = $1 for update', [readNumber(text)]);
      if (!ticket) throw new Failure('not_found', 'there is no such ticket');
      const key = `${ticket.number}:${form.key}`;
      if (await events.isKnown(tx, ticket.id, key)) return { kind: 'done', ticket, key };
      const party: TicketParty = { by: 'agent', agentId: agent.id };
      const transition = changeTicket(ticket, wish, party, rules());
      if (transition.kind === 'refused') return { kind: 'refused', ticket, why: transition.why };
      // Whoever takes a ticket that nobody has need not have seen its newest state.
      if (wish !== 'take' && ticket.version !== form.version) return { kind: 'changed_meanwhile', ticket };
      if (!(await claim(tx, ticket, wish, agent, key)))
        return { kind: 'refused', ticket, why: 'conversation_is_anothers' };
      if (transition.kind === 'unchanged') return { kind: 'done', ticket, key };
      const changed = await store(tx, ticket, wish, party, transition.standing, {
        key,
        details: form.details,
      });
      await alsoDo?.(tx, changed, key);
      const before = ticket.agentId !== changed.agentId && ticket.agentId;
      await noteDeed(tx, ticket, `agent:${agent.id}`, wish, {
        from: ticket.state,
        to: changed.state,
        ...(before && { before: `agent:${before}` }),
      });
      return { kind: 'done', ticket: changed, key };
    });
  }

  /** The tickets of a conversation that an agent looks after, always locked in the same order. */
  const keptOf = (tx: Queryable, conversationId: string): Promise<TicketRecord[]> =>
    select(
      tx,
      `where conversation_id = $1 and agent_id is not null and ${UNFINISHED} order by opened_at, id for update`,
      [conversationId],
    );

  async function leave(
    tx: Queryable,
    { conversationId, number }: TicketRecord,
    agent: ActingAgent,
    kind: 'handed_back' | 'solved',
    key: string,
  ): Promise<void> {
    await giveToBot(conversationId, { tx, from: agent.id });
    await say(tx, conversationId, { kind, agentName: agent.name, number }, key);
  }

  async function openNew(tx: Queryable, request: TicketRequest, expedited: boolean): Promise<Ticket> {
    const [next] = await tx.query<{ number: string }>(`select 'VG-' || nextval('ticket_number') as number`);
    if (!next) throw new Error('a sequence always gives a number');
    const { key, customerId, conversationId, category, diagnosis, uploadIds } = request;
    const { summary, tried, asked = [], email } = request;
    const content: Content = { summary, tried, asked, ...(email !== undefined && { email }) };
    const [id, at, { number }] = [randomUUID(), now().toISOString(), next];
    await tx.query(
      `insert into ticket (id, number, key, customer_id, conversation_id, state, category, diagnosis,
         upload_ids, content, version, opened_at, state_since, expedited, priority)
       values ($1, $2, $3, $4, $5, 'new', $6, $7, $8, $9, 1, $10, $10, $11, $12)`,
      [
        ...[id, number, key, customerId, conversationId, category, diagnosis, uploadIds],
        ...[vault.seal(content, `ticket.content:${id}`), at, expedited, priorityRank(priorityOf(category))],
      ],
    );
    await events.note(tx, id, { kind: 'opened' });
    const payload: TicketOpened = { number };
    await jobs.add(tx, { kind: 'ticket_opened', key: `ticket_opened:${number}`, payload });
    await tellOthers(tx, { id, number, uploadIds }, 'opened', { uploadIds });
    await tellTicketNews(tx, number);
    await noteDeed(tx, { number }, `customer:${customerId}`, 'opened', { category });
    return { number, state: 'new', openedAt: at };
  }

  /** What is new in the second wish goes to the ticket that there is. Once for each key. */
  async function merge(tx: Queryable, ticket: TicketRecord, request: TicketRequest): Promise<Ticket> {
    const key = `merge:${request.key}`;
    if (await events.isKnown(tx, ticket.id, key)) return { ...ticket, merged: true };
    const { summary, tried, asked = [], additions = [], email = request.email } = ticket;
    const isNew = request.summary !== summary;
    const content: Content = {
      summary,
      tried: union(tried, request.tried),
      asked: [...asked, ...(request.asked ?? []).filter((one) => !asked.some((same) => isSame(same, one)))],
      ...(email !== undefined && { email }),
      additions: [...additions, ...(isNew ? [{ at: now().toISOString(), summary: request.summary }] : [])],
    };
    await tx.query('update ticket set diagnosis = $2, upload_ids = $3, content = $4 where id = $1', [
      ticket.id,
      union(ticket.diagnosis, request.diagnosis),
      union(ticket.uploadIds, request.uploadIds),
      vault.seal(content, `ticket.content:${ticket.id}`),
    ]);
    const uploadIds = request.uploadIds.filter((one) => !ticket.uploadIds.includes(one));
    await tellOthers(tx, ticket, 'customer_wrote', { uploadIds });
    const party: TicketParty = { by: 'customer' };
    const transition = changeTicket(ticket, 'merge', party, rules());
    const { state, agentId } = transition.kind === 'changed' ? transition.standing : ticket;
    const standing = { state, ...(agentId !== undefined && { agentId }) };
    const merged = await store(tx, ticket, 'merge', party, standing, { key });
    await noteDeed(tx, ticket, `customer:${ticket.customerId}`, 'merge', {
      from: ticket.state,
      to: merged.state,
    });
    return { ...merged, merged: true };
  }

  const recordsOfCustomer = (customerId: string): Promise<TicketRecord[]> =>
    select(database, 'where customer_id = $1 order by opened_at desc, number desc', [customerId]);

  return {
    async open(request) {
      const expedited = await isExpedited(request.customerId);
      return database.transaction(async (tx) => {
        // One wish after the other, so that the second of two finds the ticket of the first.
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
          `ticket:${request.conversationId}`,
        ]);
        const [known] = await select(tx, 'where key = $1', [request.key]);
        if (known) return known;
        const ofConversation = `where conversation_id = $1 and ${UNFINISHED} order by opened_at desc limit 1 for update`;
        const [openOne] = request.separate ? [] : await select(tx, ofConversation, [request.conversationId]);
        return openOne ? merge(tx, openOne, request) : openNew(tx, request, expedited);
      });
    },

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
        await tellOthers(tx, ticket, message ? 'customer_wrote' : 'attachment_added', { uploadIds: added });
        const changed = await apply(tx, ticket, 'customer_wrote', { by: 'customer' });
        if (!changed) await tellTicketNews(tx, ticket.number);
      }),

    async toAddTo(customerId) {
      const all = await recordsOfCustomer(customerId);
      const isUnfinished = ({ state }: TicketRecord) => state !== 'solved' && state !== 'closed';
      return all.find(isUnfinished) ?? all.find((ticket) => takesMore(ticket, rules()));
    },

    async toRate(conversationId) {
      const solved = `where conversation_id = $1 and state = 'solved' order by state_since desc limit 1`;
      const [ticket] = await select(database, solved, [conversationId]);
      if (!ticket || !takesMore(ticket, rules())) return undefined;
      return { number: ticket.number, ...(ticket.rating && { score: ticket.rating.score }) };
    },

    rate: (number, customerId, { score, word }) =>
      database.transaction(async (tx) => {
        const ofCustomer = 'where number = $1 and customer_id = $2 for update';
        const [ticket] = await select(tx, ofCustomer, [readNumber(number), customerId]);
        if (!ticket) throw new Failure('not_found', 'there is no such ticket');
        const isKnown = ticket.rating?.score === score && (word ?? ticket.rating.word) === ticket.rating.word;
        if (isKnown) return;
        const sealed = word === undefined ? null : vault.seal(word, `ticket.rating_word:${ticket.id}`);
        await tx.query('update ticket set rating = $2, rated_at = $3, rating_word = $4 where id = $1', [
          ticket.id,
          score,
          now(),
          sealed,
        ]);
        // A word that follows the number is the same rating.
        if (ticket.rating?.score !== score) await events.note(tx, ticket.id, { kind: 'rated' });
        await tellTicketNews(tx, ticket.number);
        await noteDeed(tx, ticket, `customer:${customerId}`, 'rated', { score });
      }),

    byNumber: async (text) => (await select(database, 'where number = $1', [readNumber(text)]))[0],

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
    takeOver: (number, agent, form) => act(number, agent, 'take_over', form),

    answer: (number, text, agent, { files, via, ...form }) =>
      act(number, agent, 'answer', { ...form, details: { text } }, async (tx, ticket, key) => {
        const { conversationId } = ticket;
        const extras = { ...(files && files.length > 0 && { files }), ...(via !== undefined && { via }) };
        await say(tx, conversationId, { kind: 'answer', agentName: agent.name, text, ...extras }, key);
        await tellOthers(tx, ticket, 'agent_answered', { agentId: agent.id });
        const payload: TicketAnswered = {
          ...{ number: ticket.number, conversationId, text, key },
          ...(files && files.length > 0 && { files: files.length }),
        };
        await jobs.add(tx, { kind: 'ticket_answered', key: `ticket_answered:${key}`, payload });
      }),

    handBack: (number, agent, form) =>
      act(number, agent, 'hand_back', form, (tx, ticket, key) =>
        leave(tx, ticket, agent, 'handed_back', key),
      ),

    solve: (number, agent, form) =>
      act(number, agent, 'solve', form, (tx, ticket, key) => leave(tx, ticket, agent, 'solved', key)),

    close: (number, agent, form) => act(number, agent, 'close', form),
    reopen: (number, agent, form) => act(number, agent, 'reopen', form),

    customerWrote: (conversationId) =>
      database.transaction(async (tx) => {
        const unfinished = `where conversation_id = $1 and ${UNFINISHED} order by opened_at, id for update`;
        const all = await select(tx, unfinished, [conversationId]);
        for (const ticket of all) await tellOthers(tx, ticket, 'customer_wrote');
        for (const ticket of all) await apply(tx, ticket, 'customer_wrote', { by: 'customer' });
      }),

    customerCalledAssistant: (conversationId) =>
      database.transaction(async (tx) => {
        const kept = await keptOf(tx, conversationId);
        await giveToBot(conversationId, { tx });
        for (const ticket of kept) await apply(tx, ticket, 'hand_back', { by: 'customer' });
      }),

    async customerEnded(conversationId, tx) {
      const kept = await keptOf(tx, conversationId);
      await giveToBot(conversationId, { tx });
      const last = kept.at(-1);
      if (last) {
        const key = `ended:${last.number}:${last.version}`;
        await say(tx, conversationId, { kind: 'ended', number: last.number }, key);
      }
      for (const ticket of kept) await apply(tx, ticket, 'solve', { by: 'customer' });
    },

    expedite: async (customerId, expedited, tx) => {
      const changed = await tx.query<{ number: string }>(
        `update ticket set expedited = $2 where customer_id = $1 and expedited <> $2 and ${UNFINISHED}
         returning number`,
        [customerId, expedited],
      );
      for (const { number } of changed) await tellTicketNews(tx, number);
    },

    closeWhenDue: (number) =>
      database.transaction(async (tx) => {
        const [ticket] = await select(tx, `where number = $1 and state = 'solved' for update`, [number]);
        if (ticket && !takesMore(ticket, rules())) await apply(tx, ticket, 'close', { by: 'system' });
      }),

    subscribe: (onNews) => database.listen(TICKET_NEWS, onNews),
  };
}

/** What the audit log calls it. */
const DEEDS: Readonly<Record<TicketEvent['kind'], string>> = {
  opened: 'opened',
  rated: 'rated',
  take: 'assigned',
  assign: 'reassigned',
  priority: 'prioritised',
  take_over: 'taken_over',
  answer: 'answered',
  hand_back: 'handed_back',
  solve: 'solved',
  close: 'closed',
  reopen: 'reopened',
  customer_wrote: 'customer_wrote',
  merge: 'merged',
};

const union = (some: readonly string[], others: readonly string[]): readonly string[] => [
  ...new Set([...some, ...others]),
];

const isSame = (one: Asked, other: Asked): boolean =>
  one.question === other.question && one.answer === other.answer;

/** VG-1042 however it was typed: `1042`, `vg 1042`. */
export function readNumber(text: string): string {
  const digits = /^\s*(?:vg)?[\s-]*(\d{4,12})\s*$/i.exec(text)?.[1];
  return digits ? `VG-${digits}` : '';
}
