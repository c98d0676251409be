import { randomUUID } from 'node:crypto';

import type { InstitutionService } from '../../dialogs/services.ts';
import type { ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import type {
  InstitutionAnswers,
  InstitutionState,
  Papers,
  PaperSlot,
} from '../../knowledge/verification/institution.ts';
import type { Decision } from '../../knowledge/verification/submission.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuditDetails } from '../audit/chain.ts';
import { Failure } from '../failure.ts';
import type { Database, Queryable } from '../storage/database.ts';
import type { Jobs } from '../storage/jobs.ts';
import type { Vault } from '../storage/vault.ts';
import { createFourEyes, PROPOSALS_ABOUT, type Proposal } from './four-eyes.ts';
import {
  askForMore,
  decideInstitution,
  dropPapers,
  giveInstitutionAnswers,
  keepPaper,
  moveInstitution,
  refusePaper,
  settlePapers,
  startInstitution,
  submitInstitution,
  withdrawInstitution,
  type InstitutionEventKind,
  type InstitutionRecord,
  type InstitutionTransition,
  type RefusedPaper,
} from './institution.ts';
import { createReference, readReference } from './reference.ts';
import { createReviewHistory, EVENTS_OF, type HistoryEvent } from './review-history.ts';

/** NOTIFY channel; the payload is the reference of an institution that changed. */
const NEWS = 'institution_news';

/** The job that tells the customer that a reviewer decided or asks for more, and its payload. */
export const INSTITUTION_REVIEWED = 'institution_reviewed';
export interface InstitutionReviewed {
  readonly institutionId: string;
  /** As the reviewer left it: once it is another, what they said is no news any more. */
  readonly state: InstitutionState;
}

/** What became of a reviewer's click. Everything but `done` leaves the institution as it is. */
export type InstitutionDecisionResult =
  | { readonly kind: 'done'; readonly institution: InstitutionRecord }
  /** Somebody else was faster, or the customer withdrew. */
  | { readonly kind: 'not_under_review'; readonly institution: InstitutionRecord }
  /** It is not what the reviewer looked at any more. */
  | { readonly kind: 'changed_meanwhile'; readonly institution: InstitutionRecord }
  /** Two have to say the same: this was the first, or differs from what the first said. */
  | { readonly kind: 'proposed'; readonly disagreed: boolean }
  | { readonly kind: 'reasons_missing' };

interface Wish {
  readonly reasons: readonly ReasonCode[];
  /** The version that the reviewer saw. */
  readonly version: number;
}

export interface Institutions extends InstitutionService {
  find(institutionId: string): Promise<InstitutionRecord | undefined>;
  /** Understands a reference as people type it. */
  byReference(reference: string): Promise<InstitutionRecord | undefined>;
  /** Under review, the oldest first. At most `limit`. */
  queue(limit?: number): Promise<readonly InstitutionRecord[]>;
  /** Where the customer was asked for more, the newest first. */
  asked(limit?: number): Promise<readonly InstitutionRecord[]>;
  /** The newest decisions, newest first. */
  decided(limit?: number): Promise<readonly InstitutionRecord[]>;
  count(): Promise<{ readonly waiting: number; readonly asked: number }>;
  /** All of a customer's, newest first, withdrawn ones too. */
  ofCustomer(customerId: string): Promise<readonly InstitutionRecord[]>;
  /** Oldest first. */
  history(institutionId: string): Promise<readonly HistoryEvent<InstitutionEventKind>[]>;
  /** Decision, history, audit entry, the customer's standing and the notice to send: all or nothing. */
  decide(
    reference: string,
    decision: Wish & { readonly outcome: Decision['outcome']; readonly note?: string },
    agentId: string,
  ): Promise<InstitutionDecisionResult>;
  /** Back to the customer with what a reviewer needs; one reviewer is enough. */
  askForMore(reference: string, wish: Wish, agentId: string): Promise<InstitutionDecisionResult>;
  /** Oldest first; none where one reviewer decides. */
  proposals(institutionId: string): Promise<readonly Proposal[]>;
  /** Hears the reference of each institution that changes, in any process. */
  subscribe(onNews: (reference: string) => void): Promise<() => Promise<void>>;
}

export interface InstitutionsDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly jobs: Pick<Jobs, 'add'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly now: () => Date;
  /** Customers.markVerified, in the transaction of the approval. */
  readonly markVerified: (customerId: string, tx: Queryable) => Promise<void>;
  /** A decision takes effect when two reviewers say the same. */
  readonly fourEyes?: boolean;
}

interface Content {
  readonly answers: InstitutionAnswers;
  readonly papers: Papers;
  readonly wanted: readonly PaperSlot[];
  readonly refused: readonly RefusedPaper[];
  /** Of a re-submission: why the one before was rejected. Where more was asked for, the row has it. */
  readonly toMend?: readonly ReasonCode[];
  readonly note?: string;
}

type InstitutionRow = {
  readonly id: string;
  readonly reference: string;
  readonly customer_id: string;
  readonly conversation_id: string;
  readonly state: InstitutionState;
  readonly version: number;
  readonly content: Buffer;
  readonly created_at: Date;
  readonly submitted_at: Date | null;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly reasons: ReasonCode[];
};

