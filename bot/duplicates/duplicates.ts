import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import { createEnrolments, type Enrolments } from './enrolments.ts';
import { createDuplicateHits, type DuplicateHits } from './hits.ts';

/** Who was enrolled, what was found, and what reviewers said about it. */
export interface Duplicates {
  readonly enrolments: Enrolments;
  readonly hits: DuplicateHits;
  /** Removes what was kept of a submission that its customer withdrew. Opinions stay: they are history. */
  removeSubmission(submissionId: string, tx: Queryable): Promise<void>;
  /** Removes all of a customer's, opinions too: for the erasure of their data, before that of their submissions. */
  removeCustomer(customerId: string, tx: Queryable): Promise<void>;
}

/** `vault`: of duplicates alone, so that the searching thread holds no key to anything else. */
export function createDuplicates(deps: {
  readonly database: Database;
  readonly vault: Vault;
  readonly now: () => Date;
}): Duplicates {
  const enrolments = createEnrolments(deps);
  const hits = createDuplicateHits(deps);
  return {
    enrolments,
    hits,
    async removeSubmission(submissionId, tx) {
      await enrolments.remove(tx, submissionId);
      await hits.remove(tx, submissionId);
    },
    async removeCustomer(customerId, tx) {
      await enrolments.removeOf(tx, customerId);
      await hits.removeOf(tx, customerId);
    },
  };
}
