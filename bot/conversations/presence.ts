import type { Database } from '../storage/database.ts';
import type { Owner, Presence, Side } from './conversations.ts';

/** Longer than the pause between two signs of life, so that one may get lost. */
const HERE_MS = 60_000;

type StandingRow = {
  readonly owner: Owner;
  readonly owner_agent_id: string | null;
  readonly customer_read: number;
  readonly customer_read_at: Date | null;
  readonly customer_here_until: Date | null;
  readonly agent_read: number;
  readonly agent_here_until: Date | null;
  readonly customer_said: number | null;
  readonly agent_said: number | null;
};

const COLUMNS: Readonly<Record<Side, { here: string; read: string; readAt?: string }>> = {
  customer: { here: 'customer_here_until', read: 'customer_read', readAt: 'customer_read_at' },
  agent: { here: 'agent_here_until', read: 'agent_read' },
};

const LAST_SAID = (author: string) =>
  `(select seq from activity where conversation_id = c.id and author = '${author}' and not superseded
    order by seq desc limit 1)`;

interface PresenceDeps {
  readonly database: Database;
  readonly now: () => Date;
  readonly announce: (conversationId: string) => void;
}

/** Kept in the conversation's row, so that every process knows; announced only where something changes. */
export function createPresence({ database, now, announce }: PresenceDeps): Presence {
  const isHere = (until: Date | null): boolean => until !== null && until > now();

  return {
    async note(conversationId, side, comes) {
      const { here } = COLUMNS[side];
      const until = new Date(now().getTime() + (comes ? HERE_MS : 0));
      const before = await database.transaction(async (tx) => {
        const [row] = await tx.query<{ until: Date | null }>(
          `select ${here} as until from conversation where id = $1 for update`,
          [conversationId],
        );
        if (row)
          await tx.query(`update conversation set ${here} = $2 where id = $1`, [conversationId, until]);
        return row;
      });
      if (before && isHere(before.until) !== comes) announce(conversationId);
    },

    async noteRead(conversationId, side, seq) {
      const { read, readAt } = COLUMNS[side];
      const moved = await database.query(
        `update conversation set ${read} = least($2::bigint, last_seq)${readAt ? `, ${readAt} = $3` : ''}
         where id = $1 and ${read} < least($2::bigint, last_seq) returning id`,
        [conversationId, seq, ...(readAt ? [now()] : [])],
      );
      if (moved.length > 0) announce(conversationId);
    },

    async of(conversationId) {
      const [row] = await database.query<StandingRow>(
        `select owner, owner_agent_id, customer_read, customer_read_at, customer_here_until,
           agent_read, agent_here_until, ${LAST_SAID('user')} as customer_said, ${LAST_SAID('agent')} as agent_said
         from conversation c where id = $1`,
        [conversationId],
      );
      return (
        row && {
          owner: row.owner,
          ...(row.owner_agent_id !== null && { ownerAgentId: row.owner_agent_id }),
          customerIsHere: isHere(row.customer_here_until),
          agentIsHere: isHere(row.agent_here_until),
          customerHasRead: row.agent_said !== null && row.agent_said <= row.customer_read,
          ...(row.customer_read_at && { customerReadAt: row.customer_read_at.toISOString() }),
          agentHasRead: row.customer_said !== null && row.customer_said <= row.agent_read,
        }
      );
    },
  };
}
