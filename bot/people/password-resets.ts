import { randomUUID } from 'node:crypto';

import type { Audit } from '../audit/audit.ts';
import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { presentAgent, type AgentRow } from './agent-rows.ts';
import type { AccessChange, ChangeAccess } from './change-access.ts';
import { hashPassword, judgePassword, type PasswordFault } from './password.ts';
import { createToken, hashToken } from './token.ts';

/** Handed over by hand or in a message of today: it need not wait for longer. */
const LINK_MS = 24 * 60 * 60_000;

/** For people who sign in with a password here and forgot it, or fear that others know it. */
export interface PasswordResets {
  /**
   * By an admin. Gives the token of a link that is good for a day and once; show it once, to the admin only. From now
   * on the old password and all sessions of theirs count no more, nor does an earlier link. A second factor stays.
   */
  make(
    agentId: string,
    byAgentId: string,
  ): Promise<{ readonly token: string } | Exclude<AccessChange, 'changed'>>;
  isGood(token: string): Promise<boolean>;
  /** Sets the password of whom the link was made for. They have to sign in with it, and with their second factor. */
  use(token: string, password: string): Promise<'done' | 'link_dead' | { readonly fault: PasswordFault }>;
}

export function createPasswordResets(deps: {
  database: Database;
  vault: Vault;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
  changeAccess: ChangeAccess;
}): PasswordResets {
  const { database, vault, audit, now, changeAccess } = deps;
  const good = `used_at is null and voided_at is null and expires_at > $1
    and (select disabled_at is null and password_hash is not null from agent where agent.id = agent_id)`;

  return {
    async make(agentId, byAgentId) {
      const token = createToken();
      // Nobody knows a password for this one: the account stays one of passwords, and none opens it.
      const unknown = await hashPassword(createToken());
      const change = await changeAccess(agentId, byAgentId, async (tx, row) => {
        if (row.password_hash === null || row.disabled_at !== null) return undefined;
        await tx.query('update agent set password_hash = $2 where id = $1', [agentId, unknown]);
        await tx.query('delete from agent_session where agent_id = $1', [agentId]);
        await tx.query(
          'update agent_password_reset set voided_at = $2 where agent_id = $1 and used_at is null and voided_at is null',
          [agentId, now()],
        );
        await tx.query(
          `insert into agent_password_reset (id, token_hash, agent_id, made_by, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6)`,
          [
            ...[randomUUID(), hashToken(token), agentId, byAgentId],
            ...[now(), new Date(now().getTime() + LINK_MS)],
          ],
        );
        return { action: 'agent.password_reset_begun' };
      });
      return change === 'changed' ? { token } : change;
    },

    async isGood(token) {
      const rows = await database.query(
        `select 1 from agent_password_reset where ${good} and token_hash = $2`,
        [now(), hashToken(token)],
      );
      return rows.length > 0;
    },

    async use(token, password) {
      const [row] = await database.query<AgentRow>(
        `select agent.* from agent where id = (select agent_id from agent_password_reset where ${good} and token_hash = $2)`,
        [now(), hashToken(token)],
      );
      if (!row) return 'link_dead';
      const { id, login } = presentAgent(row, vault);
      const fault = judgePassword(password, login);
      if (fault) return { fault };
      const passwordHash = await hashPassword(password);
      return database.transaction(async (tx) => {
        const used = await tx.query(
          `update agent_password_reset set used_at = $1 where ${good} and token_hash = $2 returning id`,
          [now(), hashToken(token)],
        );
        if (used.length === 0) return 'link_dead';
        await tx.query('update agent set password_hash = $2 where id = $1', [id, passwordHash]);
        await tx.query('delete from agent_session where agent_id = $1', [id]);
        const [actor, object] = [`agent:${id}`, `agent:${id}`] as const;
        await audit.append(tx, { at: now(), actor, action: 'agent.password_reset', object });
        return 'done';
      });
    },
  };
}
