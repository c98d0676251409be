import { randomUUID } from 'node:crypto';

import type { Audit } from '../audit/audit.ts';
import type { Database } from '../storage/database.ts';

/** Steps that belong together: an answer, who looks after the ticket, how pressing it is, and its state. */
export interface Macro {
  readonly id: string;
  readonly title: string;
  readonly replyId?: string;
  /** `me`: whoever runs it. */
  readonly assignee?: string;
  /** 0 is urgent, as in tickets. */
  readonly priority?: number;
  readonly thenState?: 'solve' | 'close';
}

export interface Macros {
  /** By title. */
  all(): Promise<readonly Macro[]>;
  find(id: string): Promise<Macro | undefined>;
  add(macro: Omit<Macro, 'id'>, agentId: string): Promise<Macro>;
  remove(id: string, agentId: string): Promise<void>;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly title: string;
  readonly reply_id: string | null;
  readonly then_state: 'solve' | 'close' | null;
  readonly assignee: string | null;
  readonly priority: number | null;
}

export function createMacros(deps: {
  database: Database;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
}): Macros {
  const { database, audit, now } = deps;
  const select =
    'select id, title, reply_id, then_state, assignee, priority from macro where removed_at is null';
  return {
    all: async () => (await database.query<Row>(`${select} order by lower(title), id`)).map(present),
    find: async (id) => (await database.query<Row>(`${select} and id = $1`, [id])).map(present)[0],

    add: (macro, agentId) =>
      database.transaction(async (tx) => {
        const id = randomUUID();
        const { title, replyId, thenState, assignee, priority } = macro;
        await tx.query(
          `insert into macro (id, title, reply_id, then_state, assignee, priority, changed_at, changed_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            ...[id, title, replyId ?? null, thenState ?? null, assignee ?? null, priority ?? null],
            ...[now(), agentId],
          ],
        );
        await audit.append(tx, {
          ...{ at: now(), actor: `agent:${agentId}`, action: 'macro.added', object: `macro:${id}` },
          details: {
            ...(replyId !== undefined && { reply: `reply:${replyId}` }),
            ...(thenState !== undefined && { then: thenState }),
            ...(assignee !== undefined && { assignee: assignee === 'me' ? 'me' : `agent:${assignee}` }),
            ...(priority !== undefined && { priority }),
          },
        });
        return { ...macro, id };
      }),

    remove: (id, agentId) =>
      database.transaction(async (tx) => {
        const removed = await tx.query(
          'update macro set removed_at = $2, changed_by = $3 where id = $1 and removed_at is null returning id',
          [id, now(), agentId],
        );
        if (removed.length === 0) return;
        await audit.append(tx, {
          ...{ at: now(), actor: `agent:${agentId}`, action: 'macro.removed', object: `macro:${id}` },
        });
      }),
  };
}

function present({ id, title, reply_id, then_state, assignee, priority }: Row): Macro {
  return {
    id,
    title,
    ...(reply_id !== null && { replyId: reply_id }),
    ...(then_state !== null && { thenState: then_state }),
    ...(assignee !== null && { assignee }),
    ...(priority !== null && { priority }),
  };
}
