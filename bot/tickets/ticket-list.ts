import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type { AskedWord, BlindWords } from './blind-words.ts';
import { priorityRank, type Priority } from './service-levels.ts';
import { presentTicket, type TicketRecord, type TicketRow } from './tickets.ts';

/** Parts of the queue: with us, with the customer, done. */
export const TICKET_PARTS = ['with_us', 'waiting', 'finished', 'all'] as const;
export type TicketPart = (typeof TICKET_PARTS)[number];

export const TICKET_ORDERS = ['longest', 'due', 'priority', 'newest'] as const;
/** Longest in its state, due first, most pressing, latest opened. */
export type TicketOrder = (typeof TICKET_ORDERS)[number];

export interface TicketFilter {
  readonly part: TicketPart;
  readonly order: TicketOrder;
  readonly category?: string;
  readonly priority?: Priority;
  /** An agent's id, or nobody. */
  readonly assignee?: string;
  readonly language?: string;
  /** In its state since before this moment. */
  readonly since?: Date;
}

/** Where the next page begins; opaque to whoever carries it. */
export type Cursor = string;

export interface TicketPage {
  readonly tickets: readonly TicketRecord[];
  /** Undefined on the last page. */
  readonly next?: Cursor;
}

export interface TicketList {
  page(filter: TicketFilter, from?: Cursor, limit?: number): Promise<TicketPage>;
  /** Tickets with all of these words in what was said or written about them, the latest first. */
  withWords(
    asked: readonly AskedWord[],
    filter: SearchFilter,
    from?: Cursor,
    limit?: number,
  ): Promise<TicketPage>;
  /** All of a customer's; the id is compared as a whole. */
  ofCustomer(customerId: string, limit?: number): Promise<readonly TicketRecord[]>;
  /** What tickets can be filtered by: of those that there are. */
  choices(): Promise<{ readonly categories: readonly string[]; readonly languages: readonly string[] }>;
}

export type SearchFilter = Omit<TicketFilter, 'order' | 'since'>;

export const NOBODY = 'nobody';
const PAGE = 25;
/** A word of every fortieth ticket fills a page with them. */
const LATEST = 1000;

const PARTS: Readonly<Record<TicketPart, string>> = {
  with_us: `ticket.state in ('new', 'open', 'reopened')`,
  waiting: `ticket.state = 'waiting'`,
  finished: `ticket.state in ('solved', 'closed')`,
  all: 'true',
};

interface Key {
  readonly column: string;
  readonly type: string;
}

interface Order {
  readonly keys: readonly Key[];
  readonly descending: boolean;
}

const ID: Key = { column: 'ticket.id', type: 'uuid' };
const timeOf = (column: string): Key => ({ column, type: 'timestamptz' });

const ORDERS: Readonly<Record<TicketOrder, Order>> = {
  // Whose verification was rejected and sent in again goes first.
  longest: {
    keys: [{ column: '(not ticket.expedited)', type: 'boolean' }, timeOf('ticket.state_since'), ID],
    descending: false,
  },
  due: { keys: [timeOf('ticket.due_at'), ID], descending: false },
  priority: {
    keys: [{ column: 'ticket.priority', type: 'smallint' }, timeOf('ticket.state_since'), ID],
    descending: false,
  },
  newest: { keys: [timeOf('ticket.opened_at'), ID], descending: true },
};

/** What is done is never "waiting": the longest in its state would be the oldest of all. */
const LATEST_FINISHED: Order = { keys: [timeOf('ticket.state_since'), ID], descending: true };
const LATEST_WITH_WORDS: Order = {
  keys: [timeOf('found.opened_at'), { column: 'found.ticket_id', type: 'uuid' }],
  descending: true,
};

