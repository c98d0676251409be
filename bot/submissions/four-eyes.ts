import type { ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import type { Decision } from '../../knowledge/verification/submission.ts';
import type { Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

/** What a reviewer said where two have to say the same. */
export interface Proposal {
  readonly at: string;
  readonly agentId: string;
  /** Of what was looked at. */
  readonly version: number;
  readonly outcome: Decision['outcome'];
  readonly reasons: readonly ReasonCode[];
  readonly note?: string;
}

/** What two reviewers have to decide together: persons and institutions alike. */
export interface FourEyes {
  /** Oldest first. */
  of(from: Queryable, id: string): Promise<Proposal[]>;
  /** Keeps what one said. `agreed`: a colleague said the same of what is looked at now, so nothing is kept. */
  propose(
    tx: Queryable,
    about: { readonly id: string; readonly version: number },
    decision: Pick<Decision, 'outcome' | 'reasons' | 'note'>,
    agentId: string,
  ): Promise<'agreed' | 'first' | 'disagreed'>;
}

/** Where proposals are kept: the table, and the column that names what they are about. */
export const PROPOSALS_ABOUT = {
  submission: { table: 'review_proposal', column: 'submission_id' },
  institution: { table: 'institution_proposal', column: 'institution_id' },
} as const;

export function createFourEyes(
  { vault, now }: { vault: Vault; now: () => Date },
  { table, column }: (typeof PROPOSALS_ABOUT)[keyof typeof PROPOSALS_ABOUT],
): FourEyes {
  const place = (id: string): string => `${table}.note:${id}`;

  async function of(from: Queryable, id: string): Promise<Proposal[]> {
    const rows = await from.query<{
      at: Date;
      agent_id: string;
      version: number;
      outcome: Decision['outcome'];
      reasons: ReasonCode[];
      note: Buffer | null;
    }>(
      `select at, agent_id, version, outcome, reasons, note from ${table} where ${column} = $1 order by id`,
      [id],
    );
    return rows.map(({ at, agent_id, note, ...plain }) => ({
      ...plain,
      at: at.toISOString(),
      agentId: agent_id,
      ...(note && { note: vault.open<string>(note, place(id)) }),
    }));
  }

  return {
    of,
    async propose(tx, { id, version }, decision, agentId) {
      const others = (await of(tx, id)).filter((one) => one.version === version && one.agentId !== agentId);
      // The last word of each counts.
      const last = new Map(others.map((one) => [one.agentId, one.outcome]));
      if ([...last.values()].includes(decision.outcome)) return 'agreed';
      await tx.query(
        `insert into ${table} (${column}, version, agent_id, at, outcome, reasons, note)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          ...[id, version, agentId, now(), decision.outcome, decision.reasons],
          decision.note === undefined ? null : vault.seal(decision.note, place(id)),
        ],
      );
      return last.size > 0 ? 'disagreed' : 'first';
    },
  };
}
