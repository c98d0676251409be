import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { loginKey, presentAgent, type Agent, type AgentRow } from './agent-rows.ts';
import type { AccessChange, ChangeAccess } from './change-access.ts';
import type { Role } from './roles.ts';

export interface Agents {
  all(): Promise<readonly Agent[]>;
  find(agentId: string): Promise<Agent | undefined>;
  /** Undefined also for people who have no password here. */
  findByLogin(login: string): Promise<{ readonly agent: Agent; readonly passwordHash: string } | undefined>;
  /** Counts from their next request on. */
  changeRole(agentId: string, role: Role, byAgentId: string): Promise<AccessChange>;
  /** Ends their sessions too, and takes back what they invited. */
  disable(agentId: string, byAgentId: string): Promise<AccessChange>;
  enable(agentId: string, byAgentId: string): Promise<AccessChange>;
}

export function createAgents(deps: {
  database: Database;
  vault: Vault;
  now: () => Date;
  changeAccess: ChangeAccess;
}): Agents {
  const { database, vault, now, changeAccess } = deps;

  return {
    all: async () =>
      (await database.query<AgentRow>('select * from agent order by created_at')).map((row) =>
        presentAgent(row, vault),
      ),

    async find(id) {
      const [row] = await database.query<AgentRow>('select * from agent where id = $1', [id]);
      return row && presentAgent(row, vault);
    },

    async findByLogin(login) {
      const [row] = await database.query<AgentRow>('select * from agent where login_key = $1', [
        loginKey(vault, login),
      ]);
      return row?.password_hash == null
        ? undefined
        : { agent: presentAgent(row, vault), passwordHash: row.password_hash };
    },

    changeRole: (agentId, role, byAgentId) =>
      changeAccess(agentId, byAgentId, async (tx, { role: before }) => {
        if (before === role) return undefined;
        await tx.query('update agent set role = $2 where id = $1', [agentId, role]);
        return { action: 'agent.role_changed', details: { before, after: role } };
      }),

    disable: (agentId, byAgentId) =>
      changeAccess(agentId, byAgentId, async (tx, { disabled_at }) => {
        if (disabled_at !== null) return undefined;
        await tx.query('update agent set disabled_at = $2 where id = $1', [agentId, now()]);
        await tx.query('delete from agent_session where agent_id = $1', [agentId]);
        await tx.query('update agent_link set voided_at = $2 where invited_by = $1 and used_at is null', [
          agentId,
          now(),
        ]);
        return { action: 'agent.disabled' };
      }),

    enable: (agentId, byAgentId) =>
      changeAccess(agentId, byAgentId, async (tx, { disabled_at }) => {
        if (disabled_at === null) return undefined;
        await tx.query('update agent set disabled_at = null where id = $1', [agentId]);
        return { action: 'agent.enabled' };
      }),
  };
}
