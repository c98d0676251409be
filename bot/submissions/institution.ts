import { INSTITUTION_REASONS, type ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import {
  isOpen,
  MOST_PAPERS,
  nextInstitutionStep,
  type Institution,
  type InstitutionAnswers,
  type KeptPaper,
  type PaperSlot,
} from '../../knowledge/verification/institution.ts';
import type { Decision } from '../../knowledge/verification/submission.ts';

/** A file that the checks refused, for the reviewer. */
export interface RefusedPaper {
  readonly slot: PaperSlot;
  readonly uploadId: string;
  readonly reasons: readonly ReasonCode[];
  readonly at: string;
}

/** An institution as the ledger keeps it; the dialogs see the part that is an `Institution`. */
export interface InstitutionRecord extends Institution {
  /** Grows with each change. */
  readonly version: number;
  readonly createdAt: string;
  readonly refused: readonly RefusedPaper[];
  /** When a reviewer asked for more, and who decided or asked last. */
  readonly askedAt?: string;
  readonly decidedBy?: string;
}

export type InstitutionEventKind =
  | 'started'
  | 'moved'
  | 'answers_given'
  | 'paper_kept'
  | 'paper_refused'
  | 'papers_dropped'
  | 'papers_settled'
  | 'submitted'
  | 'more_wanted'
  | 'approved'
  | 'rejected'
  | 'withdrawn';

/** What a wish does to an institution. `refused` is for states in which the wish makes no sense. */
export type InstitutionTransition =
  | {
      readonly kind: 'changed';
      readonly institution: InstitutionRecord;
      readonly event: InstitutionEventKind;
      /** For the history; sealed like the rest. */
      readonly details?: unknown;
    }
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'refused';
      readonly why:
        | 'not_open'
        | 'incomplete'
        | 'not_under_review'
        | 'reasons_missing'
        | 'nothing_to_ask_for'
        | 'paper_not_fit'
        | 'too_many';
    };

type Refusal = Extract<InstitutionTransition, { kind: 'refused' }>['why'];

const unchanged: InstitutionTransition = { kind: 'unchanged' };
const refused = (why: Refusal): InstitutionTransition => ({ kind: 'refused', why });
function changed(
  institution: InstitutionRecord,
  event: InstitutionEventKind,
  details?: unknown,
): InstitutionTransition {
  return {
    kind: 'changed',
    institution: { ...institution, version: institution.version + 1 },
    event,
    details,
  };
}

/** The document that a reason asks for again. Those that ask for none are about what was typed, or final. */
const ASKS_FOR: Readonly<Partial<Record<ReasonCode, PaperSlot>>> = {
  incorporation_unfit: 'incorporation',
  authority_unproven: 'authority',
  ownership_unclear: 'further',
};

/** What a reviewer can ask the customer for, or reject because of. */
export const REVIEWER_REASONS: readonly ReasonCode[] = INSTITUTION_REASONS.filter(
  (code) => !code.startsWith('paper_'),
);
/** A customer can do something about it. */
export const REASONS_TO_ASK: readonly ReasonCode[] = REVIEWER_REASONS.filter(
  (code) => code !== 'company_not_accepted',
);

const wantedBy = (reasons: readonly ReasonCode[]): PaperSlot[] => [
  ...new Set(reasons.flatMap((code) => ASKS_FOR[code] ?? [])),
];

/** Typed details are looked over again whenever something has to be put right. */
function unconfirmed(answers: InstitutionAnswers): InstitutionAnswers {
  return Object.fromEntries(Object.entries(answers).filter(([name]) => name !== 'confirmed'));
}

/** A new draft. After a rejection it holds what the rejection did not name. */
export function startInstitution(
  about: { id: string; reference: string; customerId: string; conversationId: string; at: string },
  previous: Institution | undefined,
): InstitutionRecord {
  const { at, ...names } = about;
  const blank = { ...names, state: 'draft', version: 1, createdAt: at, refused: [] } as const;
  const reasons = previous?.state === 'rejected' ? previous.decision?.reasons : undefined;
  if (!previous || !reasons) return { ...blank, answers: {}, papers: {}, wanted: [] };
  const wanted = wantedBy(reasons);
  const papers = Object.fromEntries(
    Object.entries(previous.papers).filter(([slot]) => !wanted.includes(slot as PaperSlot)),
  );
  return { ...blank, answers: unconfirmed(previous.answers), papers, wanted, toMend: reasons };
}

/** The customer goes on in another conversation: notices follow. */
export function moveInstitution(
  institution: InstitutionRecord,
  conversationId: string,
): InstitutionTransition {
  if (institution.conversationId === conversationId) return unchanged;
  return changed({ ...institution, conversationId }, 'moved');
}

export function giveInstitutionAnswers(
  institution: InstitutionRecord,
  given: InstitutionAnswers,
): InstitutionTransition {
  if (!isOpen(institution)) return refused('not_open');
  const { answers } = institution;
  const differing = Object.entries(given).filter(
    ([field, value]) => answers[field as keyof InstitutionAnswers] !== value,
  );
  if (differing.length === 0) return unchanged;
  const isConfirmation = differing.every(([field]) => field === 'confirmed');
  const before = isConfirmation ? answers : unconfirmed(answers);
  return changed({ ...institution, answers: { ...before, ...given } }, 'answers_given', given);
}

