import { randomUUID } from 'node:crypto';

import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

/** A filter of the queue that somebody keeps under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** As the queue's address says it, like `part=with_us&order=due`. */
  readonly filter: string;
  readonly agentId: string;
  /** Everybody at the desk has it. */
  readonly shared: boolean;
}

export interface SavedViews {
  /** An agent's own and the shared ones, in the order in which they were made. */
  of(agentId: string): Promise<readonly SavedView[]>;
  keep(view: Omit<SavedView, 'id'>): Promise<SavedView>;
  /** Only who made it can remove it. False when there is no such view of theirs. */
  remove(id: string, agentId: string): Promise<boolean>;
}

/** Nobody finds anything among more. */
export const MOST_VIEWS = 50;

export function createSavedViews(deps: { database: Database; vault: Vault; now: () => Date }): SavedViews {
  const { database, vault, now } = deps;
  const contextOf = (id: string): string => `desk_view.content:${id}`;
  return {
    async of(agentId) {
      const rows = await database.query<{ id: string; agent_id: string; shared: boolean; content: Buffer }>(
        `select id, agent_id, shared, content from desk_view where agent_id = $1 or shared
         order by created_at limit ${MOST_VIEWS}`,
        [agentId],
      );
      return rows.map(({ id, agent_id, shared, content }) => ({
        ...{ id, agentId: agent_id, shared },
        ...vault.open<{ name: string; filter: string }>(content, contextOf(id)),
      }));
    },

    async keep({ agentId, shared, name, filter }) {
      const id = randomUUID();
      await database.query(
        'insert into desk_view (id, agent_id, shared, content, created_at) values ($1, $2, $3, $4, $5)',
        [id, agentId, shared, vault.seal({ name, filter }, contextOf(id)), now()],
      );
      return { id, agentId, shared, name, filter };
    },

    async remove(id, agentId) {
      const removed = await database.query(
        'delete from desk_view where id = $1 and agent_id = $2 returning id',
        [id, agentId],
      );
      return removed.length > 0;
    },
  };
}
