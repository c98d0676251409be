import { randomUUID } from 'node:crypto';

import type { Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type { Role } from './roles.ts';

/** A person at the desk. */
export interface Agent {
  readonly id: string;
  /** As colleagues and customers see it. */
  readonly name: string;
  /** What they sign in with; of people who come by single sign-on, what the provider calls them. */
  readonly login: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly signedInAt?: string;
  /** May not sign in any more. */
  readonly disabled: boolean;
  /** False: only single sign-on lets them in. */
  readonly hasPassword: boolean;
  /** Signs in with a code from an app beside the password. */
  readonly hasSecondFactor: boolean;
}

export type AgentRow = {
  readonly id: string;
  readonly content: Buffer;
  readonly role: Role;
  readonly password_hash: string | null;
  readonly totp_secret: Buffer | null;
  readonly created_at: Date;
  readonly signed_in_at: Date | null;
  readonly disabled_at: Date | null;
};

const contextOf = (agentId: string): string => `agent.content:${agentId}`;

/** One spelling per login: case and Unicode variants do not make two people. */
export function readLogin(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

export const loginKey = (vault: Vault, login: string): Buffer =>
  vault.keyedHash(readLogin(login), 'agent-login');

export function presentAgent(row: AgentRow, vault: Vault): Agent {
  return {
    id: row.id,
    ...vault.open<{ name: string; login: string }>(row.content, contextOf(row.id)),
    role: row.role,
    createdAt: row.created_at.toISOString(),
    ...(row.signed_in_at && { signedInAt: row.signed_in_at.toISOString() }),
    disabled: row.disabled_at !== null,
    hasPassword: row.password_hash !== null,
    hasSecondFactor: row.totp_secret !== null,
  };
}

/** Undefined when somebody has that login already. */
export async function insertAgent(
  tx: Queryable,
  vault: Vault,
  at: Date,
  about: Pick<Agent, 'name' | 'login' | 'role'> & { readonly passwordHash?: string },
): Promise<Agent | undefined> {
  const { name, login, role, passwordHash } = about;
  const id = randomUUID();
  const [row] = await tx.query<AgentRow>(
    `insert into agent (id, login_key, content, role, password_hash, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (login_key) do nothing returning *`,
    [
      id,
      passwordHash === undefined ? null : loginKey(vault, login),
      vault.seal({ name, login }, contextOf(id)),
      role,
      passwordHash ?? null,
      at,
    ],
  );
  return row && presentAgent(row, vault);
}

/** The provider may call people by another name than last time. */
export async function renameAgent(
  tx: Queryable,
  vault: Vault,
  agentId: string,
  about: Pick<Agent, 'name' | 'login'>,
): Promise<void> {
  await tx.query('update agent set content = $2 where id = $1', [
    agentId,
    vault.seal({ name: about.name, login: about.login }, contextOf(agentId)),
  ]);
}
