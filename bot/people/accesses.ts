import type { Database } from '../storage/database.ts';

/** A look at somebody's personal data: an upload's id, a ticket's number, a submission's or an institution's reference. */
export interface Access {
  readonly agentId: string;
  readonly what: 'upload' | 'ticket' | 'submission' | 'institution';
  readonly subject: string;
}

/** One look may take several requests: a film in parts, a page that refreshes itself. */
const SAME_LOOK_MS = 60_000;

/** Who looked at what, and when. Only ever added to. */
export interface Accesses {
  note(access: Access): Promise<void>;
  /** Oldest first. */
  of(
    what: Access['what'],
    subjects: readonly string[],
  ): Promise<readonly (Access & { readonly at: string })[]>;
}

export function createAccesses(deps: { database: Database; now: () => Date }): Accesses {
  const { database, now } = deps;
  return {
    async note({ agentId, what, subject }) {
      await database.query(
        `insert into agent_access (agent_id, what, subject, at)
         select $1, $2, $3, $4 where not exists (
           select 1 from agent_access where what = $2 and subject = $3 and agent_id = $1 and at > $5
         )`,
        [agentId, what, subject, now(), new Date(now().getTime() - SAME_LOOK_MS)],
      );
    },

    async of(what, subjects) {
      const rows = await database.query<{ agent_id: string; subject: string; at: Date }>(
        'select agent_id, subject, at from agent_access where what = $1 and subject = any($2) order by id',
        [what, subjects],
      );
      return rows.map(({ agent_id, subject, at }) => ({
        agentId: agent_id,
        what,
        subject,
        at: at.toISOString(),
      }));
    },
  };
}
