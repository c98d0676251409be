import type { Customer, CustomerService } from '../../dialogs/services.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

/** What the exchange's server vouches for (a signed token), or the demo page's account panel. */
export interface Claims {
  readonly name?: string;
  readonly email?: string;
  /** RFC 3339, UTC. */
  readonly registeredAt?: string;
  readonly residence?: string;
  readonly verified?: boolean;
}

export interface Customers extends CustomerService {
  /**
   * Creates the customer, or updates what the exchange says about them. A claim that is not given
   * stays as it was; an empty text takes it back.
   */
  vouch(customerId: string, claims: Claims): Promise<Customer>;
  /** Makes somebody we never heard of before a customer, for what refers to one. */
  enrol(customerId: string, tx: Queryable): Promise<void>;
  /** Also for somebody we never heard of before: approval alone makes them a verified customer. */
  markVerified(customerId: string, tx: Queryable): Promise<void>;
}

type Particulars = Omit<Claims, 'verified'>;

type CustomerRow = {
  readonly id: string;
  readonly vouched: Buffer | null;
  readonly told: Buffer | null;
  readonly vouched_verified: boolean;
  readonly verified_at: Date | null;
};

/** Personal data is sealed; what the exchange says and what the customer says are kept apart. */
export function createCustomers(deps: { database: Database; vault: Vault; now: () => Date }): Customers {
  const { database, vault, now } = deps;
  const columns = 'id, vouched, told, vouched_verified, verified_at';

  const open = (sealed: Buffer | null, id: string, column: string): Particulars =>
    sealed ? vault.open<Particulars>(sealed, `customer.${column}:${id}`) : {};
  const seal = (particulars: Particulars, id: string, column: string): Buffer =>
    vault.seal(particulars, `customer.${column}:${id}`);

  function present(row: CustomerRow): Customer {
    return {
      id: row.id,
      ...open(row.told, row.id, 'told'),
      ...open(row.vouched, row.id, 'vouched'),
      verified: row.vouched_verified || row.verified_at !== null,
    };
  }

  async function enrol(id: string, tx: Queryable): Promise<void> {
    await tx.query(
      'insert into customer (id, created_at, updated_at) values ($1, $2, $2) on conflict do nothing',
      [id, now()],
    );
  }

  /** The customer's row, made when missing, locked until the transaction ends. */
  async function lock(tx: Queryable, id: string): Promise<CustomerRow> {
    await enrol(id, tx);
    const [row] = await tx.query<CustomerRow>(`select ${columns} from customer where id = $1 for update`, [
      id,
    ]);
    if (!row) throw new Error('the customer vanished inside a transaction');
    return row;
  }

  return {
    async find(customerId) {
      const [row] = await database.query<CustomerRow>(`select ${columns} from customer where id = $1`, [
        customerId,
      ]);
      return row ? present(row) : { id: customerId, verified: false };
    },

    remember: (customerId, told) =>
      database.transaction(async (tx) => {
        const row = await lock(tx, customerId);
        const merged = merge(open(row.told, customerId, 'told'), told);
        const sealed = seal(merged, customerId, 'told');
        await tx.query('update customer set told = $2, updated_at = $3 where id = $1', [
          customerId,
          sealed,
          now(),
        ]);
        return present({ ...row, told: sealed });
      }),

    vouch: (customerId, claims) =>
      database.transaction(async (tx) => {
        const row = await lock(tx, customerId);
        const { verified = row.vouched_verified, ...particulars } = claims;
        const sealed = seal(
          merge(open(row.vouched, customerId, 'vouched'), particulars),
          customerId,
          'vouched',
        );
        await tx.query(
          'update customer set vouched = $2, vouched_verified = $3, updated_at = $4 where id = $1',
          [customerId, sealed, verified, now()],
        );
        return present({ ...row, vouched: sealed, vouched_verified: verified });
      }),

    enrol,

    async markVerified(customerId, tx) {
      await lock(tx, customerId);
      await tx.query(
        'update customer set verified_at = coalesce(verified_at, $2), updated_at = $2 where id = $1',
        [customerId, now()],
      );
    },
  };
}

/** Keeps four known fields only: a token may carry more than we asked for. */
function merge(known: Particulars, given: Particulars): Particulars {
  const merged: Record<string, string> = {};
  for (const field of ['name', 'email', 'registeredAt', 'residence'] as const) {
    const value = given[field] ?? known[field];
    if (value) merged[field] = value;
  }
  return merged;
}
