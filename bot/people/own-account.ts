import type { Audit } from '../audit/audit.ts';
import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type { Agent } from './agent-rows.ts';
import type { Agents } from './agents.ts';
import { hashPassword, isPassword, judgePassword, type PasswordFault } from './password.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';

/** Counts together what is tried inside a session, wherever it comes from: whoever is in may have found it open. */
const INSIDE = 'inside a session';

/** What signed-in people change about themselves: a session alone is not enough for it. */
export interface OwnAccount {
  /** Whether whoever sits there knows the password. */
  prove(agent: Agent, password: string): Promise<'proven' | 'wrong' | 'too_many_tries'>;
  /** Counts a try with a code. */
  tooManyCodes(agent: Agent): Promise<boolean>;
  changePassword(agent: Agent, password: string): Promise<PasswordFault | undefined>;
}

export function createOwnAccount(deps: {
  database: Database;
  vault: Vault;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
  agents: Pick<Agents, 'findByLogin'>;
}): OwnAccount {
  const { database, audit, now, agents } = deps;
  const throttle = createSignInThrottle(deps);

  return {
    async prove(agent, password) {
      const attempt = {
        what: 'password',
        account: `own:${agent.id}`,
        address: INSIDE,
        device: INSIDE,
      } as const;
      if (await throttle.count(attempt)) return 'too_many_tries';
      const known = await agents.findByLogin(agent.login);
      const right = known?.agent.id === agent.id && (await isPassword(password, known.passwordHash));
      if (!right) return 'wrong';
      await throttle.forget(attempt);
      return 'proven';
    },

    tooManyCodes: async ({ id }) =>
      (await throttle.count({ what: 'code', account: `own:${id}`, address: INSIDE, device: INSIDE })) !==
      undefined,

    async changePassword(agent, password) {
      const fault = judgePassword(password, agent.login);
      if (fault) return fault;
      const passwordHash = await hashPassword(password);
      await database.transaction(async (tx) => {
        await tx.query('update agent set password_hash = $2 where id = $1 and password_hash is not null', [
          agent.id,
          passwordHash,
        ]);
        const [actor, object] = [`agent:${agent.id}`, `agent:${agent.id}`] as const;
        await audit.append(tx, { at: now(), actor, action: 'agent.password_changed', object });
      });
      return undefined;
    },
  };
}
