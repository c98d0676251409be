import { randomUUID } from 'node:crypto';

import type { Audit } from '../audit/audit.ts';
import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

/** So long a page shows what was opened; then it is masked again. */
export const OPENING_MS = 30 * 60_000;

/** The ticket, submission or institution whose personal data is opened: its number or reference. */
export interface OpenedThing {
  readonly what: 'ticket' | 'submission' | 'institution';
  readonly subject: string;
}

/** Who had whose personal data shown, and why. Only ever added to. */
export interface Openings {
  /** Until when this agent sees the personal data of this thing; undefined while it is masked. */
  until(agentId: string, thing: OpenedThing): Promise<Date | undefined>;
  /** Opens it for this agent alone, for a limited time; the entry in the audit log is part of the deed. */
  open(agentId: string, thing: OpenedThing, why: { reason: string; note?: string }): Promise<Date>;
  /** For whoever looks into it later, oldest first. */
  of(thing: OpenedThing): Promise<readonly { agentId: string; reason: string; note?: string; at: string }[]>;
}

export function createOpenings(deps: {
  database: Database;
  vault: Vault;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
}): Openings {
  const { database, vault, audit, now } = deps;
  const contextOf = (id: string): string => `personal_data_opening.note:${id}`;

  return {
    async until(agentId, { what, subject }) {
      const [row] = await database.query<{ ends_at: Date | null }>(
        `select max(ends_at) as ends_at from personal_data_opening
         where what = $1 and subject = $2 and agent_id = $3 and ends_at > $4`,
        [what, subject, agentId, now()],
      );
      return row?.ends_at ?? undefined;
    },

    open: (agentId, { what, subject }, { reason, note }) =>
      database.transaction(async (tx) => {
        const id = randomUUID();
        const endsAt = new Date(now().getTime() + OPENING_MS);
        const sealed = note === undefined ? null : vault.seal(note, contextOf(id));
        await tx.query(
          `insert into personal_data_opening (id, agent_id, what, subject, reason, note, opened_at, ends_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [id, agentId, what, subject, reason, sealed, now(), endsAt],
        );
        await audit.append(tx, {
          ...{ at: now(), actor: `agent:${agentId}`, action: 'personal_data.opened' },
          // The words beside the reason may name people: they stay sealed under this id.
          ...{ object: `${what}:${subject}`, details: { reason, opening: id } },
        });
        return endsAt;
      }),

    async of({ what, subject }) {
      const rows = await database.query<{
        id: string;
        agent_id: string;
        reason: string;
        note: Buffer | null;
        opened_at: Date;
      }>(
        `select id, agent_id, reason, note, opened_at from personal_data_opening
         where what = $1 and subject = $2 order by opened_at`,
        [what, subject],
      );
      return rows.map(({ id, agent_id, reason, note, opened_at }) => ({
        ...{ agentId: agent_id, reason, at: opened_at.toISOString() },
        ...(note && { note: vault.open<string>(note, contextOf(id)) }),
      }));
    },
  };
}
