import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type { Agent, Agents } from './agents.ts';
import { isPassword } from './password.ts';
import { readLogin } from './agents.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';
import { createToken, hashToken } from './token.ts';

/** A working day, and no longer, whatever happens. */
export const SESSION_MS = 12 * 60 * 60_000;
/** Left alone for so long, it ends: an open page that refreshes itself does not count. */
const IDLE_MS = 2 * 60 * 60_000;
const NOTE_SEEN_EVERY_MS = 60_000;

export interface Session {
  readonly agent: Agent;
}

export type SignInResult =
  | { readonly kind: 'signed_in'; readonly token: string; readonly agent: Agent }
  /** Unknown login, wrong password or disabled: the answer does not say which. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterS: number };

export interface Sessions {
  /** Always gives a new token; one that the browser had before ends. */
  signIn(wish: {
    readonly login: string;
    readonly password: string;
    readonly address: string;
    readonly tokenBefore?: string | undefined;
  }): Promise<SignInResult>;
  /** For somebody who just proved who they are in another way: the one-time link. */
  begin(agent: Agent): Promise<string>;
  /** `watching`: asked by a page on its own, which does not keep the session alive. */
  find(token: string, how?: { readonly watching?: boolean }): Promise<Session | undefined>;
  end(token: string): Promise<void>;
  /** What each form must carry: it belongs to the session (or to a visit before signing in) and cannot be made elsewhere. */
  formToken(secret: string): string;
  isFormToken(secret: string, given: string): boolean;
}

export function createSessions(deps: {
  database: Database;
  vault: Vault;
  now: () => Date;
  agents: Agents;
}): Sessions {
  const { database, vault, now, agents } = deps;
  const throttle = createSignInThrottle(deps);
  const formKey = vault.deriveKey('desk-forms');

  const sign = (secret: string): Buffer => createHmac('sha256', formKey).update(secret).digest();

  async function begin(agent: Agent): Promise<string> {
    const token = createToken();
    const expires = new Date(now().getTime() + SESSION_MS);
    await database.query(
      'insert into agent_session (token_hash, agent_id, created_at, expires_at, seen_at) values ($1, $2, $3, $4, $3)',
      [hashToken(token), agent.id, now(), expires],
    );
    await agents.noteSignIn(agent.id);
    return token;
  }

  const end = async (token: string): Promise<void> => {
    await database.query('delete from agent_session where token_hash = $1 or expires_at <= $2', [
      hashToken(token),
      now(),
    ]);
  };

  return {
    begin,
    end,

    async signIn({ login: typed, password, address, tokenBefore }) {
      const login = readLogin(typed);
      const tooMany = await throttle.count(login, address);
      if (tooMany) return { kind: 'throttled', ...tooMany };
      const known = await agents.findByLogin(login);
      const right = await isPassword(password, known?.passwordHash);
      if (!known || !right || known.agent.disabled) return { kind: 'refused' };
      await throttle.forget(login, address);
      if (tokenBefore) await end(tokenBefore);
      return { kind: 'signed_in', token: await begin(known.agent), agent: known.agent };
    },

    async find(token, { watching = false } = {}) {
      const tokenHash = hashToken(token);
      const idleSince = new Date(now().getTime() - IDLE_MS);
      const [row] = await database.query<{ agent_id: string; seen_at: Date }>(
        'select agent_id, seen_at from agent_session where token_hash = $1 and expires_at > $2 and seen_at > $3',
        [tokenHash, now(), idleSince],
      );
      const agent = row && (await agents.find(row.agent_id));
      if (!agent || agent.disabled) return undefined;
      if (!watching && now().getTime() - row.seen_at.getTime() > NOTE_SEEN_EVERY_MS) {
        await database.query('update agent_session set seen_at = $2 where token_hash = $1', [
          tokenHash,
          now(),
        ]);
      }
      return { agent };
    },

    formToken: (secret) => sign(secret).toString('base64url'),

    isFormToken(secret, given) {
      const expected = sign(secret);
      const bytes = Buffer.from(given, 'base64url');
      return bytes.length === expected.length && timingSafeEqual(bytes, expected);
    },
  };
}
