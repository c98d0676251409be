import { randomUUID } from 'node:crypto';

import { Failure } from '../failure.ts';
import type { Database, Queryable, Row } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import {
  CONVERSATION_COLUMNS,
  openActivity,
  sealActivity,
  toConversation,
  type ActivityRow,
  type ConversationRow,
} from './conversation-rows.ts';
import type {
  Conversation,
  LoggedActivity,
  Owner,
  PendingTurn,
  Reply,
  StateChange,
  Turns,
} from './conversations.ts';

interface TurnDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly now: () => Date;
  readonly announce: (conversationId: string, seq: number) => void;
}

export function createTurns({ database, vault, now, announce }: TurnDeps): Turns {
  async function next(conversationId: string): Promise<PendingTurn | undefined> {
    const [row] = await database.query<
      ConversationRow & { seq: string; attempts: number; activity_id: string; at: Date; sealed: Buffer }
    >(
      `select ${CONVERSATION_COLUMNS.replace(/\w+/g, 'c.$&')}, p.seq, p.attempts, a.id as activity_id, a.at, a.sealed
       from pending_turn p
       join activity a on a.conversation_id = p.conversation_id and a.seq = p.seq
       join conversation c on c.id = p.conversation_id
       where p.conversation_id = $1 order by p.seq limit 1`,
      [conversationId],
    );
    if (!row) return undefined;
    return {
      conversation: toConversation(vault, row),
      seq: Number(row.seq),
      attempts: row.attempts,
      at: row.at.toISOString(),
      activity: openActivity(vault, {
        conversation_id: conversationId,
        id: row.activity_id,
        sealed: row.sealed,
      }),
    };
  }

  async function countAttempt(conversationId: string, seq: number): Promise<void> {
    await database.query(
      'update pending_turn set attempts = attempts + 1 where conversation_id = $1 and seq = $2',
      [conversationId, seq],
    );
  }

  async function waiting(olderThanMs?: number): Promise<readonly string[]> {
    const before = olderThanMs === undefined ? 'infinity' : new Date(now().getTime() - olderThanMs);
    const rows = await database.query<{ conversation_id: string }>(
      `select conversation_id from pending_turn where since <= $1
       union select conversation_id from activity where due and at <= $1`,
      [before],
    );
    return rows.map((row) => row.conversation_id);
  }

  const readState: Turns['readState'] = async (keys) => {
    const rows = await database.query<{ key: string; version: string; sealed: Buffer }>(
      'select key, version, sealed from bot_state where key = any($1)',
      [keys],
    );
    return new Map(
      rows.map((row) => [
        row.key,
        { version: Number(row.version), value: vault.open<unknown>(row.sealed, `bot_state:${row.key}`) },
      ]),
    );
  };

  const commit: Turns['commit'] = async (turn, { replies, state, also }) => {
    const { id } = turn.conversation;
    const said = replies.flatMap((reply) => (reply.kind === 'withdraw' ? [] : [withId(reply.activity)]));
    const result = await database.transaction(async (tx) => {
      await also?.(tx);
      const [claim] = await tx.query<Claim>(CLAIM, [id, turn.seq, said.length, now()]);
      // Somebody else has answered, and may be at the next one.
      if (!claim) return staleAfter(also);
      await applyState(tx, vault, id, state);
      const { more } = claim;
      if (claim.owner === 'agent') return { outcome: 'silenced' as const, more };
      await supersede(tx, id, replies);
      if (said.length > 0) await insertReplies(tx, turn.conversation, said, claim);
      return { outcome: 'answered' as const, more, newestSeq: claim.last_seq };
    });
    if (result.outcome === 'answered' && said.length > 0) announce(id, result.newestSeq);
    return { outcome: result.outcome, more: result.more };
  };

  /** Out of sight, but still in the log: a replacement is looked up by what it replaced. */
  async function supersede(tx: Queryable, conversationId: string, replies: readonly Reply[]): Promise<void> {
    const ids = replies.flatMap((reply) => {
      if (reply.kind === 'say') return [];
      return [reply.kind === 'withdraw' ? reply.activityId : reply.activity.id];
    });
    if (ids.length === 0) return;
    await tx.query(
      'update activity set superseded = true where conversation_id = $1 and id = any($2) and not superseded',
      [conversationId, ids],
    );
  }

  async function insertReplies(
    tx: Queryable,
    { id, reference }: Conversation,
    said: readonly (LoggedActivity & { id: string })[],
    place: Pick<Claim, 'last_seq' | 'last_at'>,
  ): Promise<void> {
    await tx.query(
      // A replacement keeps the time of what it replaces, and with it its place on the screen.
      `insert into activity (conversation_id, seq, id, author, at, sealed, due)
       select $1, $2::bigint + n, r.id, 'bot',
         coalesce((select min(at) from activity where conversation_id = $1 and id = r.id), $3::timestamptz + n * interval '1 millisecond'),
         r.sealed, $4
       from unnest($5::text[], $6::bytea[]) with ordinality as r (id, sealed, n)`,
      [
        id,
        place.last_seq - said.length,
        new Date(place.last_at.getTime() - said.length),
        reference !== undefined,
        said.map((activity) => activity.id),
        said.map((activity) => sealActivity(vault, id, activity)),
      ],
    );
  }

  const due: Turns['due'] = async (conversationId) => {
    const rows = await database.query<ActivityRow & { replaces: string | null }>(
      `select a.conversation_id, a.seq, a.id, a.author, a.at, a.sealed,
         (select old.channel_activity_id from activity old
          where old.conversation_id = a.conversation_id and old.id = a.id and old.seq < a.seq
            and old.channel_activity_id is not null order by old.seq desc limit 1) as replaces
       from activity a where a.conversation_id = $1 and a.due and not a.superseded order by a.seq`,
      [conversationId],
    );
    return rows.map((row) => ({
      seq: Number(row.seq),
      at: row.at.toISOString(),
      activity: openActivity(vault, row),
      ...(row.replaces !== null && { replaces: row.replaces }),
    }));
  };

  async function delivered(
    conversationId: string,
    seq: number,
    channelActivityId: string | undefined,
  ): Promise<void> {
    await database.query(
      'update activity set due = false, channel_activity_id = $3 where conversation_id = $1 and seq = $2',
      [conversationId, seq, channelActivityId ?? null],
    );
  }

  return {
    next,
    countAttempt,
    waiting,
    readState,
    writeState: (conversationId, changes) =>
      database.transaction((tx) => applyState(tx, vault, conversationId, changes)),
    commit,
    due,
    delivered,
  };
}

