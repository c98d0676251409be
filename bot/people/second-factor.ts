import { randomInt } from 'node:crypto';

import { Secret, TOTP } from 'otpauth';

import type { Audit } from '../audit/audit.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

const STEP_S = 30;
/** A clock may be wrong by one step either way, as RFC 6238 recommends. */
const STEPS_AROUND = 1;
const SECRET_BYTES = 20;
/** A picture that was left open is no way in for whoever comes by later. */
const DRAFT_MS = 15 * 60_000;
const RECOVERY_CODES = 10;
/** Without letters and digits that are taken for one another; 16 of 31 are 79 bits. */
const RECOVERY_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const RECOVERY_CHARACTERS = 16;

/** What an app on a phone is given, as a picture or to type. */
export interface TotpDraft {
  readonly secret: string;
  /** For the picture: `otpauth://totp/…`. */
  readonly address: string;
}

/** One-time codes from an app (RFC 6238) beside the password, and codes on paper for a lost phone. */
export interface SecondFactor {
  /** A new secret that its agent has to prove within a quarter of an hour; it replaces an earlier draft. */
  draft(agentId: string): Promise<void>;
  draftOf(agentId: string, login: string): Promise<TotpDraft | undefined>;
  /** With a code of the drafted secret it counts from now on. Gives the recovery codes: they are shown once. */
  confirm(agentId: string, code: string): Promise<readonly string[] | undefined>;
  /** Each code works once. */
  use(agentId: string, code: string): Promise<'app' | 'recovery_code' | undefined>;
  recoveryCodesLeft(agentId: string): Promise<number>;
  /** By its agent. False when the code is not right. */
  turnOff(agentId: string, code: string): Promise<boolean>;
  /** By an admin, for somebody who lost phone and codes: their sessions end too. */
  reset(agentId: string, byAgentId: string): Promise<void>;
}

