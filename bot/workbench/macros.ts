import { randomUUID } from 'node:crypto';

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

export function createMacros(deps: { database: Database; now: () => Date }): Macros {
  const { database, now } = deps;
  const select =
    'select id, title, reply_id, then_state, assignee, priority from macro where removed_at is null';
  return {
    all: async () => (await database.query<Row>(`${select} order by lower(title), id`)).map(present),
    find: async (id) => (await database.query<Row>(`${select} and id = $1`, [id])).map(present)[0],

    async add(macro, agentId) {
      const id = randomUUID();
      await database.query(
        `insert into macro (id, title, reply_id, then_state, assignee, priority, changed_at, changed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          id,
          macro.title,
          macro.replyId ?? null,
          macro.thenState ?? null,
          macro.assignee ?? null,
          macro.priority ?? null,
          now(),
          agentId,
        ],
      );
      return { ...macro, id };
    },

    async remove(id, agentId) {
      await database.query('update macro set removed_at = $2, changed_by = $3 where id = $1', [
        id,
        now(),
        agentId,
      ]);
    },
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
