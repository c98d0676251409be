import type { Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

const WINDOW_MS = 15 * 60_000;

type Counter = 'device' | 'pair' | 'address' | 'account';

/**
 * Tries in a window: of one account from a browser that signed in to it before, of one account from one address,
 * from one address, and of one account from everywhere. A code has only a million values, so fewer tries count.
 */
const LIMITS = {
  password: { device: 5, pair: 5, address: 30, account: 60 },
  code: { device: 5, pair: 5, address: 30, account: 10 },
} as const satisfies Readonly<Record<string, Readonly<Record<Counter, number>>>>;

/** Somebody who tries to be somebody. */
export interface Attempt {
  readonly what: keyof typeof LIMITS;
  /** The login as it is typed, or an agent's id. */
  readonly account: string;
  readonly address: string;
  /** Of a browser that proved once that it belongs to this account (devices.ts). */
  readonly device?: string | undefined;
}

/**
 * Counts tries to sign in, in the database: a restart does not forget them. Whoever tries from many addresses
 * stops all strangers, but not the owner: a browser that signed in before is counted by itself alone.
 */
export interface SignInThrottle {
  /** Counts a try before it is looked at. Seconds to wait when there were too many; `first`: this one is the first. */
  count(attempt: Attempt): Promise<{ retryAfterS: number; first: boolean } | undefined>;
  /** After a right one. */
  forget(attempt: Attempt): Promise<void>;
}

export function createSignInThrottle(deps: {
  database: Queryable;
  vault: Pick<Vault, 'keyedHash'>;
  now: () => Date;
}): SignInThrottle {
  const { database, vault, now } = deps;

  function keyOf(counter: Counter, { what, account, address, device = '' }: Attempt): Buffer {
    const about = {
      device: `${account}\n${device}`,
      pair: `${account}\n${address}`,
      ...{ address, account },
    }[counter];
    return vault.keyedHash(about, `sign-in:${what}:${counter}`);
  }

  const countersOf = ({ device }: Attempt): readonly Counter[] =>
    device === undefined ? ['pair', 'address', 'account'] : ['device'];

  return {
    async count(attempt) {
      let waitMs = 0;
      let first = false;
      for (const counter of countersOf(attempt)) {
        const [row] = await database.query<{ attempts: number; window_ends_at: Date }>(
          `insert into sign_in_attempt as known (key, attempts, window_ends_at) values ($1, 1, $3)
           on conflict (key) do update set
             attempts = case when known.window_ends_at <= $2 then 1 else known.attempts + 1 end,
             window_ends_at = case when known.window_ends_at <= $2 then excluded.window_ends_at else known.window_ends_at end
           returning attempts, window_ends_at`,
          [keyOf(counter, attempt), now(), new Date(now().getTime() + WINDOW_MS)],
        );
        const limit = LIMITS[attempt.what][counter];
        if (!row || row.attempts <= limit) continue;
        first ||= row.attempts === limit + 1;
        waitMs = Math.max(waitMs, row.window_ends_at.getTime() - now().getTime());
      }
      return waitMs > 0 ? { retryAfterS: Math.ceil(waitMs / 1000), first } : undefined;
    },

    async forget(attempt) {
      const counters = countersOf(attempt).filter((counter) => counter !== 'address');
      await database.query('delete from sign_in_attempt where key = any($1) or window_ends_at <= $2', [
        counters.map((counter) => keyOf(counter, attempt)),
        now(),
      ]);
    },
  };
}
