import type { Audit } from '../audit/audit.ts';
import type { AuditEntry } from '../audit/chain.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { AgentRow } from './agent-rows.ts';

/** `not_yours`: nobody changes their own access, and whoever is no admin any more changes nobody's. */
export type AccessChange = 'changed' | 'unchanged' | 'not_yours';

/** An admin changes a colleague: what is done to the row, and what the audit log calls it. Undefined changes nothing. */
export type ChangeAccess = (
  agentId: string,
  byAgentId: string,
  change: (tx: Queryable, row: AgentRow) => Promise<Pick<AuditEntry, 'action' | 'details'> | undefined>,
) => Promise<AccessChange>;

/** Two who take each other's rights at once do it one after the other: one is left. */
export function createChangeAccess(deps: {
  database: Database;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
}): ChangeAccess {
  const { database, audit, now } = deps;
  return (agentId, byAgentId, change) =>
    database.transaction(async (tx) => {
      const rows = await tx.query<AgentRow>(
        'select * from agent where id = any($1) order by id for no key update',
        [[agentId, byAgentId]],
      );
      const by = rows.find(({ id }) => id === byAgentId);
      const row = rows.find(({ id }) => id === agentId);
      if (agentId === byAgentId || by?.role !== 'admin' || by.disabled_at !== null) return 'not_yours';
      const changed = row && (await change(tx, row));
      if (!changed) return 'unchanged';
      const [actor, object] = [`agent:${byAgentId}`, `agent:${agentId}`] as const;
      await audit.append(tx, { at: now(), actor, object, ...changed });
      return 'changed';
    });
}
