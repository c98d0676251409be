import { randomInt, randomUUID } from 'node:crypto';

import type { SubmissionService } from '../../dialogs/services.ts';
import type { ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import { drawMovements } from '../../knowledge/checks/liveness/draw-movements.ts';
import type { Liveness } from '../../knowledge/verification/liveness.ts';
import type { Answers, Decision, Photos, SubmissionState } from '../../knowledge/verification/submission.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuditDetails } from '../audit/chain.ts';
import { Failure } from '../failure.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Jobs } from '../storage/jobs.ts';
import type { Vault } from '../storage/vault.ts';
import { documentIdentities } from './document-identity.ts';
import { createFourEyes, PROPOSALS_ABOUT, type Proposal } from './four-eyes.ts';
import { createReviewHistory, EVENTS_OF, type HistoryEvent } from './review-history.ts';
import { answerChallenge, drawChallenge, endChallenge, settleLiveness } from './liveness.ts';
import { createReference, readReference } from './reference.ts';
import { lookBackOver } from './look-back.ts';
import {
  decide,
  dropPhoto,
  giveAnswers,
  keepPhoto,
  moveTo,
  refusePhoto,
  startSubmission,
  submit,
  withdraw,
  type EventKind,
  type RefusedPhoto,
  type SubmissionRecord,
  type Transition,
} from './submission.ts';

/** NOTIFY channel; the payload is the reference of a submission that changed. */
const NEWS = 'submission_news';

/** Payload of the job that tells the customer, kind `submission_decided`. */
export interface SubmissionDecided {
  readonly submissionId: string;
  readonly reference: string;
}

/** The job that looks for what was sent in among other accounts, and its payload. */
export const FIND_DUPLICATES = 'find_duplicates';
export interface SubmissionSentIn {
  readonly submissionId: string;
}

export type SubmissionEvent = HistoryEvent<EventKind>;

/** What became of a reviewer's click. Everything but `decided` leaves the submission as it is. */
export type DecisionResult =
  | { readonly kind: 'decided'; readonly submission: SubmissionRecord }
  /** Somebody else was faster, or the customer withdrew. */
  | { readonly kind: 'not_under_review'; readonly submission: SubmissionRecord }
  /** It is not what the reviewer looked at any more. */
  | { readonly kind: 'changed_meanwhile'; readonly submission: SubmissionRecord }
  /** Two have to say the same: this was the first, or differs from what the first said. */
  | { readonly kind: 'proposed'; readonly disagreed: boolean }
  | { readonly kind: 'reasons_missing' }
  /** The document already verified another account, with that submission. */
  | { readonly kind: 'document_taken'; readonly reference: string };

export interface Submissions extends SubmissionService {
  find(submissionId: string): Promise<SubmissionRecord | undefined>;
  /** Understands a reference as people type it. */
  byReference(reference: string): Promise<SubmissionRecord | undefined>;
  /** Under review: expedited first, then the oldest. At most `limit`. */
  queue(limit?: number): Promise<readonly SubmissionRecord[]>;
  /** The newest decisions, newest first. */
  decided(limit?: number): Promise<readonly SubmissionRecord[]>;
  count(): Promise<{ readonly waiting: number; readonly expedited: number }>;
  /** All of a customer's, newest first, withdrawn ones too. */
  ofCustomer(customerId: string): Promise<readonly SubmissionRecord[]>;
  /** Oldest first. */
  history(submissionId: string): Promise<readonly SubmissionEvent[]>;
  /** Submissions of other customers that were sent in and not withdrawn, and name the same document. */
  withSameDocument(
    submissionId: string,
  ): Promise<readonly { id: string; reference: string; state: SubmissionState }[]>;
  /** Tells who has these submissions open that there is something new to see. */
  announce(tx: Queryable, submissionIds: readonly string[]): Promise<void>;
  /** Decision, history, the customer's standing and the notice to send: all or nothing. */
  decide(
    reference: string,
    decision: {
      readonly outcome: Decision['outcome'];
      readonly reasons: readonly ReasonCode[];
      readonly note?: string;
      /** The version that the reviewer saw. */
      readonly version: number;
    },
    agentId: string,
  ): Promise<DecisionResult>;
  /** Oldest first; none where one reviewer decides. */
  proposals(submissionId: string): Promise<readonly Proposal[]>;
  /** Hears the reference of each submission that changes, in any process. */
  subscribe(onNews: (reference: string) => void): Promise<() => Promise<void>>;
}

export interface SubmissionsDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly now: () => Date;
  /** Customers.markVerified, in the transaction of the approval. */
  readonly markVerified: (customerId: string, tx: Queryable) => Promise<void>;
  /** Duplicates.removeSubmission, in the transaction of the withdrawal. */
  readonly removeDuplicates: (submissionId: string, tx: Queryable) => Promise<void>;
  /** A decision takes effect when two reviewers say the same. */
  readonly fourEyes?: boolean;
  /** Tickets.expedite: a verification that was rejected waits for a reviewer again, or no longer. */
  readonly expedite?: (customerId: string, expedited: boolean, tx: Queryable) => Promise<void>;
  /** For the movements of a challenge; the default is the system's secure source. Another one is for tests. */
  readonly randomBelow?: (limit: number) => number;
}

