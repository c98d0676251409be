import { randomUUID } from 'node:crypto';

import { Failure } from '../failure.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import {
  CONVERSATION_COLUMNS,
  openActivity,
  sealActivity,
  toConversation,
  type ActivityRow,
  type ConversationRow,
} from './conversation-rows.ts';
import type { LoggedActivity, Owner, PendingTurn, Reply, StateChange, Turns } from './conversations.ts';

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

  const commit: Turns['commit'] = async (turn, { replies, state }) => {
    const { id } = turn.conversation;
    const remote = turn.conversation.reference !== undefined;
    const outcome = await database.transaction(async (tx) => {
      const [debt] = await tx.query(
        'delete from pending_turn where conversation_id = $1 and seq = $2 returning seq',
        [id, turn.seq],
      );
      if (!debt) return { kind: 'stale' as const };
      const [owner] = await tx.query<{ owner: Owner }>(
        'select owner from conversation where id = $1 for update',
        [id],
      );
      await applyState(tx, vault, id, state);
      if (owner?.owner === 'agent') return { kind: 'silenced' as const };
      return { kind: 'answered' as const, newestSeq: await insertReplies(tx, id, replies, remote) };
    });
    if (outcome.kind === 'answered' && outcome.newestSeq !== undefined) announce(id, outcome.newestSeq);
    return outcome.kind;
  };

  /** Returns the newest entry's place, or undefined when there was nothing to say. */
  async function insertReplies(
    tx: Queryable,
    conversationId: string,
    replies: readonly Reply[],
    due: boolean,
  ): Promise<number | undefined> {
    const gone = replies.flatMap((reply) => (reply.kind === 'withdraw' ? [reply.activityId] : []));
    const said = replies.flatMap((reply) => (reply.kind === 'withdraw' ? [] : [withId(reply.activity)]));
    const replaced = replies.flatMap((reply) => (reply.kind === 'replace' ? [reply.activity.id] : []));
    if (gone.length + replaced.length > 0) {
      await tx.query(
        'update activity set superseded = true where conversation_id = $1 and id = any($2) and not superseded',
        [conversationId, [...gone, ...replaced]],
      );
    }
    if (said.length === 0) return undefined;
    const [place] = await tx.query<{ last_seq: string; last_at: Date }>(
      `update conversation set last_seq = last_seq + $2::int,
         last_at = greatest($3::timestamptz, last_at + interval '1 millisecond') + ($2::int - 1) * interval '1 millisecond'
       where id = $1 returning last_seq, last_at`,
      [conversationId, said.length, now()],
    );
    if (!place) throw new Failure('not_found', 'No such conversation');
    const newestSeq = Number(place.last_seq);
    await tx.query(
      // A replacement keeps the time of what it replaces, and with it its place on the screen.
      `insert into activity (conversation_id, seq, id, author, at, sealed, due)
       select $1, $2::bigint + n, r.id, 'bot',
         coalesce((select min(at) from activity where conversation_id = $1 and id = r.id), $3::timestamptz + n * interval '1 millisecond'),
         r.sealed, $4
       from unnest($5::text[], $6::bytea[]) with ordinality as r (id, sealed, n)`,
      [
        conversationId,
        newestSeq - said.length,
        new Date(place.last_at.getTime() - said.length),
        due,
        said.map((activity) => activity.id),
        said.map((activity) => sealActivity(vault, conversationId, activity)),
      ],
    );
    return newestSeq;
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
