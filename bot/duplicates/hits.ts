import { LIKELIHOODS, type DuplicateFinding } from '../../knowledge/checks/duplicates/check-duplicate.ts';
import type { DuplicateEvidence } from '../../knowledge/checks/duplicates/duplicate-evidence.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Vault } from '../storage/vault.ts';

/** What a search found about one other submission. */
export interface NewHit {
  readonly submissionId: string;
  readonly evidence: DuplicateEvidence;
  readonly finding: DuplicateFinding;
}

/** The strongest first; of equals, the nearest face. */
export function byStrength(one: NewHit, other: NewHit): number {
  const strength = (hit: NewHit): number => LIKELIHOODS.indexOf(hit.finding.likelihood);
  const distance = (hit: NewHit): number => Math.min(2, ...hit.evidence.faces.map((face) => face.distance));
  return strength(one) - strength(other) || distance(one) - distance(other);
}

/** A hit as the submission sees it: `mine` and `theirs` in the evidence are its own and the other's. */
export interface Hit extends NewHit {
  /** Among how many faces it was found. */
  readonly faces: number;
  readonly at: string;
}

/** That a submission was compared, and with how many faces. */
export interface SearchNote {
  readonly at: string;
  readonly faces: number;
  readonly facesOfOtherNets: number;
}

export type DuplicateOpinion = 'same_person' | 'other_person';

/** What a reviewer said about the people behind two accounts. */
export interface StatedOpinion {
  readonly opinion: DuplicateOpinion;
  readonly agentId: string;
  readonly at: string;
  /** The two submissions that were compared. */
  readonly submissionIds: readonly [string, string];
}

/** The two sides of a comparison. */
export interface Side {
  readonly submissionId: string;
  readonly customerId: string;
}

export interface DuplicateHits {
  /** Once for each pair and each search, however often it is run. Nothing about what was removed meanwhile. */
  record(
    tx: Queryable,
    submissionId: string,
    found: { readonly faces: number; readonly facesOfOtherNets: number; readonly hits: readonly NewHit[] },
  ): Promise<void>;
  /** Undefined until it was searched. */
  search(submissionId: string): Promise<SearchNote | undefined>;
  /** Strongest first. */
  of(submissionId: string): Promise<readonly Hit[]>;
  /** Keeps what a reviewer said; what was said before stays in the history. */
  state(one: Side, other: Side, opinion: DuplicateOpinion, agentId: string): Promise<void>;
  /** Everything ever said about the customer and others, oldest first. */
  opinions(customerId: string): Promise<readonly (StatedOpinion & { readonly otherCustomerId: string })[]>;
  /** Submissions that were sent in and never searched, as from before there was a search. */
  unsearched(): Promise<readonly string[]>;
  /** What was found about a submission that is removed. */
  remove(tx: Queryable, submissionId: string): Promise<void>;
  /** For the erasure of all of a customer's data. */
  removeOf(tx: Queryable, customerId: string): Promise<void>;
}

type HitRow = {
  readonly one_id: string;
  readonly other_id: string;
  readonly found_by: string;
  readonly at: Date;
  readonly content: Buffer;
};

type OpinionRow = {
  readonly one_customer: string;
  readonly other_customer: string;
  readonly one_submission: string;
  readonly other_submission: string;
  readonly opinion: DuplicateOpinion;
  readonly agent_id: string;
  readonly at: Date;
};

type Content = Pick<Hit, 'evidence' | 'finding' | 'faces'>;

