import { randomInt } from 'node:crypto';

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import type { CheckedMailCode, MailCodeService, MailKind } from '../../dialogs/services.ts';
import { checkCodeOf, FREE_CHARACTERS } from '../../knowledge/codes/check-code.ts';
import { CROCKFORD } from '../../knowledge/codes/crockford.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

/** Somebody who mistypes a few codes passes; nobody guesses one of 10 billion at this pace. */
const TRIES_OF_A_CUSTOMER = { points: 10, duration: 10 * 60 };
/** Of all customers together: keeps a crowd of made-up ones from trying at once. */
const TRIES_OF_ALL = { points: 600, duration: 60 };
const EVERYBODY = 'everybody';
const DAY_MS = 24 * 60 * 60 * 1000;

export interface MailCodes extends MailCodeService {
  /**
   * A new code for a mail, in the transaction that queues it. Undefined when the mail has one already: then it was
   * queued before. The customer must be known.
   */
  issue(
    tx: Queryable,
    mail: { readonly key: string; readonly customerId: string; readonly kind: MailKind },
  ): Promise<string | undefined>;
}

/** Codes by which customers find out whether a mail is really ours. */
export function createMailCodes(deps: {
  database: Database;
  vault: Pick<Vault, 'keyedHash'>;
  now: () => Date;
  /** How many days a code can be confirmed. */
  days: number;
}): MailCodes {
  const { database, vault, now, days } = deps;
  const ofCustomer = new RateLimiterMemory(TRIES_OF_A_CUSTOMER);
  const ofAll = new RateLimiterMemory(TRIES_OF_ALL);
  // With the customer in it: somebody else's code is as unknown as one that never was.
  const hashOf = (customerId: string, code: string): Buffer =>
    vault.keyedHash(JSON.stringify([customerId, code]), 'mail code');

  return {
    async issue(tx, { key, customerId, kind }) {
      const at = now();
      await tx.query('delete from mail_code where expires_at <= $1', [at]);
      const code = newCheckCode();
      const [added] = await tx.query(
        `insert into mail_code (code_hash, customer_id, kind, mail_key, sent_at, expires_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (mail_key) do nothing returning kind`,
        [hashOf(customerId, code), customerId, kind, key, at, new Date(at.getTime() + days * DAY_MS)],
      );
      return added && code;
    },

    async check(customerId, code): Promise<CheckedMailCode> {
      if (!(await takesPoint(ofCustomer, customerId)) || !(await takesPoint(ofAll, EVERYBODY)))
        return { kind: 'too_many' };
      const [row] = await database.query<{ kind: MailKind; sent_at: Date }>(
        'select kind, sent_at from mail_code where code_hash = $1 and customer_id = $2 and expires_at > $3',
        [hashOf(customerId, code), customerId, now()],
      );
      return row ? { kind: 'ours', about: row.kind, sentAt: row.sent_at.toISOString() } : { kind: 'unknown' };
    },
  };
}

/** Some 34 random bits; what would not look like a code is drawn again. */
function newCheckCode(): string {
  for (;;) {
    const free = Array.from({ length: FREE_CHARACTERS }, () => CROCKFORD.charAt(randomInt(CROCKFORD.length)));
    const code = checkCodeOf(free.join(''));
    if (code !== undefined) return code;
  }
}

async function takesPoint(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false;
    throw refused;
  }
}