export function keepPaper(
  institution: InstitutionRecord,
  slot: PaperSlot,
  paper: KeptPaper,
): InstitutionTransition {
  if (!isOpen(institution)) return refused('not_open');
  if (paper.verdict.outcome === 'retake') return refused('paper_not_fit');
  const before = institution.papers[slot] ?? [];
  if (before.some(({ uploadId }) => uploadId === paper.uploadId)) return unchanged;
  if (before.length >= MOST_PAPERS) return refused('too_many');
  const papers = { ...institution.papers, [slot]: [...before, paper] };
  return changed({ ...institution, papers, answers: unconfirmed(institution.answers) }, 'paper_kept', {
    slot,
    paper,
  });
}

/** Notes a refused file once, however often the turn that brought it is run. */
export function refusePaper(
  institution: InstitutionRecord,
  slot: PaperSlot,
  { uploadId, verdict, at }: KeptPaper,
): InstitutionTransition {
  if (!isOpen(institution)) return refused('not_open');
  if (institution.refused.some((one) => one.slot === slot && one.uploadId === uploadId)) return unchanged;
  const reasons = verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code);
  const paper: RefusedPaper = { slot, uploadId, reasons, at };
  return changed({ ...institution, refused: [...institution.refused, paper] }, 'paper_refused', paper);
}

/** What was given for a document is given anew. */
export function dropPapers(institution: InstitutionRecord, slot: PaperSlot): InstitutionTransition {
  if (!isOpen(institution)) return refused('not_open');
  const { [slot]: gone = [], ...papers } = institution.papers;
  const { noFurther, ...others } = institution.answers;
  const isNoted = slot === 'further' && noFurther === true;
  if (gone.length === 0 && !isNoted) return unchanged;
  const answers = unconfirmed(isNoted ? others : institution.answers);
  return changed({ ...institution, papers, answers }, 'papers_dropped', { slot });
}

/** There is nothing more of a document: it is not asked for any more. Required ones need a file at least. */
export function settlePapers(institution: InstitutionRecord, slot: PaperSlot): InstitutionTransition {
  if (!isOpen(institution)) return refused('not_open');
  const isGiven = (institution.papers[slot] ?? []).length > 0;
  if (!isGiven && slot !== 'further') return refused('incomplete');
  const wanted = institution.wanted.filter((one) => one !== slot);
  const isNoted = isGiven || institution.answers.noFurther === true;
  if (isNoted && wanted.length === institution.wanted.length) return unchanged;
  const answers = isGiven ? institution.answers : { ...institution.answers, noFurther: true };
  return changed({ ...institution, wanted, answers }, 'papers_settled', { slot });
}

export function submitInstitution(institution: InstitutionRecord, at: string): InstitutionTransition {
  if (institution.state === 'submitted') return unchanged;
  if (!isOpen(institution)) return refused('not_open');
  if (nextInstitutionStep(institution) !== 'submit') return refused('incomplete');
  return changed({ ...institution, state: 'submitted', submittedAt: at }, 'submitted');
}

export function withdrawInstitution(institution: InstitutionRecord): InstitutionTransition {
  if (institution.state === 'withdrawn') return unchanged;
  if (!isOpen(institution) && institution.state !== 'submitted') return refused('not_open');
  return changed({ ...institution, state: 'withdrawn' }, 'withdrawn');
}

/** A reviewer's decision. A rejection names at least one reason: the customer must learn what to do. */
export function decideInstitution(
  institution: InstitutionRecord,
  decision: Decision,
  agentId: string,
): InstitutionTransition {
  if (institution.state !== 'submitted') return refused('not_under_review');
  if (decision.outcome === 'rejected' && decision.reasons.length === 0) return refused('reasons_missing');
  const { outcome, reasons, note } = decision;
  const after = { ...institution, state: outcome, decision, decidedBy: agentId };
  return changed(after, outcome, { reasons, note });
}

/** A reviewer needs more before they can decide: it goes back to the customer, with everything that is in it. */
export function askForMore(
  institution: InstitutionRecord,
  asked: { readonly reasons: readonly ReasonCode[]; readonly at: string },
  agentId: string,
): InstitutionTransition {
  if (institution.state !== 'submitted') return refused('not_under_review');
  const { reasons, at } = asked;
  if (reasons.length === 0) return refused('reasons_missing');
  if (!reasons.every((code) => REASONS_TO_ASK.includes(code))) return refused('nothing_to_ask_for');
  return changed(
    {
      ...institution,
      state: 'more_wanted',
      wanted: wantedBy(reasons),
      toMend: reasons,
      answers: unconfirmed(institution.answers),
      askedAt: at,
      decidedBy: agentId,
    },
    'more_wanted',
    { reasons },
  );
}