/** What belongs to a message that somebody else has dealt with must not be done again: it is rolled back. */
function staleAfter(also: unknown): { outcome: 'stale'; more: boolean } {
  if (also) throw new Failure('conflict', 'Somebody else has answered this message');
  return { outcome: 'stale', more: true };
}

interface Claim extends Row {
  readonly owner: Owner;
  readonly last_seq: number;
  readonly last_at: Date;
  readonly more: boolean;
}

/** Takes the debt and, unless an agent answers by now, the places in the log for what is said. */
const CLAIM = `
  with debt as (
    delete from pending_turn where conversation_id = $1 and seq = $2 returning seq
  ), place as (
    update conversation set
      last_seq = last_seq + case owner when 'agent' then 0 else $3::int end,
      last_at = case
        when owner = 'agent' or $3::int = 0 then last_at
        else greatest($4::timestamptz, last_at + interval '1 millisecond') + ($3::int - 1) * interval '1 millisecond'
      end
    where id = $1 and exists (select from debt)
    returning owner, last_seq, last_at
  )
  select *, exists (select from pending_turn where conversation_id = $1 and seq > $2) as more from place`;

async function applyState(
  tx: Queryable,
  vault: Vault,
  conversationId: string,
  changes: readonly StateChange[],
): Promise<void> {
  for (const { key, version, value } of changes) {
    const written =
      value === undefined
        ? await tx.query('delete from bot_state where key = $1 and version = $2::bigint returning key', [
            key,
            version,
          ])
        : await tx.query(
            `insert into bot_state (key, conversation_id, version, sealed) values ($1, $2, $3::bigint + 1, $4)
             on conflict (key) do update set version = excluded.version, sealed = excluded.sealed
             where bot_state.version = $3::bigint returning key`,
            [key, conversationId, version, vault.seal(value, `bot_state:${key}`)],
          );
    const removedNothing = value === undefined && version === 0;
    if (written.length === 0 && !removedNothing) {
      throw new Failure('conflict', 'The state of a conversation was changed by somebody else');
    }
  }
}

const withId = (activity: LoggedActivity): LoggedActivity & { id: string } => ({
  ...activity,
  id: activity.id ?? randomUUID(),
});