interface Content {
  readonly answers: Answers;
  readonly photos: Photos;
  readonly refused: readonly RefusedPhoto[];
  readonly liveness?: Liveness;
  readonly note?: string;
}

type SubmissionRow = {
  readonly id: string;
  readonly reference: string;
  readonly customer_id: string;
  readonly conversation_id: string;
  readonly state: SubmissionState;
  readonly expedited: boolean;
  readonly to_mend: ReasonCode[] | null;
  readonly version: number;
  readonly content: Buffer;
  readonly created_at: Date;
  readonly submitted_at: Date | null;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly reasons: ReasonCode[];
};

const secureRandom = (limit: number): number => randomInt(limit);

export function createSubmissions(deps: SubmissionsDeps): Submissions {
  const {
    database,
    vault,
    jobs,
    audit,
    now,
    markVerified,
    removeDuplicates,
    randomBelow = secureRandom,
    fourEyes = false,
  } = deps;

  const eyes = createFourEyes(deps, PROPOSALS_ABOUT.submission);
  const happened = createReviewHistory<EventKind>(deps, EVENTS_OF.submission);
  const place = (id: string): string => `submission.content:${id}`;

  function present(row: SubmissionRow): SubmissionRecord {
    const { note, ...content } = vault.open<Content>(row.content, place(row.id));
    const refusals: Record<string, number> = {};
    for (const { slot } of content.refused) refusals[slot] = (refusals[slot] ?? 0) + 1;
    const decided = row.state === 'approved' || row.state === 'rejected';
    return {
      id: row.id,
      reference: row.reference,
      customerId: row.customer_id,
      conversationId: row.conversation_id,
      state: row.state,
      expedited: row.expedited,
      version: row.version,
      createdAt: row.created_at.toISOString(),
      ...content,
      refusals,
      ...(row.to_mend && { toMend: row.to_mend }),
      ...(row.submitted_at && { submittedAt: row.submitted_at.toISOString() }),
      ...(row.decided_by && { decidedBy: row.decided_by }),
      ...(decided &&
        row.decided_at && {
          decision: {
            outcome: row.state,
            reasons: row.reasons,
            at: row.decided_at.toISOString(),
            ...(note !== undefined && { note }),
          },
        }),
    };
  }

  function seal(submission: SubmissionRecord): Buffer {
    const { answers, photos, refused, liveness, decision } = submission;
    const content: Content = {
      ...{ answers, photos, refused },
      ...(liveness && { liveness }),
      ...(decision?.note && { note: decision.note }),
    };
    return vault.seal(content, place(submission.id));
  }

  /** In one order everywhere, so that two approvals never wait for each other. */
  function documentKeys(submission: Pick<SubmissionRecord, 'answers' | 'photos'>): Buffer[] {
    return documentIdentities(submission.answers, submission.photos)
      .map((identity) => vault.keyedHash(identity, 'document'))
      .sort((a, b) => Buffer.compare(a, b));
  }

  async function select(
    from: Queryable,
    rest: string,
    values: readonly unknown[],
  ): Promise<SubmissionRecord[]> {
    const rows = await from.query<SubmissionRow>(`select * from submission ${rest}`, values);
    return rows.map(present);
  }

  /** Last in a transaction: all audited transactions wait for one another from here on. */
  const noteDeed = (
    tx: Queryable,
    { reference }: Pick<SubmissionRecord, 'reference'>,
    agentId: string,
    deed: 'approved' | 'rejected' | 'proposed',
    details: AuditDetails,
  ): Promise<void> =>
    audit.append(tx, {
      ...{ at: now(), actor: `agent:${agentId}`, action: `submission.${deed}` },
      ...{ object: `submission:${reference}`, details },
    });

  const tellNews = (tx: Queryable, reference: string): Promise<unknown> =>
    tx.query('select pg_notify($1, $2)', [NEWS, reference]);

  /** Writes what a transition gave. The caller holds the row's lock. */
  async function write(
    tx: Queryable,
    to: Extract<Transition, { kind: 'changed' }>,
    agentId?: string,
  ): Promise<void> {
    const { submission } = to;
    await tx.query(
      `update submission set conversation_id = $2, state = $3, version = $4, content = $5, document_keys = $6,
         submitted_at = $7, decided_at = $8, decided_by = $9, reasons = $10
       where id = $1`,
      [
        submission.id,
        submission.conversationId,
        submission.state,
        submission.version,
        seal(submission),
        documentKeys(submission),
        submission.submittedAt ?? null,
        submission.decision?.at ?? null,
        submission.decidedBy ?? null,
        submission.decision?.reasons ?? [],
      ],
    );
    await happened.note(tx, submission, {
      kind: to.event,
      ...(to.details !== undefined && { details: to.details }),
      ...(to.codes && { codes: to.codes }),
      ...(agentId && { agentId }),
    });
    await tellNews(tx, submission.reference);
    if (submission.expedited)
      await deps.expedite?.(submission.customerId, submission.state === 'submitted', tx);
    if (to.event === 'submitted') {
      const payload: SubmissionSentIn = { submissionId: submission.id };
      await jobs.add(tx, { kind: FIND_DUPLICATES, key: `${FIND_DUPLICATES}:${submission.id}`, payload });
    }
    if (to.event === 'withdrawn') await removeDuplicates(submission.id, tx);
  }

  /** One wish on one submission, alone with its row. */
  function change(id: string, step: (submission: SubmissionRecord) => Transition): Promise<SubmissionRecord> {
    return database.transaction(async (tx) => {
      const [submission] = await select(tx, 'where id = $1 for update', [id]);
      if (!submission) throw new Failure('not_found', 'there is no such submission');
      const transition = step(submission);
      if (transition.kind === 'refused') {
        throw new Failure('conflict', `submission ${submission.reference}: ${transition.why}`);
      }
      if (transition.kind === 'unchanged') return submission;
      await write(tx, transition);
      return transition.submission;
    });
  }

  async function insert(
    tx: Queryable,
    customerId: string,
    conversationId: string,
    previous: SubmissionRecord | undefined,
  ): Promise<SubmissionRecord> {
    // 40 random bits meet again one day: draw until the reference is new.
    for (;;) {
      const draft = startSubmission(
        {
          id: randomUUID(),
          reference: createReference(),
          customerId,
          conversationId,
          at: now().toISOString(),
        },
        previous,
      );
      const rows = await tx.query(
        `insert into submission
           (id, reference, customer_id, conversation_id, state, expedited, to_mend, version, content, document_keys, created_at)
         values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10)
         on conflict (reference) do nothing returning id`,
        [
          draft.id,
          draft.reference,
          customerId,
          conversationId,
          draft.expedited,
          draft.toMend ?? null,
          draft.version,
          seal(draft),
          documentKeys(draft),
          draft.createdAt,
        ],
      );
      if (rows.length === 0) continue;
      await happened.note(tx, draft, { kind: 'started' });
      return draft;
    }
  }

  const latest = async (from: Queryable, customerId: string): Promise<SubmissionRecord | undefined> => {
    const newest = `where customer_id = $1 and state <> 'withdrawn' order by ordinal desc limit 1`;
    return (await select(from, newest, [customerId]))[0];
  };

  const ofCustomer = (customerId: string): Promise<SubmissionRecord[]> =>
    select(database, 'where customer_id = $1 order by ordinal desc', [customerId]);

  /** Takes the document for this account, or says whose it is and takes nothing. */
  async function takeDocument(tx: Queryable, submission: SubmissionRecord): Promise<{ takenBy?: string }> {
    const keys = documentKeys(submission);
    await tx.query('savepoint taking');
    const taken = await tx.query(
      `insert into verified_document as held (document_key, customer_id, submission_id, at)
       select key, $2, $3, $4 from unnest($1::bytea[]) with ordinality as given (key, place) order by place
       on conflict (document_key) do update set submission_id = excluded.submission_id, at = excluded.at
         where held.customer_id = excluded.customer_id
       returning document_key`,
      [keys, submission.customerId, submission.id, now()],
    );
    if (taken.length === keys.length) return {};
    await tx.query('rollback to savepoint taking');
    const [holder] = await tx.query<{ reference: string }>(
      `select reference from verified_document as held join submission on submission.id = held.submission_id
       where held.document_key = any($1) and held.customer_id <> $2 limit 1`,
      [keys, submission.customerId],
    );
    return { takenBy: holder?.reference ?? '' };
  }

  return {
    latest: (customerId) => latest(database, customerId),

    start: (customerId, conversationId) =>
      database.transaction(async (tx) => {
        // Two starts at once must find one draft: the second waits here for the first.
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`submission:${customerId}`]);
        const previous = await latest(tx, customerId);
        if (previous?.state === 'submitted') return previous;
        if (previous?.state !== 'draft') return insert(tx, customerId, conversationId, previous);
        const [draft] = await select(tx, 'where id = $1 for update', [previous.id]);
        const moved = moveTo(draft ?? previous, conversationId);
        if (moved.kind !== 'changed') return draft ?? previous;
        await write(tx, moved);
        return moved.submission;
      }),

    give: (id, answers) => change(id, (submission) => giveAnswers(submission, answers)),
    keepPhoto: (id, slot, photo) =>
      change(id, (submission) => keepPhoto(submission, slot, { ...photo, at: now().toISOString() })),
    refusePhoto: (id, slot, photo) =>
      change(id, (submission) => refusePhoto(submission, slot, { ...photo, at: now().toISOString() })),
    dropPhoto: (id, slot) => change(id, (submission) => dropPhoto(submission, slot)),
    drawChallenge: (id, { key, possible }) =>
      change(id, (submission) =>
        drawChallenge(submission, {
          ...{ key, at: now().toISOString() },
          movements: drawMovements(possible, randomBelow),
        }),
      ),
    answerChallenge: (id, { challengeKey, photo, end }) =>
      change(id, (submission) =>
        answerChallenge(submission, {
          ...{ challengeKey, photo: { ...photo, at: now().toISOString() } },
          ...(end && { end }),
        }),
      ),
    endChallenge: (id, wish) =>
      change(id, (submission) => endChallenge(submission, { ...wish, at: now().toISOString() })),
    settleLiveness: (id, verdict) =>
      change(id, (submission) => settleLiveness(submission, verdict, now().toISOString())),
    lookBack: async (customerId) => lookBackOver(await ofCustomer(customerId)),
    submit: (id) => change(id, (submission) => submit(submission, now().toISOString())),
    withdraw: async (id) => {
      await change(id, withdraw);
    },

    async documentUsedElsewhere(id) {
      const rows = await database.query(
        `select 1 from submission join verified_document on document_key = any(document_keys)
         where submission.id = $1 and verified_document.customer_id <> submission.customer_id`,
        [id],
      );
      return rows.length > 0;
    },

    find: async (id) => (await select(database, 'where id = $1', [id]))[0],

    async byReference(text) {
      const reference = readReference(text);
      return reference ? (await select(database, 'where reference = $1', [reference]))[0] : undefined;
    },

    queue: (limit = 100) =>
      select(database, `where state = 'submitted' order by expedited desc, submitted_at, ordinal limit $1`, [
        limit,
      ]),

    decided: (limit = 20) =>
      select(database, `where state in ('approved', 'rejected') order by decided_at desc limit $1`, [limit]),

    async count() {
      const [row] = await database.query<{ waiting: number; expedited: number }>(
        `select count(*)::int as waiting, count(*) filter (where expedited)::int as expedited
         from submission where state = 'submitted'`,
      );
      return row ?? { waiting: 0, expedited: 0 };
    },

    ofCustomer,

    history: (id) => happened.of(database, id),

    withSameDocument: (id) =>
      database.query<{ id: string; reference: string; state: SubmissionState }>(
        `select other.id, other.reference, other.state from submission join submission as other
           on other.document_keys && submission.document_keys
         where submission.id = $1 and other.customer_id <> submission.customer_id
           and other.state in ('submitted', 'approved', 'rejected')
         order by other.ordinal`,
        [id],
      ),

    async announce(tx, submissionIds) {
      const rows = await tx.query<{ reference: string }>(
        'select reference from submission where id = any($1)',
        [submissionIds],
      );
      for (const { reference } of rows) await tellNews(tx, reference);
    },

    decide: (text, wish, agentId) =>
      database.transaction(async (tx): Promise<DecisionResult> => {
        const reference = readReference(text);
        const [submission] = await select(tx, 'where reference = $1 for update', [reference]);
        if (!submission) throw new Failure('not_found', 'there is no such submission');
        const { version, ...decision } = wish;
        const transition = decide(submission, { ...decision, at: now().toISOString() }, agentId);
        if (transition.kind !== 'changed') {
          const missing = transition.kind === 'refused' && transition.why === 'reasons_missing';
          return missing ? { kind: 'reasons_missing' } : { kind: 'not_under_review', submission };
        }
        if (version !== submission.version) return { kind: 'changed_meanwhile', submission };
        if (fourEyes) {
          const said = await eyes.propose(tx, submission, decision, agentId);
          if (said !== 'agreed') {
            await tellNews(tx, submission.reference);
            const { outcome, reasons } = decision;
            await noteDeed(tx, submission, agentId, 'proposed', { outcome, reasons, version });
            return { kind: 'proposed', disagreed: said === 'disagreed' };
          }
        }
        if (decision.outcome === 'approved') {
          const { takenBy } = await takeDocument(tx, submission);
          if (takenBy !== undefined) return { kind: 'document_taken', reference: takenBy };
          await markVerified(submission.customerId, tx);
        }
        await write(tx, transition, agentId);
        const payload: SubmissionDecided = { submissionId: submission.id, reference: submission.reference };
        await jobs.add(tx, {
          kind: 'submission_decided',
          key: `submission_decided:${submission.id}`,
          payload,
        });
        const { outcome, reasons } = decision;
        await noteDeed(tx, submission, agentId, outcome, { reasons, version, fourEyes });
        return { kind: 'decided', submission: transition.submission };
      }),

    proposals: (submissionId) => eyes.of(database, submissionId),

    subscribe: (onNews) => database.listen(NEWS, onNews),
  };
}