export function createSecondFactor(deps: {
  database: Database;
  vault: Vault;
  audit: Pick<Audit, 'append'>;
  now: () => Date;
}): SecondFactor {
  const { database, vault, audit, now } = deps;
  const contextOf = (agentId: string): string => `agent.totp:${agentId}`;
  const openSecret = (sealed: Buffer, agentId: string): Secret =>
    Secret.fromBase32(vault.open<string>(sealed, contextOf(agentId)));
  const draftContextOf = (agentId: string): string => `agent.totp-draft:${agentId}`;

  function openDraft(sealed: Buffer | null | undefined, agentId: string): Secret | undefined {
    if (!sealed) return undefined;
    const { secret, until } = vault.open<{ secret: string; until: number }>(sealed, draftContextOf(agentId));
    return until > now().getTime() ? Secret.fromBase32(secret) : undefined;
  }
  const totpOf = (secret: Secret, login = ''): TOTP =>
    new TOTP({ issuer: 'Veriguide', label: login, secret, period: STEP_S, digits: 6, algorithm: 'SHA1' });
  const hashOf = (agentId: string, code: string): Buffer =>
    vault.keyedHash(`${agentId}\n${code}`, 'recovery-code');
  const note = (tx: Queryable, agentId: string, action: string, byAgentId = agentId): Promise<void> =>
    audit.append(tx, { at: now(), actor: `agent:${byAgentId}`, action, object: `agent:${agentId}` });

  /** The step that a code belongs to. */
  function stepOf(secret: Secret, code: string): number | undefined {
    const timestamp = now().getTime();
    const delta = totpOf(secret).validate({ token: code, timestamp, window: STEPS_AROUND });
    return delta === null ? undefined : Math.floor(timestamp / 1000 / STEP_S) + delta;
  }

  async function useInside(
    tx: Queryable,
    agentId: string,
    typed: string,
  ): Promise<'app' | 'recovery_code' | undefined> {
    const code = typed.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (/^\d{6}$/.test(code)) {
      const [row] = await tx.query<{ totp_secret: Buffer | null }>(
        'select totp_secret from agent where id = $1',
        [agentId],
      );
      const step = row?.totp_secret ? stepOf(openSecret(row.totp_secret, agentId), code) : undefined;
      if (step === undefined) return undefined;
      // One statement, so that of two who bring the same code at once only one comes in.
      const used = await tx.query(
        'update agent set totp_step = $2 where id = $1 and (totp_step is null or totp_step < $2) returning id',
        [agentId, step],
      );
      return used.length > 0 ? 'app' : undefined;
    }
    const used = await tx.query(
      'update agent_recovery_code set used_at = $2 where code_hash = $1 and used_at is null returning agent_id',
      [hashOf(agentId, code), now()],
    );
    if (used.length === 0) return undefined;
    await note(tx, agentId, 'second_factor.recovery_code_used');
    return 'recovery_code';
  }

  async function remove(tx: Queryable, agentId: string): Promise<void> {
    await tx.query('update agent set totp_secret = null, totp_step = null, totp_draft = null where id = $1', [
      agentId,
    ]);
    await tx.query('delete from agent_recovery_code where agent_id = $1', [agentId]);
  }

  return {
    async draft(agentId) {
      const secret = new Secret({ size: SECRET_BYTES });
      await database.query('update agent set totp_draft = $2 where id = $1', [
        agentId,
        vault.seal({ secret: secret.base32, until: now().getTime() + DRAFT_MS }, draftContextOf(agentId)),
      ]);
    },

    async draftOf(agentId, login) {
      const [row] = await database.query<{ totp_draft: Buffer | null }>(
        'select totp_draft from agent where id = $1',
        [agentId],
      );
      const secret = openDraft(row?.totp_draft, agentId);
      return secret && { secret: secret.base32, address: totpOf(secret, login).toString() };
    },

    confirm: (agentId, code) =>
      database.transaction(async (tx) => {
        const [row] = await tx.query<{ totp_draft: Buffer | null }>(
          'select totp_draft from agent where id = $1 for no key update',
          [agentId],
        );
        const digits = code.replace(/\D/g, '');
        const secret = openDraft(row?.totp_draft, agentId);
        const step = secret && stepOf(secret, digits);
        if (step === undefined) return undefined;
        await remove(tx, agentId);
        await tx.query('update agent set totp_secret = $2, totp_step = $3 where id = $1', [
          agentId,
          vault.seal(secret?.base32, contextOf(agentId)),
          step,
        ]);
        const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
        for (const one of codes) {
          await tx.query('insert into agent_recovery_code (code_hash, agent_id) values ($1, $2)', [
            hashOf(agentId, one.replaceAll('-', '')),
            agentId,
          ]);
        }
        await note(tx, agentId, 'second_factor.turned_on');
        return codes;
      }),

    use: (agentId, code) => database.transaction((tx) => useInside(tx, agentId, code)),

    async recoveryCodesLeft(agentId) {
      const rows = await database.query(
        'select 1 from agent_recovery_code where agent_id = $1 and used_at is null',
        [agentId],
      );
      return rows.length;
    },

    turnOff: (agentId, code) =>
      database.transaction(async (tx) => {
        if (!(await useInside(tx, agentId, code))) return false;
        await remove(tx, agentId);
        await note(tx, agentId, 'second_factor.turned_off');
        return true;
      }),

    reset: (agentId, byAgentId) =>
      database.transaction(async (tx) => {
        await remove(tx, agentId);
        await tx.query('delete from agent_session where agent_id = $1', [agentId]);
        await note(tx, agentId, 'second_factor.reset', byAgentId);
      }),
  };
}

/** Like `abcd-efgh-jkmn-pqrs`: read from paper, typed on a phone. */
function newRecoveryCode(): string {
  const letters = Array.from({ length: RECOVERY_CHARACTERS }, () =>
    RECOVERY_ALPHABET.charAt(randomInt(RECOVERY_ALPHABET.length)),
  );
  return letters.join('').replace(/(.{4})(?!$)/g, '$1-');
}
