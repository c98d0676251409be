import { randomUUID } from 'node:crypto';

import { Failure } from '../failure.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { hashPassword, judgePassword, type PasswordFault } from './password.ts';
import { createToken, hashToken } from './token.ts';

const DAY_MS = 24 * 60 * 60_000;
const FIRST_LINK_MS = DAY_MS;
const INVITATION_MS = 7 * DAY_MS;

/** A person at the desk. */
export interface Agent {
  readonly id: string;
  /** As colleagues and customers see it. */
  readonly name: string;
  readonly login: string;
  readonly createdAt: string;
  readonly signedInAt?: string;
  /** May not sign in any more. */
  readonly disabled: boolean;
}

export interface Invitation {
  readonly id: string;
  readonly invitedBy?: string;
  readonly expiresAt: string;
}

export type WelcomeFault = 'name_missing' | 'login_missing' | 'login_taken' | PasswordFault;

export type WelcomeResult =
  | { readonly kind: 'welcomed'; readonly agent: Agent }
  /** Used, voided, expired or never made. */
  | { readonly kind: 'link_dead' }
  | { readonly kind: 'faults'; readonly faults: readonly WelcomeFault[] };

export interface Agents {
  /**
   * With nobody who may sign in: the token of a new link for the first one, which voids the link before.
   * Show it once, to the operator only: whoever opens it becomes an agent.
   */
  firstLink(): Promise<string | undefined>;
  /** The token of a new link for a colleague, good for seven days and once. */
  invite(byAgentId: string): Promise<string>;
  invitations(): Promise<readonly Invitation[]>;
  voidInvitation(invitationId: string): Promise<void>;
  linkIsGood(token: string): Promise<boolean>;
  /** Makes an agent of whoever holds a good link. */
  welcome(token: string, about: { name: string; login: string; password: string }): Promise<WelcomeResult>;
  all(): Promise<readonly Agent[]>;
  find(agentId: string): Promise<Agent | undefined>;
  findByLogin(login: string): Promise<{ readonly agent: Agent; readonly passwordHash: string } | undefined>;
  /** Ends their sessions too. Nobody can disable themselves: somebody must be left. */
  disable(agentId: string, byAgentId: string): Promise<void>;
  enable(agentId: string): Promise<void>;
  noteSignIn(agentId: string): Promise<void>;
}

type AgentRow = {
  readonly id: string;
  readonly content: Buffer;
  readonly password_hash: string;
  readonly created_at: Date;
  readonly signed_in_at: Date | null;
  readonly disabled_at: Date | null;
};