export function createInstitutions(deps: InstitutionsDeps): Institutions {
  const { database, vault, jobs, audit, now, markVerified, fourEyes = false } = deps;
  const eyes = createFourEyes(deps, PROPOSALS_ABOUT.institution);
  const happened = createReviewHistory<InstitutionEventKind>(deps, EVENTS_OF.institution);
  const place = (id: string): string => `institution.content:${id}`;

  function present(row: InstitutionRow): InstitutionRecord {
    const { note, ...content } = vault.open<Content>(row.content, place(row.id));
    const { state, decided_at: at, reasons } = row;
    const decided = state === 'approved' || state === 'rejected';
    return {
      ...{ id: row.id, reference: row.reference, customerId: row.customer_id },
      ...{ conversationId: row.conversation_id, state, version: row.version },
      createdAt: row.created_at.toISOString(),
      ...content,
      ...(row.submitted_at && { submittedAt: row.submitted_at.toISOString() }),
      ...(row.decided_by && { decidedBy: row.decided_by }),
      ...(at && !decided && { askedAt: at.toISOString() }),
      ...(at &&
        decided && {
          decision: { outcome: state, reasons, at: at.toISOString(), ...(note !== undefined && { note }) },
        }),
    };
  }

  function seal({ id, answers, papers, wanted, refused, toMend, decision }: InstitutionRecord): Buffer {
    const content: Content = {
      ...{ answers, papers, wanted, refused },
      ...(toMend && { toMend }),
      ...(decision?.note && { note: decision.note }),
    };
    return vault.seal(content, place(id));
  }

  async function select(
    from: Queryable,
    rest: string,
    values: readonly unknown[],
  ): Promise<InstitutionRecord[]> {
    const rows = await from.query<InstitutionRow>(`select * from institution ${rest}`, values);
    return rows.map(present);
  }

  const tellNews = (tx: Queryable, reference: string): Promise<unknown> =>
    tx.query('select pg_notify($1, $2)', [NEWS, reference]);

  /** Writes what a transition gave. The caller holds the row's lock. */
  async function write(
    tx: Queryable,
    to: Extract<InstitutionTransition, { kind: 'changed' }>,
    agentId?: string,
  ): Promise<void> {
    const { institution } = to;
    const { decision, toMend = [] } = institution;
    await tx.query(
      `update institution set conversation_id = $2, state = $3, version = $4, content = $5,
         submitted_at = $6, decided_at = $7, decided_by = $8, reasons = $9
       where id = $1`,
      [
        ...[institution.id, institution.conversationId, institution.state, institution.version],
        seal(institution),
        institution.submittedAt ?? null,
        decision?.at ?? institution.askedAt ?? null,
        institution.decidedBy ?? null,
        decision?.reasons ?? toMend,
      ],
    );
    await happened.note(tx, institution, {
      kind: to.event,
      ...(to.details !== undefined && { details: to.details }),
      ...(agentId && { agentId }),
    });
    await tellNews(tx, institution.reference);
  }

  /** One wish on one institution, alone with its row. */
  function change(
    id: string,
    step: (institution: InstitutionRecord) => InstitutionTransition,
  ): Promise<InstitutionRecord> {
    return database.transaction(async (tx) => {
      const [institution] = await select(tx, 'where id = $1 for update', [id]);
      if (!institution) throw new Failure('not_found', 'there is no such institution');
      const transition = step(institution);
      if (transition.kind === 'refused') {
        throw new Failure('conflict', `institution ${institution.reference}: ${transition.why}`);
      }
      if (transition.kind === 'unchanged') return institution;
      await write(tx, transition);
      return transition.institution;
    });
  }

  async function insert(
    tx: Queryable,
    customerId: string,
    conversationId: string,
    previous: InstitutionRecord | undefined,
  ): Promise<InstitutionRecord> {
    // 40 random bits meet again one day: draw until the reference is new.
    for (;;) {
      const names = { id: randomUUID(), reference: createReference(), customerId, conversationId };
      const draft = startInstitution({ ...names, at: now().toISOString() }, previous);
      const rows = await tx.query(
        `insert into institution (id, reference, customer_id, conversation_id, state, version, content, created_at)
         select $1, $2, $3, $4, 'draft', $5, $6, $7
         where not exists (select from submission where reference = $2)
         on conflict (reference) do nothing returning id`,
        [
          ...[draft.id, draft.reference, customerId, conversationId],
          ...[draft.version, seal(draft), draft.createdAt],
        ],
      );
      if (rows.length === 0) continue;
      await happened.note(tx, draft, { kind: 'started' });
      return draft;
    }
  }

  const latest = async (from: Queryable, customerId: string): Promise<InstitutionRecord | undefined> => {
    const newest = `where customer_id = $1 and state <> 'withdrawn' order by ordinal desc limit 1`;
    return (await select(from, newest, [customerId]))[0];
  };

  /** A reviewer's click: checked against what they saw, kept with its entries, and told to the customer. */
  function review(
    text: string,
    version: number,
    agentId: string,
    step: (institution: InstitutionRecord) => InstitutionTransition,
    proposal?: Pick<Decision, 'outcome' | 'reasons' | 'note'>,
  ): Promise<InstitutionDecisionResult> {
    return database.transaction(async (tx): Promise<InstitutionDecisionResult> => {
      const [institution] = await select(tx, 'where reference = $1 for update', [readReference(text)]);
      if (!institution) throw new Failure('not_found', 'there is no such institution');
      const transition = step(institution);
      if (transition.kind !== 'changed') {
        const missing = transition.kind === 'refused' && transition.why !== 'not_under_review';
        return missing ? { kind: 'reasons_missing' } : { kind: 'not_under_review', institution };
      }
      if (version !== institution.version) return { kind: 'changed_meanwhile', institution };
      const { id, reference } = institution;
      const entry = (action: string, details: AuditDetails) =>
        audit.append(tx, {
          ...{ at: now(), actor: `agent:${agentId}`, action: `institution.${action}` },
          ...{ object: `institution:${reference}`, details },
        });
      if (fourEyes && proposal) {
        const said = await eyes.propose(tx, institution, proposal, agentId);
        if (said !== 'agreed') {
          await tellNews(tx, reference);
          const { outcome, reasons } = proposal;
          await entry('proposed', { outcome, reasons, version });
          return { kind: 'proposed', disagreed: said === 'disagreed' };
        }
      }
      const after = transition.institution;
      if (after.state === 'approved') await markVerified(institution.customerId, tx);
      await write(tx, transition, agentId);
      const payload: InstitutionReviewed = { institutionId: id, state: after.state };
      const key = `${INSTITUTION_REVIEWED}:${id}:${after.version}`;
      await jobs.add(tx, { kind: INSTITUTION_REVIEWED, key, payload });
      const reasons = after.decision?.reasons ?? after.toMend ?? [];
      await entry(transition.event, { reasons, version, fourEyes: fourEyes && proposal !== undefined });
      return { kind: 'done', institution: after };
    });
  }

  return {
    latest: (customerId) => latest(database, customerId),

    start: (customerId, conversationId) =>
      database.transaction(async (tx) => {
        // Two starts at once must find one draft: the second waits here for the first.
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
          `institution:${customerId}`,
        ]);
        const previous = await latest(tx, customerId);
        if (previous?.state === 'submitted') return previous;
        if (previous?.state !== 'draft' && previous?.state !== 'more_wanted')
          return insert(tx, customerId, conversationId, previous);
        const [open = previous] = await select(tx, 'where id = $1 for update', [previous.id]);
        const moved = moveInstitution(open, conversationId);
        if (moved.kind !== 'changed') return open;
        await write(tx, moved);
        return moved.institution;
      }),

    give: (id, answers) => change(id, (institution) => giveInstitutionAnswers(institution, answers)),
    keepPaper: (id, slot, paper) =>
      change(id, (institution) => keepPaper(institution, slot, { ...paper, at: now().toISOString() })),
    refusePaper: (id, slot, paper) =>
      change(id, (institution) => refusePaper(institution, slot, { ...paper, at: now().toISOString() })),
    dropPapers: (id, slot) => change(id, (institution) => dropPapers(institution, slot)),
    settlePapers: (id, slot) => change(id, (institution) => settlePapers(institution, slot)),
    submit: (id) => change(id, (institution) => submitInstitution(institution, now().toISOString())),
    withdraw: async (id) => {
      await change(id, withdrawInstitution);
    },

    find: async (id) => (await select(database, 'where id = $1', [id]))[0],

    async byReference(text) {
      const reference = readReference(text);
      return reference ? (await select(database, 'where reference = $1', [reference]))[0] : undefined;
    },

    queue: (limit = 100) =>
      select(database, `where state = 'submitted' order by submitted_at, ordinal limit $1`, [limit]),
    asked: (limit = 50) =>
      select(database, `where state = 'more_wanted' order by decided_at desc limit $1`, [limit]),
    decided: (limit = 20) =>
      select(database, `where state in ('approved', 'rejected') order by decided_at desc limit $1`, [limit]),

    async count() {
      const [row] = await database.query<{ waiting: number; asked: number }>(
        `select count(*) filter (where state = 'submitted')::int as waiting,
           count(*) filter (where state = 'more_wanted')::int as asked
         from institution where state in ('submitted', 'more_wanted')`,
      );
      return row ?? { waiting: 0, asked: 0 };
    },

    ofCustomer: (customerId) =>
      select(database, 'where customer_id = $1 order by ordinal desc', [customerId]),

    history: (id) => happened.of(database, id),

    decide: (reference, { version, ...decision }, agentId) =>
      review(
        reference,
        version,
        agentId,
        (institution) => decideInstitution(institution, { ...decision, at: now().toISOString() }, agentId),
        decision,
      ),

    askForMore: (reference, { version, reasons }, agentId) =>
      review(reference, version, agentId, (institution) =>
        askForMore(institution, { reasons, at: now().toISOString() }, agentId),
      ),

    proposals: (institutionId) => eyes.of(database, institutionId),

    subscribe: (onNews) => database.listen(NEWS, onNews),
  };
}