/** Pages are read by keys, not by counting rows: the last is as quick as the first. */
export function createTicketList(deps: { database: Database; vault: Vault; words: BlindWords }): TicketList {
  const { database, vault, words } = deps;

  async function read(
    from: string,
    conditions: Conditions,
    order: Order,
    cursor: Cursor | undefined,
    limit: number,
    before = '',
  ): Promise<TicketPage> {
    const after = cursor === undefined ? undefined : readCursor(cursor, order);
    const { keys, descending } = order;
    if (after) {
      const values = after.map(
        (value, index) => `${conditions.value(value)}::${keys[index]?.type ?? 'text'}`,
      );
      conditions.add(
        `(${keys.map(({ column }) => column).join(', ')}) ${descending ? '<' : '>'} (${values.join(', ')})`,
      );
    }
    const sorting = keys.map(({ column }) => `${column}${descending ? ' desc' : ''}`).join(', ');
    const places = keys.map(({ column }, index) => `${column}::text as key_${index}`).join(', ');
    const rows = await database.query<TicketRow & Record<`key_${number}`, string>>(
      `${before} select ticket.*, ${places} from ${from} where ${conditions.text()} order by ${sorting} limit ${limit + 1}`,
      conditions.values,
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      tickets: shown.map((row) => presentTicket(vault, row)),
      ...(last && { next: writeCursor(keys.map((_, index) => last[`key_${index}`] ?? '')) }),
    };
  }

  return {
    page(filter, from, limit = PAGE) {
      const conditions = conditionsOf(filter);
      if (filter.since) conditions.add(`ticket.state_since < ${conditions.value(filter.since)}`);
      const order =
        filter.part === 'finished' && filter.order === 'longest' ? LATEST_FINISHED : ORDERS[filter.order];
      return read('ticket', conditions, order, from, limit);
    },

    async withWords(asked, filter, from, limit = PAGE) {
      const conditions = conditionsOf(filter);
      const held = asked
        .map((word) => `words && ${conditions.value(words.numbersOf(word))}::integer[]`)
        .join(' and ');
      const [at, id] = (from === undefined ? undefined : readCursor(from, LATEST_WITH_WORDS)) ?? [];
      const after =
        at === undefined
          ? 'true'
          : `(opened_at, ticket_id) < (${conditions.value(at)}::timestamptz, ${conditions.value(id)}::uuid)`;
      // Words that stand everywhere are found at once among the latest, others in few tickets by their index. The
      // database cannot tell the two apart when it knows nothing of a number, and would read every ticket.
      const latest = `select * from ticket_words where ${after} order by opened_at desc, ticket_id desc limit ${LATEST}`;
      // One ticket after the other, in order, until the page is full: a join would read the whole table of them.
      const joined =
        'cross join lateral (select * from ticket as one where one.id = found.ticket_id offset 0) as ticket';
      const near = `(select * from (${latest}) as latest where ${held} order by opened_at desc, ticket_id desc) as found ${joined}`;
      const page = await read(near, conditions, LATEST_WITH_WORDS, undefined, limit);
      if (page.next !== undefined) return page;
      const all = `with found as materialized (
        select ticket_id, opened_at from ticket_words where ${after} and ${held}
      )`;
      const found = '(select * from found order by opened_at desc, ticket_id desc) as found';
      return read(`${found} ${joined}`, conditions, LATEST_WITH_WORDS, undefined, limit, all);
    },

    async ofCustomer(customerId, limit = PAGE) {
      const rows = await database.query<TicketRow>(
        `select * from ticket where customer_id = $1 order by opened_at desc, id desc limit ${limit}`,
        [customerId],
      );
      return rows.map((row) => presentTicket(vault, row));
    },

    async choices() {
      const [categories, languages] = await Promise.all([
        database.query<{ value: string }>(distinct('category')),
        database.query<{ value: string }>(distinct('language')),
      ]);
      return {
        categories: categories.map(({ value }) => value),
        languages: languages.map(({ value }) => value),
      };
    },
  };
}

/** Hops from value to value over the index, instead of reading every ticket. */
const distinct = (column: 'category' | 'language'): string => `
  with recursive hop as (
    (select ${column} as value from ticket where ${column} is not null order by ${column} limit 1)
    union all
    select (select ${column} from ticket where ${column} > hop.value order by ${column} limit 1)
    from hop where hop.value is not null
  )
  select value from hop where value is not null`;

class Conditions {
  readonly values: unknown[] = [];
  readonly #texts: string[] = [];

  add(text: string): void {
    this.#texts.push(text);
  }

  /** The placeholder of a value. */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  text(): string {
    return this.#texts.join(' and ');
  }
}

function conditionsOf({ part, category, priority, assignee, language }: SearchFilter): Conditions {
  const conditions = new Conditions();
  conditions.add(PARTS[part]);
  if (category !== undefined) conditions.add(`ticket.category = ${conditions.value(category)}`);
  if (priority !== undefined) conditions.add(`ticket.priority = ${conditions.value(priorityRank(priority))}`);
  if (language !== undefined) conditions.add(`ticket.language = ${conditions.value(language)}`);
  if (assignee === NOBODY) conditions.add('ticket.agent_id is null');
  else if (assignee !== undefined) conditions.add(`ticket.agent_id = ${conditions.value(assignee)}`);
  return conditions;
}

function writeCursor(keys: readonly string[]): Cursor {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

const SHAPES: Readonly<Record<string, RegExp>> = {
  timestamptz: /^(infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?)$/,
  smallint: /^\d$/,
  boolean: /^(true|false)$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

/** Undefined, which is the first page, for anything that this order did not write. */
function readCursor(cursor: Cursor, { keys }: Order): readonly string[] | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(read) || read.length !== keys.length) return undefined;
    const texts = read.map(String);
    return texts.every((text, index) => SHAPES[keys[index]?.type ?? '']?.test(text)) ? texts : undefined;
  } catch {
    return undefined;
  }
}
