import { randomUUID } from 'node:crypto';

import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import {
  CONVERSATION_COLUMNS,
  openAbout,
  sealAbout,
  sealActivity,
  toConversation,
  toEntry,
  type About,
  type ActivityRow,
  type ConversationRow,
} from './conversation-rows.ts';
import type {
  Author,
  Conversation,
  ConversationLedger,
  ConversationStart,
  LogEntry,
  LoggedActivity,
} from './conversations.ts';
import { News } from './news.ts';
import { createPresence } from './presence.ts';
import { createTurns } from './turns.ts';

/** One read of the log brings no more than this. */
const MOST_ENTRIES = 500;
const UNIQUE_VIOLATION = '23505';

export interface ConversationDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly now: () => Date;
  readonly log?: Log;
}

export function createConversations(deps: ConversationDeps): ConversationLedger {
  const { database, vault, now } = deps;
  const news = new News(database, deps.log);

  async function insertConversation(
    on: Queryable,
    start: ConversationStart,
  ): Promise<Conversation | undefined> {
    const rows = await on.query<ConversationRow>(
      `insert into conversation (id, customer_id, channel, last_at, created_at, about)
       values ($1, $2, $3, $4, $4, $5) on conflict (id) do nothing returning ${CONVERSATION_COLUMNS}`,
      [start.id, start.customerId, start.channel, now(), sealAbout(vault, start.id, aboutOf(start))],
    );
    return rows[0] && toConversation(vault, rows[0]);
  }

  async function find(conversationId: string, tx: Queryable = database): Promise<Conversation | undefined> {
    const rows = await tx.query<ConversationRow>(
      `select ${CONVERSATION_COLUMNS} from conversation where id = $1`,
      [conversationId],
    );
    return rows[0] && toConversation(vault, rows[0]);
  }

  async function open(start: ConversationStart): Promise<Conversation> {
    const conversation = (await insertConversation(database, start)) ?? (await find(start.id));
    if (!conversation) throw new Failure('not_found', 'A conversation was removed while it was opened');
    return conversation;
  }

  const continueOrOpen = (start: ConversationStart): Promise<Conversation> =>
    database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`open:${start.customerId}`]);
      const [newest] = await tx.query<ConversationRow>(
        `select ${CONVERSATION_COLUMNS} from conversation where customer_id = $1 and channel = $2
         order by created_at desc limit 1`,
        [start.customerId, start.channel],
      );
      if (newest) return toConversation(vault, newest);
      const opened = await insertConversation(tx, start);
      if (!opened) throw new Failure('conflict', 'The id of a new conversation is taken');
      return opened;
    });

  async function ofCustomer(customerId: string): Promise<readonly Conversation[]> {
    const rows = await database.query<ConversationRow>(
      `select ${CONVERSATION_COLUMNS} from conversation where customer_id = $1 order by created_at desc`,
      [customerId],
    );
    return rows.map((row) => toConversation(vault, row));
  }

  const note: ConversationLedger['note'] = (conversationId, seen) =>
    database.transaction(async (tx) => {
      const [row] = await tx.query<ConversationRow>(
        'select id, about from conversation where id = $1 for update',
        [conversationId],
      );
      if (!row) throw new Failure('not_found', 'No such conversation');
      const before = openAbout(vault, row);
      const after = { ...before, ...aboutOf(seen) };
      if (JSON.stringify(before) === JSON.stringify(after)) return;
      await tx.query('update conversation set about = $2 where id = $1', [
        conversationId,
        sealAbout(vault, conversationId, after),
      ]);
    });

  const append: ConversationLedger['append'] = async (conversationId, author, activity, options = {}) => {
    const stamped = { ...activity, id: activity.id ?? randomUUID() };
    const once = onceOf(vault, author, activity, options.once);
    const values = [
      conversationId,
      stamped.id,
      author,
      now(),
      once,
      sealActivity(vault, conversationId, stamped),
      options.turn ?? false,
      options.deliver ?? false,
      options.onlyWhile ?? null,
    ];
    const { tx } = options;
    const rows = await (tx ?? database)
      .query<ActivityRow & { repeated: boolean }>(APPEND, values)
      .catch((error: unknown) => {
        // The same message came twice at the same moment, and the other copy was first.
        if (!tx && once && (error as { code?: unknown }).code === UNIQUE_VIOLATION) {
          return database.query<ActivityRow & { repeated: boolean }>(APPENDED_BEFORE, [conversationId, once]);
        }
        throw error;
      });
    const [row] = rows;
    if (!row && options.onlyWhile !== undefined)
      throw new Failure('conflict', 'Somebody else has the conversation by now');
    if (!row) throw new Failure('not_found', 'No such conversation');
    const entry = toEntry(vault, row);
    if (!row.repeated) {
      if (tx) await news.announceIn(tx, conversationId, entry.seq);
      else news.announce(conversationId, entry.seq);
    }
    return { ...entry, repeated: row.repeated };
  };

  async function since(conversationId: string, watermark: number, limit = MOST_ENTRIES): Promise<LogEntry[]> {
    const rows = await database.query<ActivityRow>(
      `select conversation_id, seq, id, author, at, sealed from activity
       where conversation_id = $1 and seq > $2 and not superseded order by seq limit $3`,
      [conversationId, watermark, limit],
    );
    return rows.map((row) => toEntry(vault, row));
  }

  const giveToBot: ConversationLedger['giveToBot'] = async (conversationId, { tx = database, from } = {}) => {
    await tx.query(
      `update conversation set owner = 'bot', owner_agent_id = null
       where id = $1 and ($2::uuid is null or owner_agent_id is null or owner_agent_id = $2)`,
      [conversationId, from ?? null],
    );
    await news.announceSignIn(tx, conversationId);
  };

  const giveToAgent: ConversationLedger['giveToAgent'] = (conversationId, agentId, { tx, force } = {}) => {
    const give = async (on: Queryable) => {
      const [row] = await on.query<{ owner_agent_id: string | null }>(
        'select owner_agent_id from conversation where id = $1 for update',
        [conversationId],
      );
      if (!row) return undefined;
      const before = row.owner_agent_id ?? undefined;
      if (before !== undefined && before !== agentId && !force) return { agentId: before, before };
      await on.query(`update conversation set owner = 'agent', owner_agent_id = $2 where id = $1`, [
        conversationId,
        agentId,
      ]);
      await news.announceSignIn(on, conversationId);
      return { agentId, ...(before !== undefined && { before }) };
    };
    return tx ? give(tx) : database.transaction(give);
  };

  return {
    open,
    continueOrOpen,
    find,
    ofCustomer,
    note,
    append,
    since,
    giveToBot,
    giveToAgent,
    presence: createPresence({
      database,
      now,
      announce: (id) => news.announceSign(id, { kind: 'presence' }),
    }),
    subscribe: (conversationId, onNews, onSign) => news.follow(conversationId, onNews, onSign),
    showTyping: (conversationId, author = 'bot') =>
      news.announceSign(conversationId, { kind: 'typing', author }),
    turns: createTurns({ database, vault, now, announce: (id, seq) => news.announce(id, seq) }),
    start: () => news.start(),
    stop: () => news.stop(),
  };
}

