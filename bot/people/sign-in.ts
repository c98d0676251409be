import type { Audit } from '../audit/audit.ts';
import type { Database } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { readLogin, type Agent } from './agent-rows.ts';
import type { Agents } from './agents.ts';
import { createDevices } from './devices.ts';
import { isPassword } from './password.ts';
import { createPendingSignIns } from './pending-sign-in.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Sessions, SignInMethod } from './sessions.ts';
import { createSignInThrottle, type Attempt } from './sign-in-throttle.ts';

export type SignInResult =
  | {
      readonly kind: 'signed_in';
      readonly token: string;
      /** For the browser to keep: it has signed in to this account before (devices.ts). */
      readonly device: string;
      readonly agent: Agent;
    }
  /** The password is right; `pending` is for the browser to keep until the code comes. */
  | { readonly kind: 'code_needed'; readonly pending: string }
  /** The password was too long ago: both once more. */
  | { readonly kind: 'too_late' }
  /** Unknown login, wrong password, wrong code or disabled: the answer does not say which. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterS: number };

/** The browser that somebody signs in with. */
export interface Visitor {
  readonly address: string;
  readonly userAgent: string;
  readonly device?: string | undefined;
  readonly tokenBefore?: string | undefined;
}

export interface SignIn {
  withPassword(
    login: string,
    password: string,
    visitor: Visitor,
  ): Promise<Exclude<SignInResult, { kind: 'too_late' }>>;
  withCode(
    pending: string | undefined,
    code: string,
    visitor: Visitor,
  ): Promise<Exclude<SignInResult, { kind: 'code_needed' }>>;
  /** For somebody who just proved who they are in another way: the one-time link, the identity provider. */
  proven(
    agent: Agent,
    method: Exclude<SignInMethod, 'password'>,
    visitor: Visitor,
  ): Promise<Extract<SignInResult, { kind: 'signed_in' }>>;
  /** Keeps in the audit log that somebody was not let in. */
  noteFailure(why: FailureReason, visitor: Pick<Visitor, 'address'>, agentId?: string): Promise<void>;
}

export type FailureReason =
  | 'unknown_login'
  | 'wrong_password'
  | 'wrong_code'
  | 'too_many_tries'
  | 'disabled'
  | 'provider_refused'
  | 'no_role'
  | 'other_domain';

export function createSignIn(deps: {
  database: Database;
  vault: Vault;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
  agents: Agents;
  sessions: Sessions;
  secondFactor: SecondFactor;
}): SignIn {
  const { database, vault, audit, now, agents, sessions, secondFactor } = deps;
  const throttle = createSignInThrottle(deps);
  const devices = createDevices(vault);
  const pendings = createPendingSignIns(deps);

  const noteFailure: SignIn['noteFailure'] = (why, { address }, agentId) =>
    database.transaction((tx) =>
      audit.append(tx, {
        ...{ at: now(), actor: 'system', action: 'sign_in.refused' },
        object: agentId === undefined ? 'agent' : `agent:${agentId}`,
        // Tells tries from one place from those of another, and no place.
        details: { why, from: vault.keyedHash(address, 'audit-address').toString('hex').slice(0, 12) },
      }),
    );

  /** Counts it; when there were too many, only the first of them is noted, or the log could be flooded. */
  async function tooMany(
    attempt: Attempt,
    visitor: Visitor,
    agentId?: string,
  ): Promise<Extract<SignInResult, { kind: 'throttled' }> | undefined> {
    const stopped = await throttle.count(attempt);
    if (!stopped) return undefined;
    if (stopped.first) await noteFailure('too_many_tries', visitor, agentId);
    return { kind: 'throttled', retryAfterS: stopped.retryAfterS };
  }

  async function letIn(
    agent: Agent,
    method: SignInMethod,
    { userAgent, tokenBefore }: Visitor,
    details: Readonly<Record<string, string>> = {},
  ): Promise<Extract<SignInResult, { kind: 'signed_in' }>> {
    const token = await database.transaction(async (tx) => {
      const begun = await sessions.begin(agent, { method, userAgent, tokenBefore }, tx);
      await audit.append(tx, {
        ...{ at: now(), actor: `agent:${agent.id}`, action: 'sign_in.done' },
        ...{ object: `agent:${agent.id}`, details: { method, ...details } },
      });
      return begun;
    });
    return { kind: 'signed_in', token, device: devices.create(agent.id), agent };
  }

  return {
    noteFailure,

    proven: (agent, method, visitor) => letIn(agent, method, visitor),

    async withPassword(typed, password, visitor) {
      const login = readLogin(typed);
      const known = await agents.findByLogin(login);
      const agentId = known?.agent.id;
      const device = known && devices.read(known.agent.id, visitor.device);
      const attempt: Attempt = { what: 'password', account: login, address: visitor.address, device };
      const stopped = await tooMany(attempt, visitor, agentId);
      if (stopped) return stopped;
      const right = await isPassword(password, known?.passwordHash);
      if (!known || !right || known.agent.disabled) {
        const why = !known ? 'unknown_login' : right ? 'disabled' : 'wrong_password';
        await noteFailure(why, visitor, agentId);
        return { kind: 'refused' };
      }
      await throttle.forget(attempt);
      if (known.agent.hasSecondFactor) {
        return { kind: 'code_needed', pending: pendings.create(known.agent.id) };
      }
      return letIn(known.agent, 'password', visitor);
    },

    async withCode(pending, code, visitor) {
      const agentId = pendings.read(pending);
      const agent = agentId === undefined ? undefined : await agents.find(agentId);
      if (!agent || agent.disabled) return { kind: 'too_late' };
      const device = devices.read(agent.id, visitor.device);
      const attempt: Attempt = { what: 'code', account: agent.id, address: visitor.address, device };
      const stopped = await tooMany(attempt, visitor, agent.id);
      if (stopped) return stopped;
      const how = await secondFactor.use(agent.id, code);
      if (!how) {
        await noteFailure('wrong_code', visitor, agent.id);
        return { kind: 'refused' };
      }
      await throttle.forget(attempt);
      return letIn(agent, 'password', visitor, { second_factor: how });
    },
  };
}
