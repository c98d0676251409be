import type { Customer, CustomerService } from '../../dialogs/services.ts';
import type { Queryable } from '../storage/database.ts';

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
  /** Creates the customer, or updates what the exchange says about them. */
  vouch(customerId: string, claims: Claims): Promise<Customer>;
  markVerified(customerId: string, tx: Queryable): Promise<void>;
}
