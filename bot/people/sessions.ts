import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type { Agent } from './agent-rows.ts';
import type { Agents } from './agents.ts';
import { createToken, hashToken } from './token.ts';

/** A working day, and no longer, whatever happens. */
export const SESSION_MS = 12 * 60 * 60_000;
/** Left alone for so long, it ends: an open page that refreshes itself does not count. */
const IDLE_MS = 2 * 60 * 60_000;
const NOTE_SEEN_EVERY_MS = 60_000;

/** How somebody proved who they are. */
export type SignInMethod = 'password' | 'link' | 'single_sign_on';

export interface Session {
  readonly id: string;
  readonly agent: Agent;
  readonly method: SignInMethod;
}

/** A session as its own agent sees it. */
export interface OwnSession {
  readonly id: string;
  readonly method: SignInMethod;
  readonly createdAt: string;
  readonly seenAt: string;
  readonly userAgent: string;
}

export interface Sessions {
  /**
   * For somebody who just proved who they are. Always a new token; one that the browser had before ends.
   * `inside`: a transaction that has more to store with it.
   */
  begin(
    agent: Pick<Agent, 'id'>,
    about: {
      readonly method: SignInMethod;
      readonly userAgent: string;
      readonly tokenBefore?: string | undefined;
    },
    inside?: Queryable,
  ): Promise<string>;
  /** `watching`: asked by a page on its own, which does not keep the session alive. */
  find(token: string, how?: { readonly watching?: boolean }): Promise<Session | undefined>;
  end(token: string): Promise<void>;
  /** An agent's own that still run, the one seen last first. */
  of(agentId: string): Promise<readonly OwnSession[]>;
  /** Ends some of an agent's own, by name or all but one. How many ended. */
  endOwn(agentId: string, which: { readonly id: string } | { readonly allBut: string }): Promise<number>;
  /** What each form must carry: it belongs to the session (or to a visit before signing in) and cannot be made elsewhere. */
  formToken(secret: string): string;
  isFormToken(secret: string, given: string): boolean;
}

export function createSessions(deps: {
  database: Database;
  vault: Vault;
  now: () => Date;
  agents: Pick<Agents, 'find'>;
}): Sessions {
  const { database, vault, now, agents } = deps;
  const formKey = vault.deriveKey('desk-forms');
  const contextOf = (id: string): string => `agent_session.content:${id}`;

  const sign = (secret: string): Buffer => createHmac('sha256', formKey).update(secret).digest();
  const idleSince = (): Date => new Date(now().getTime() - IDLE_MS);

  const end = async (token: string, tx: Queryable = database): Promise<void> => {
    await tx.query('delete from agent_session where token_hash = $1 or expires_at <= $2', [
      hashToken(token),
      now(),
    ]);
  };

  return {
    end: (token) => end(token),

    async begin(agent, { method, userAgent, tokenBefore }, inside) {
      const [id, token] = [randomUUID(), createToken()];
      const store = async (tx: Queryable): Promise<void> => {
        if (tokenBefore !== undefined) await end(tokenBefore, tx);
        await tx.query(
          `insert into agent_session (id, token_hash, agent_id, method, content, created_at, expires_at, seen_at)
           values ($1, $2, $3, $4, $5, $6, $7, $6)`,
          [
            ...[id, hashToken(token), agent.id, method, vault.seal({ userAgent }, contextOf(id))],
            ...[now(), new Date(now().getTime() + SESSION_MS)],
          ],
        );
        await tx.query('update agent set signed_in_at = $2 where id = $1', [agent.id, now()]);
      };
      await (inside ? store(inside) : database.transaction(store));
      return token;
    },

    async find(token, { watching = false } = {}) {
      const tokenHash = hashToken(token);
      const [row] = await database.query<{
        id: string;
        agent_id: string;
        method: SignInMethod;
        seen_at: Date;
      }>(
        `select id, agent_id, method, seen_at from agent_session
         where token_hash = $1 and expires_at > $2 and seen_at > $3`,
        [tokenHash, now(), idleSince()],
      );
      const agent = row && (await agents.find(row.agent_id));
      if (!agent || agent.disabled) return undefined;
      if (!watching && now().getTime() - row.seen_at.getTime() > NOTE_SEEN_EVERY_MS) {
        await database.query('update agent_session set seen_at = $2 where token_hash = $1', [
          tokenHash,
          now(),
        ]);
      }
      return { id: row.id, agent, method: row.method };
    },

    async of(agentId) {
      const rows = await database.query<{
        id: string;
        method: SignInMethod;
        content: Buffer | null;
        created_at: Date;
        seen_at: Date;
      }>(
        `select id, method, content, created_at, seen_at from agent_session
         where agent_id = $1 and expires_at > $2 and seen_at > $3 order by seen_at desc, created_at desc`,
        [agentId, now(), idleSince()],
      );
      return rows.map(({ id, method, content, created_at, seen_at }) => ({
        ...{ id, method, createdAt: created_at.toISOString(), seenAt: seen_at.toISOString() },
        userAgent: content ? vault.open<{ userAgent: string }>(content, contextOf(id)).userAgent : '',
      }));
    },

    async endOwn(agentId, which) {
      const [id, allBut] = 'id' in which ? [which.id, null] : [null, which.allBut];
      const ended = await database.query(
        'delete from agent_session where agent_id = $1 and (id = $2 or id <> $3) returning id',
        [agentId, id, allBut],
      );
      return ended.length;
    },

    formToken: (secret) => sign(secret).toString('base64url'),

    isFormToken(secret, given) {
      const expected = sign(secret);
      const bytes = Buffer.from(given, 'base64url');
      return bytes.length === expected.length && timingSafeEqual(bytes, expected);
    },
  };
}
