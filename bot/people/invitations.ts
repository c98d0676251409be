import { randomUUID } from 'node:crypto';

import type { Audit } from '../audit/audit.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { insertAgent, readLogin, type Agent } from './agent-rows.ts';
import { hashPassword, judgePassword, type PasswordFault } from './password.ts';
import type { Role } from './roles.ts';
import { createToken, hashToken } from './token.ts';

const DAY_MS = 24 * 60 * 60_000;
const FIRST_LINK_MS = DAY_MS;
const INVITATION_MS = 7 * DAY_MS;
export const MAX_NAME_CHARACTERS = 80;

export interface Invitation {
  readonly id: string;
  readonly invitedBy?: string;
  readonly role: Role;
  readonly expiresAt: string;
}

export type WelcomeFault = 'name_missing' | 'login_missing' | 'login_taken' | PasswordFault;

export type WelcomeResult =
  | { readonly kind: 'welcomed'; readonly agent: Agent }
  /** Used, voided, expired or never made. */
  | { readonly kind: 'link_dead' }
  | { readonly kind: 'faults'; readonly faults: readonly WelcomeFault[] };

export interface Invitations {
  /**
   * With no admin who may sign in: the token of a new link for the first one, which voids the link before.
   * Show it once, to the operator only: whoever opens it becomes an admin.
   */
  firstLink(): Promise<string | undefined>;
  /** The token of a new link for a colleague, good for seven days and once. */
  invite(byAgentId: string, role: Role): Promise<string>;
  open(): Promise<readonly Invitation[]>;
  takeBack(invitationId: string, byAgentId: string): Promise<void>;
  isGood(token: string): Promise<boolean>;
  /** Makes an agent with a password of whoever holds a good link. */
  welcome(token: string, about: { name: string; login: string; password: string }): Promise<WelcomeResult>;
  /** Uses up a good link for somebody who proves otherwise who they are; undefined when it is not good. */
  redeem(tx: Queryable, token: string): Promise<{ readonly role: Role } | undefined>;
}

export function createInvitations(deps: {
  database: Database;
  vault: Vault;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
}): Invitations {
  const { database, vault, audit, now } = deps;
  const goodLink = 'used_at is null and voided_at is null and expires_at > $1';

  async function createLink(
    tx: Queryable,
    invitedBy: string | null,
    role: Role,
    lifeMs: number,
  ): Promise<{ id: string; token: string }> {
    const [id, token] = [randomUUID(), createToken()];
    await tx.query(
      'insert into agent_link (id, token_hash, invited_by, role, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
      [id, hashToken(token), invitedBy, role, now(), new Date(now().getTime() + lifeMs)],
    );
    return { id, token };
  }

  async function redeem(tx: Queryable, token: string): Promise<{ role: Role } | undefined> {
    const [link] = await tx.query<{ role: Role }>(
      `update agent_link set used_at = $1 where ${goodLink} and token_hash = $2 returning role`,
      [now(), hashToken(token)],
    );
    return link;
  }

  return {
    redeem,

    firstLink: () =>
      database.transaction(async (tx) => {
        // Two servers that start at once make two links, one after the other: the last one counts.
        await tx.query('lock table agent_link in share row exclusive mode');
        const admins = await tx.query(
          `select 1 from agent where disabled_at is null and role = 'admin' limit 1`,
        );
        if (admins.length > 0) return undefined;
        await tx.query(
          'update agent_link set voided_at = $1 where invited_by is null and used_at is null and voided_at is null',
          [now()],
        );
        return (await createLink(tx, null, 'admin', FIRST_LINK_MS)).token;
      }),

    invite: (byAgentId, role) =>
      database.transaction(async (tx) => {
        const { id, token } = await createLink(tx, byAgentId, role, INVITATION_MS);
        await audit.append(tx, {
          ...{ at: now(), actor: `agent:${byAgentId}`, action: 'invitation.made' },
          ...{ object: `invitation:${id}`, details: { role } },
        });
        return token;
      }),

    async open() {
      const rows = await database.query<{
        id: string;
        invited_by: string | null;
        role: Role;
        expires_at: Date;
      }>(
        `select id, invited_by, role, expires_at from agent_link where ${goodLink} order by created_at desc`,
        [now()],
      );
      return rows.map(({ id, invited_by, role, expires_at }) => ({
        ...{ id, role, expiresAt: expires_at.toISOString() },
        ...(invited_by && { invitedBy: invited_by }),
      }));
    },

    takeBack: (id, byAgentId) =>
      database.transaction(async (tx) => {
        const taken = await tx.query(
          `update agent_link set voided_at = $1 where ${goodLink} and id = $2 returning id`,
          [now(), id],
        );
        if (taken.length === 0) return;
        await audit.append(tx, {
          ...{ at: now(), actor: `agent:${byAgentId}`, action: 'invitation.taken_back' },
          object: `invitation:${id}`,
        });
      }),

    async isGood(token) {
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
        ...(name === '' || name.length > MAX_NAME_CHARACTERS ? (['name_missing'] as const) : []),
        ...(login.length < 2 || login.length > 100 ? (['login_missing'] as const) : []),
        ...(password ? [password] : []),
      ];
      if (faults.length > 0) return { kind: 'faults', faults };
      const passwordHash = await hashPassword(about.password);
      return database
        .transaction(async (tx): Promise<WelcomeResult> => {
          const link = await redeem(tx, token);
          if (!link) return { kind: 'link_dead' };
          const agent = await insertAgent(tx, vault, now(), { name, login, role: link.role, passwordHash });
          if (!agent) throw new LoginTaken();
          await audit.append(tx, {
            ...{ at: now(), actor: `agent:${agent.id}`, action: 'agent.joined' },
            ...{ object: `agent:${agent.id}`, details: { role: agent.role, how: 'link' } },
          });
          return { kind: 'welcomed', agent };
        })
        .catch((error: unknown): WelcomeResult => {
          if (error instanceof LoginTaken) return { kind: 'faults', faults: ['login_taken'] };
          throw error;
        });
    },
  };
}

/** Takes back what the transaction did: the link stays good. */
class LoginTaken extends Error {}