/** One statement is one transaction: the place in the log, the entry and the note of an owed answer. */
const APPEND = `
  with seen as (
    select conversation_id, seq, id, author, at, sealed from activity where conversation_id = $1 and once = $5
  ), place as (
    update conversation
    set last_seq = last_seq + 1, last_at = greatest($4::timestamptz, last_at + interval '1 millisecond')
    where id = $1 and not exists (select from seen) and ($9::text is null or owner = $9)
    returning last_seq, last_at
  ), entry as (
    insert into activity (conversation_id, seq, id, author, at, once, sealed, due)
    select $1, last_seq, $2, $3, last_at, $5, $6, $8 from place
    returning conversation_id, seq, id, author, at, sealed
  ), debt as (
    insert into pending_turn (conversation_id, seq, since) select conversation_id, seq, $4 from entry where $7
  )
  select *, false as repeated from entry union all select *, true as repeated from seen`;

const APPENDED_BEFORE = `
  select conversation_id, seq, id, author, at, sealed, true as repeated from activity
  where conversation_id = $1 and once = $2`;

/** What a client or a caller chose to know a message by. Hashed: a client may write anything there. */
function onceOf(
  vault: Vault,
  author: Author,
  activity: LoggedActivity,
  once: string | undefined,
): Buffer | null {
  if (once !== undefined) return vault.keyedHash(`key:${once}`, 'activity once');
  const { clientActivityID } = (activity['channelData'] ?? {}) as { clientActivityID?: unknown };
  if (author !== 'user' || typeof clientActivityID !== 'string') return null;
  return vault.keyedHash(`client:${clientActivityID}`, 'activity once');
}

const aboutOf = (
  start: Pick<ConversationStart, 'userAgent' | 'locale' | 'language' | 'reference'>,
): About => ({
  ...(start.userAgent !== undefined && { userAgent: start.userAgent }),
  ...(start.locale !== undefined && { locale: start.locale }),
  ...(start.language !== undefined && { language: start.language }),
  ...(start.reference !== undefined && { reference: start.reference }),
});
