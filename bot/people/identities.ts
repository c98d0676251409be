import type { Audit } from '../audit/audit.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { insertAgent, presentAgent, renameAgent, type Agent, type AgentRow } from './agent-rows.ts';
import { MAX_NAME_CHARACTERS, type Invitations } from './invitations.ts';
import type { Role } from './roles.ts';

/** Somebody as an identity provider vouches for them. */
export interface Identity {
  readonly issuer: string;
  /** The issuer's own name for them, which never changes and is never given to anybody else. */
  readonly subject: string;
  readonly name: string;
  /** To be recognised by on the page of people; nobody is found by it. */
  readonly login: string;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly agent: Agent }
  /** Known, but the access was taken away here. */
  | { readonly kind: 'disabled'; readonly agentId: string }
  /** Neither the provider nor an invitation gives them a role. Sessions that they had are ended. */
  | { readonly kind: 'no_role'; readonly agentId?: string };

export type RoleSource =
  /** Undefined: the claims give no role. */
  | { readonly from: 'claims'; readonly role: Role | undefined }
  | { readonly from: 'desk'; readonly link: string | undefined };

/** Accounts of people who come by single sign-on, known by issuer and subject and by nothing else. */
export interface Identities {
  /**
   * Where roles come from: the provider's claims alone, each time anew and for people known already too; or the
   * desk, which somebody new joins by the token of an invitation.
   */
  admit(identity: Identity, roles: RoleSource): Promise<Admission>;
}

export function createIdentities(deps: {
  database: Database;
  vault: Vault;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
  invitations: Pick<Invitations, 'redeem'>;
}): Identities {
  const { database, vault, audit, now, invitations } = deps;
  const keyOf = ({ issuer, subject }: Identity): Buffer =>
    vault.keyedHash(JSON.stringify([issuer, subject]), 'agent-identity');

  async function add(tx: Queryable, identity: Identity, role: Role): Promise<Agent> {
    const { name, login } = identity;
    const agent = await insertAgent(tx, vault, now(), {
      ...{ role, login },
      name: name.slice(0, MAX_NAME_CHARACTERS),
    });
    if (!agent) throw new Error('an agent without a login cannot collide with another one');
    await tx.query('insert into agent_identity (identity_key, agent_id, linked_at) values ($1, $2, $3)', [
      keyOf(identity),
      agent.id,
      now(),
    ]);
    await audit.append(tx, {
      ...{ at: now(), actor: `agent:${agent.id}`, action: 'agent.joined' },
      ...{ object: `agent:${agent.id}`, details: { role, how: 'single_sign_on' } },
    });
    return agent;
  }

  /** Names and roles follow the provider. */
  async function takeUp(tx: Queryable, known: Agent, identity: Identity, role: Role): Promise<Agent> {
    const name = identity.name.slice(0, MAX_NAME_CHARACTERS);
    const { login } = identity;
    if (name !== known.name || login !== known.login) await renameAgent(tx, vault, known.id, { name, login });
    if (role !== known.role) {
      await tx.query('update agent set role = $2 where id = $1', [known.id, role]);
      await audit.append(tx, {
        ...{ at: now(), actor: 'system', action: 'agent.role_changed', object: `agent:${known.id}` },
        details: { before: known.role, after: role, by: 'identity_provider' },
      });
    }
    return { ...known, name, login, role };
  }

  return {
    admit: (identity, roles) =>
      database.transaction(async (tx): Promise<Admission> => {
        // Two windows of somebody new make one agent.
        await tx.query('lock table agent_identity in share row exclusive mode');
        const [row] = await tx.query<AgentRow>(
          `select agent.* from agent_identity join agent on agent.id = agent_id where identity_key = $1
           for no key update of agent`,
          [keyOf(identity)],
        );
        if (row) {
          const known = presentAgent(row, vault);
          if (known.disabled) return { kind: 'disabled', agentId: known.id };
          const next = roles.from === 'claims' ? roles.role : known.role;
          if (next !== undefined) return { kind: 'admitted', agent: await takeUp(tx, known, identity, next) };
          await tx.query('delete from agent_session where agent_id = $1', [known.id]);
          return { kind: 'no_role', agentId: known.id };
        }
        const role =
          roles.from === 'claims'
            ? roles.role
            : roles.link && (await invitations.redeem(tx, roles.link))?.role;
        return role ? { kind: 'admitted', agent: await add(tx, identity, role) } : { kind: 'no_role' };
      }),
  };
}
