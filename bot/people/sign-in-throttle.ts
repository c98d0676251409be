import type { Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

const WINDOW_MS = 15 * 60_000;

/** Tries in a window: of one login from one address, from one address, and of one login from everywhere. */
const LIMITS = { pair: 5, address: 30, login: 60 } as const;

/**
 * Counts tries to sign in, in the database: a restart does not forget them. Nobody can lock a
 * colleague out from elsewhere with the five tries that stop one address.
 */
export interface SignInThrottle {
  /** Counts a try before the password is looked at. Seconds to wait when there were too many. */
  count(login: string, address: string): Promise<{ retryAfterS: number } | undefined>;
  /** After a right password. */
  forget(login: string, address: string): Promise<void>;
}

export function createSignInThrottle(deps: {
  database: Queryable;
  vault: Pick<Vault, 'keyedHash'>;
  now: () => Date;
}): SignInThrottle {
  const { database, vault, now } = deps;

  const keyOf = (kind: keyof typeof LIMITS, login: string, address: string): Buffer => {
    const about = { pair: `${login}\n${address}`, address, login }[kind];
    return vault.keyedHash(about, `sign-in:${kind}`);
  };

  return {
    async count(login, address) {
      let waitMs = 0;
      for (const kind of ['pair', 'address', 'login'] as const) {
        const [row] = await database.query<{ attempts: number; window_ends_at: Date }>(
          `insert into sign_in_attempt as known (key, attempts, window_ends_at) values ($1, 1, $3)
           on conflict (key) do update set
             attempts = case when known.window_ends_at <= $2 then 1 else known.attempts + 1 end,
             window_ends_at = case when known.window_ends_at <= $2 then excluded.window_ends_at else known.window_ends_at end
           returning attempts, window_ends_at`,
          [keyOf(kind, login, address), now(), new Date(now().getTime() + WINDOW_MS)],
        );
        if (row && row.attempts > LIMITS[kind]) {
          waitMs = Math.max(waitMs, row.window_ends_at.getTime() - now().getTime());
        }
      }
      return waitMs > 0 ? { retryAfterS: Math.ceil(waitMs / 1000) } : undefined;
    },

    async forget(login, address) {
      await database.query('delete from sign_in_attempt where key = any($1) or window_ends_at <= $2', [
        [keyOf('pair', login, address), keyOf('login', login, address)],
        now(),
      ]);
    },
  };
}
