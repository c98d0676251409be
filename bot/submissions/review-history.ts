import type { ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import type { Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

export interface HistoryEvent<Kind> {
  readonly at: string;
  readonly kind: Kind;
  readonly agentId?: string;
}

/** What happened to something that reviewers decide on. Only ever added to; details are sealed. */
export interface ReviewHistory<Kind extends string> {
  note(
    tx: Queryable,
    about: { readonly id: string; readonly version: number },
    event: {
      readonly kind: Kind;
      readonly details?: unknown;
      readonly agentId?: string;
      /** What was found wanting, countable where the table has a column for it. */
      readonly codes?: readonly ReasonCode[];
    },
  ): Promise<void>;
  /** Oldest first. */
  of(from: Queryable, id: string): Promise<HistoryEvent<Kind>[]>;
}

/** Where events are kept: the table, and the column that names what they are about. */
export const EVENTS_OF = {
  submission: { table: 'submission_event', column: 'submission_id' },
  institution: { table: 'institution_event', column: 'institution_id' },
} as const;

export function createReviewHistory<Kind extends string>(
  { vault, now }: { vault: Vault; now: () => Date },
  { table, column }: (typeof EVENTS_OF)[keyof typeof EVENTS_OF],
): ReviewHistory<Kind> {
  return {
    async note(tx, { id, version }, { kind, details, agentId, codes }) {
      await tx.query(
        `insert into ${table} (${column}, at, kind, agent_id, version, details${codes ? ', codes' : ''})
         values ($1, $2, $3, $4, $5, $6${codes ? ', $7' : ''})`,
        [
          ...[id, now(), kind, agentId ?? null, version],
          details === undefined ? null : vault.seal(details, `${table}.details:${id}`),
          ...(codes ? [codes] : []),
        ],
      );
    },

    async of(from, id) {
      const rows = await from.query<{ at: Date; kind: Kind; agent_id: string | null }>(
        `select at, kind, agent_id from ${table} where ${column} = $1 order by id`,
        [id],
      );
      return rows.map(({ at, kind, agent_id }) => ({
        at: at.toISOString(),
        kind,
        ...(agent_id && { agentId: agent_id }),
      }));
    },
  };
}
