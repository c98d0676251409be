import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';
import type { Enrolment } from './enrolment.ts';
import { openEnrolment, sealEnrolment } from './sealed-enrolment.ts';

/** NOTIFY channel without payload: something was enrolled or removed. */
export const ENROLMENT_NEWS = 'enrolment_news';

/** Whoever adds or removes waits here for the one before: changes become visible in their order. */
const LOCK = 7_341_004;

/** What was sent in, kept so that a second account can be found. Biometric data: sealed, and removed on request. */
export interface Enrolments {
  /** Once for each submission. False, and nothing is kept, when its customer has withdrawn it. */
  enrol(
    tx: Queryable,
    about: { readonly submissionId: string; readonly customerId: string; readonly enrolment: Enrolment },
  ): Promise<boolean>;
  /** For a submission that its customer withdrew. */
  remove(tx: Queryable, submissionId: string): Promise<void>;
  /** For the erasure of all of a customer's data. */
  removeOf(tx: Queryable, customerId: string): Promise<void>;
  /** What changed after the number, oldest first; without `enrolment` it was removed. */
  since(change: number, limit: number): Promise<readonly EnrolmentChange[]>;
  bySubmission(submissionId: string): Promise<StoredEnrolment | undefined>;
  /** Those among the ids, or with one of the files, or of the submissions, that belong to other customers. */
  ofOthers(
    than: StoredEnrolment,
    which: { readonly ids: readonly number[]; readonly submissionIds: readonly string[] },
  ): Promise<readonly StoredEnrolment[]>;
}

export interface EnrolmentChange {
  readonly id: number;
  readonly change: number;
  readonly enrolment: Enrolment | undefined;
}

export interface StoredEnrolment {
  readonly id: number;
  readonly submissionId: string;
  readonly customerId: string;
  readonly enrolment: Enrolment;
}

type Row = {
  readonly id: number;
  readonly change: number;
  readonly submission_id: string;
  readonly customer_id: string | null;
  readonly content: Buffer | null;
};

export function createEnrolments(deps: {
  readonly database: Pick<Database, 'query'>;
  readonly vault: Vault;
  readonly now: () => Date;
}): Enrolments {
  const { database, vault, now } = deps;

  const stored = ({ id, submission_id, customer_id, content }: Row): StoredEnrolment[] =>
    content && customer_id !== null
      ? [
          {
            id,
            submissionId: submission_id,
            customerId: customer_id,
            enrolment: openEnrolment(vault, content, submission_id),
          },
        ]
      : [];

  const fileKeys = ({ pictures }: Enrolment): Buffer[] =>
    pictures.map(({ digest }) => vault.keyedHash(digest, 'file'));

  const lock = (tx: Queryable): Promise<unknown> =>
    tx.query('select pg_advisory_xact_lock($1), pg_notify($2, $3)', [LOCK, ENROLMENT_NEWS, '']);

  const empty = (tx: Queryable, where: string, value: string): Promise<unknown> =>
    tx.query(
      `update enrolment
       set customer_id = null, content = null, file_keys = '{}', change = nextval('enrolment_change')
       where content is not null and ${where}`,
      [value],
    );

  return {
    async enrol(tx, { submissionId, customerId, enrolment }) {
      // First the submission, as whoever withdraws it does: neither waits for the other for ever.
      const rows = await tx.query(
        `select 1 from submission where id = $1 and state in ('submitted', 'approved', 'rejected') for share`,
        [submissionId],
      );
      if (rows.length === 0) return false;
      await lock(tx);
      await tx.query(
        `insert into enrolment (submission_id, customer_id, content, file_keys, at) values ($1, $2, $3, $4, $5)
         on conflict (submission_id) do nothing`,
        [submissionId, customerId, sealEnrolment(vault, enrolment, submissionId), fileKeys(enrolment), now()],
      );
      return true;
    },

    async remove(tx, submissionId) {
      await lock(tx);
      await empty(tx, 'submission_id = $1', submissionId);
    },

    async removeOf(tx, customerId) {
      await lock(tx);
      await empty(tx, 'customer_id = $1', customerId);
    },

    async since(change, limit) {
      const rows = await database.query<Row>(
        'select id, change, submission_id, content from enrolment where change > $1 order by change limit $2',
        [change, limit],
      );
      return rows.map((row) => ({
        id: row.id,
        change: row.change,
        enrolment: row.content ? openEnrolment(vault, row.content, row.submission_id) : undefined,
      }));
    },

    async bySubmission(submissionId) {
      const rows = await database.query<Row>('select * from enrolment where submission_id = $1', [
        submissionId,
      ]);
      return rows.flatMap(stored)[0];
    },

    async ofOthers(than, { ids, submissionIds }) {
      const rows = await database.query<Row>(
        `select * from enrolment
         where customer_id <> $1 and (id = any($2) or file_keys && $3::bytea[] or submission_id = any($4))`,
        [than.customerId, ids, fileKeys(than.enrolment), submissionIds],
      );
      return rows.flatMap(stored);
    },
  };
}