/** One spelling per login: case and Unicode variants do not make two people. */
export function readLogin(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

export function createAgents(deps: { database: Database; vault: Vault; now: () => Date }): Agents {
  const { database, vault, now } = deps;
  const later = (ms: number): Date => new Date(now().getTime() + ms);
  const goodLink = 'used_at is null and voided_at is null and expires_at > $1';

  function present(row: AgentRow): Agent {
    return {
      id: row.id,
      ...vault.open<{ name: string; login: string }>(row.content, `agent.content:${row.id}`),
      createdAt: row.created_at.toISOString(),
      ...(row.signed_in_at && { signedInAt: row.signed_in_at.toISOString() }),
      disabled: row.disabled_at !== null,
    };
  }

  async function createLink(tx: Queryable, invitedBy: string | null, lifeMs: number): Promise<string> {
    const token = createToken();
    await tx.query(
      'insert into agent_link (id, token_hash, invited_by, created_at, expires_at) values ($1, $2, $3, $4, $5)',
      [randomUUID(), hashToken(token), invitedBy, now(), later(lifeMs)],
    );
    return token;
  }

  const loginKey = (login: string): Buffer => vault.keyedHash(readLogin(login), 'agent-login');

  return {
    firstLink: () =>
      database.transaction(async (tx) => {
        // Two servers that start at once make two links, one after the other: the last one counts.
        await tx.query('lock table agent_link in share row exclusive mode');
        const agents = await tx.query('select 1 from agent where disabled_at is null limit 1');
        if (agents.length > 0) return undefined;
        await tx.query('update agent_link set voided_at = $1 where used_at is null and voided_at is null', [
          now(),
        ]);
        return createLink(tx, null, FIRST_LINK_MS);
      }),

    invite: (byAgentId) => createLink(database, byAgentId, INVITATION_MS),

    async invitations() {
      const rows = await database.query<{ id: string; invited_by: string | null; expires_at: Date }>(
        `select id, invited_by, expires_at from agent_link where ${goodLink} order by created_at desc`,
        [now()],
      );
      return rows.map(({ id, invited_by, expires_at }) => ({
        id,
        expiresAt: expires_at.toISOString(),
        ...(invited_by && { invitedBy: invited_by }),
      }));
    },

    async voidInvitation(id) {
      await database.query('update agent_link set voided_at = $2 where id = $1 and used_at is null', [
        id,
        now(),
      ]);
    },

    async linkIsGood(token) {
      const rows = await database.query(`select 1 from agent_link where ${goodLink} and token_hash = $2`, [
        now(),
        hashToken(token),
      ]);
      return rows.length > 0;
    },

    async welcome(token, about) {
      const name = about.name.normalize('NFC').trim();
      const login = readLogin(about.login);
      const password = judgePassword(about.password, login);
      const faults: WelcomeFault[] = [
        ...(name === '' || name.length > 80 ? (['name_missing'] as const) : []),
        ...(login.length < 2 || login.length > 100 ? (['login_missing'] as const) : []),
        ...(password ? [password] : []),
      ];
      if (faults.length > 0) return { kind: 'faults', faults };
      const passwordHash = await hashPassword(about.password);
      return database.transaction(async (tx): Promise<WelcomeResult> => {
        const [link] = await tx.query<{ id: string }>(
          `select id from agent_link where ${goodLink} and token_hash = $2 for update`,
          [now(), hashToken(token)],
        );
        if (!link) return { kind: 'link_dead' };
        const id = randomUUID();
        const [row] = await tx.query<AgentRow>(
          `insert into agent (id, login_key, content, password_hash, created_at) values ($1, $2, $3, $4, $5)
           on conflict (login_key) do nothing returning *`,
          [id, loginKey(login), vault.seal({ name, login }, `agent.content:${id}`), passwordHash, now()],
        );
        if (!row) return { kind: 'faults', faults: ['login_taken'] };
        await tx.query('update agent_link set used_at = $2 where id = $1', [link.id, now()]);
        return { kind: 'welcomed', agent: present(row) };
      });
    },

    all: async () => (await database.query<AgentRow>('select * from agent order by created_at')).map(present),

    async find(id) {
      const [row] = await database.query<AgentRow>('select * from agent where id = $1', [id]);
      return row && present(row);
    },

    async findByLogin(login) {
      const [row] = await database.query<AgentRow>('select * from agent where login_key = $1', [
        loginKey(login),
      ]);
      return row && { agent: present(row), passwordHash: row.password_hash };
    },

    async disable(id, byAgentId) {
      if (id === byAgentId) throw new Failure('conflict', 'an agent cannot disable themselves');
      await database.transaction(async (tx) => {
        await tx.query('update agent set disabled_at = $2 where id = $1 and disabled_at is null', [
          id,
          now(),
        ]);
        await tx.query('delete from agent_session where agent_id = $1', [id]);
        await tx.query('update agent_link set voided_at = $2 where invited_by = $1 and used_at is null', [
          id,
          now(),
        ]);
      });
    },

    async enable(id) {
      await database.query('update agent set disabled_at = null where id = $1', [id]);
    },

    async noteSignIn(id) {
      await database.query('update agent set signed_in_at = $2 where id = $1', [id, now()]);
    },
  };
}