export function createDuplicateHits(deps: {
  readonly database: Database;
  readonly vault: Vault;
  readonly now: () => Date;
}): DuplicateHits {
  const { database, vault, now } = deps;

  const place = (one: string, other: string): string => `duplicate_hit.content:${one}:${other}`;

  const seal = (content: Content, one: string, other: string): Buffer =>
    vault.seal(content, place(one, other));

  function present(row: HitRow, submissionId: string): Hit {
    const { evidence, finding, faces } = vault.open<Content>(row.content, place(row.one_id, row.other_id));
    return {
      submissionId: row.one_id === submissionId ? row.other_id : row.one_id,
      evidence: row.found_by === submissionId ? evidence : turned(evidence),
      finding,
      faces,
      at: row.at.toISOString(),
    };
  }

  return {
    async record(tx, submissionId, { faces, facesOfOtherNets, hits }) {
      // None of them is withdrawn until this is done.
      const all = [submissionId, ...hits.map((hit) => hit.submissionId)];
      await tx.query('select 1 from submission where id = any($1) order by id for share', [all]);
      for (const { submissionId: otherId, evidence, finding } of hits) {
        const [one, other] = inOrder(submissionId, otherId);
        await tx.query(
          `insert into duplicate_hit (one_id, other_id, found_by, at, content)
           select $1, $2, $3, $4, $5
           where (select count(*) from enrolment where submission_id in ($1, $2) and content is not null) = 2
           on conflict (one_id, other_id) do nothing`,
          [one, other, submissionId, now(), seal({ evidence, finding, faces }, one, other)],
        );
      }
      await tx.query(
        `insert into duplicate_search (submission_id, at, faces, faces_of_other_nets) values ($1, $2, $3, $4)
         on conflict (submission_id) do nothing`,
        [submissionId, now(), faces, facesOfOtherNets],
      );
    },

    async search(submissionId) {
      const [row] = await database.query<{ at: Date; faces: number; faces_of_other_nets: number }>(
        'select at, faces, faces_of_other_nets from duplicate_search where submission_id = $1',
        [submissionId],
      );
      return row && { at: row.at.toISOString(), faces: row.faces, facesOfOtherNets: row.faces_of_other_nets };
    },

    async of(submissionId) {
      const rows = await database.query<HitRow>(
        'select * from duplicate_hit where one_id = $1 or other_id = $1 order by id',
        [submissionId],
      );
      return rows.map((row) => present(row, submissionId)).sort(byStrength);
    },

    async state(one, other, opinion, agentId) {
      const [first, second] = one.customerId < other.customerId ? [one, other] : [other, one];
      await database.query(
        `insert into duplicate_opinion
           (one_customer, other_customer, one_submission, other_submission, opinion, agent_id, at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          first.customerId,
          second.customerId,
          first.submissionId,
          second.submissionId,
          opinion,
          agentId,
          now(),
        ],
      );
    },

    async opinions(customerId) {
      const rows = await database.query<OpinionRow>(
        'select * from duplicate_opinion where one_customer = $1 or other_customer = $1 order by id',
        [customerId],
      );
      return rows.map((row) => ({
        otherCustomerId: row.one_customer === customerId ? row.other_customer : row.one_customer,
        opinion: row.opinion,
        agentId: row.agent_id,
        at: row.at.toISOString(),
        submissionIds: [row.one_submission, row.other_submission],
      }));
    },

    async unsearched() {
      const rows = await database.query<{ id: string }>(
        `select id from submission
         where state in ('submitted', 'approved', 'rejected')
           and not exists (select from duplicate_search where submission_id = submission.id)
         order by ordinal`,
      );
      return rows.map(({ id }) => id);
    },

    async remove(tx, submissionId) {
      await tx.query('delete from duplicate_hit where one_id = $1 or other_id = $1', [submissionId]);
    },

    async removeOf(tx, customerId) {
      await tx.query(
        `delete from duplicate_hit using submission
         where submission.id in (one_id, other_id) and submission.customer_id = $1`,
        [customerId],
      );
      await tx.query("select set_config('veriguide.erasing', 'on', true)");
      await tx.query('delete from duplicate_opinion where one_customer = $1 or other_customer = $1', [
        customerId,
      ]);
      await tx.query("select set_config('veriguide.erasing', '', true)");
    },
  };
}

/** A pair has one row, whichever of the two found the other. */
function inOrder(one: string, other: string): readonly [string, string] {
  return one < other ? [one, other] : [other, one];
}

/** The evidence as the other side sees it. */
function turned(evidence: DuplicateEvidence): DuplicateEvidence {
  return {
    ...evidence,
    faces: evidence.faces.map(({ mine, theirs, distance }) => ({ mine: theirs, theirs: mine, distance })),
    pictures: evidence.pictures.map((picture) => ({
      ...picture,
      mine: picture.theirs,
      theirs: picture.mine,
    })),
  };
}
