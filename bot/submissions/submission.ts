import { requiredSlots } from '../../knowledge/checks/required-slots.ts';
import type { ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import type {
  Answers,
  Decision,
  KeptPhoto,
  PhotoSlot,
  Submission,
} from '../../knowledge/verification/submission.ts';
import { livenessSettled } from '../../knowledge/verification/liveness.ts';
import { earlierPicture, type EarlierPicture } from '../../knowledge/checks/liveness/earlier-picture.ts';
import { keepUnnamed } from './mend.ts';

/** A photo that the checks refused: counted for the customer, shown to the reviewer. */
export interface RefusedPhoto {
  readonly slot: PhotoSlot;
  readonly uploadId: string;
  readonly reasons: readonly ReasonCode[];
  readonly at: string;
  /** To know it again; absent on what older releases refused. */
  readonly picture?: EarlierPicture;
}

/** A submission as the ledger keeps it; the dialogs see the part that is a `Submission`. */
export interface SubmissionRecord extends Submission {
  /** Grows with each change. */
  readonly version: number;
  readonly createdAt: string;
  readonly refused: readonly RefusedPhoto[];
  /** Id of the agent who decided. */
  readonly decidedBy?: string;
}

export type EventKind =
  | 'started'
  | 'moved'
  | 'answers_given'
  | 'photo_kept'
  | 'photo_refused'
  | 'photo_dropped'
  | 'challenge_drawn'
  | 'movement_shown'
  | 'movement_refused'
  | 'challenge_ended'
  | 'liveness_settled'
  | 'submitted'
  | 'approved'
  | 'rejected'
  | 'withdrawn';

/** What a wish does to a submission. `refused` is for states in which the wish makes no sense. */
export type Transition =
  | {
      readonly kind: 'changed';
      readonly submission: SubmissionRecord;
      readonly event: EventKind;
      /** For the history; sealed like the rest. */
      readonly details?: unknown;
      /** Why the checks refused what was given: counted, so it is not sealed. */
      readonly codes?: readonly ReasonCode[];
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly why: Refusal };

export type Refusal =
  'not_a_draft' | 'incomplete' | 'not_under_review' | 'reasons_missing' | 'photo_not_fit' | 'challenge_over';

export const unchanged: Transition = { kind: 'unchanged' };
export const refused = (why: Refusal): Transition => ({ kind: 'refused', why });
export function changed(
  submission: SubmissionRecord,
  event: EventKind,
  details?: unknown,
  codes?: readonly ReasonCode[],
): Transition {
  return {
    kind: 'changed',
    submission: { ...submission, version: submission.version + 1 },
    ...{ event, details },
    ...(codes && { codes }),
  };
}

/** Why a photo did not pass. */
export const codesOf = (verdict: KeptPhoto['verdict']): readonly ReasonCode[] =>
  verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code);

/** What the customer reads over and confirms; changing one of these asks for a new look. */
const PARTICULARS = [
  'country',
  'documentType',
  'surname',
  'givenNames',
  'birthDate',
  'documentNumber',
] as const;

/** A new draft. After a rejection it is expedited and holds what the rejection did not name. */
export function startSubmission(
  about: { id: string; reference: string; customerId: string; conversationId: string; at: string },
  previous: Submission | undefined,
): SubmissionRecord {
  const { at, ...names } = about;
  const blank = { ...names, state: 'draft', version: 1, createdAt: at, refusals: {}, refused: [] } as const;
  const rejection = previous?.state === 'rejected' ? previous.decision : undefined;
  if (!previous || !rejection) return { ...blank, expedited: false, answers: {}, photos: {} };
  return {
    ...blank,
    expedited: true,
    ...keepUnnamed(previous, rejection.reasons),
    toMend: rejection.reasons,
  };
}

/** The customer goes on in another conversation: notices follow. */
export function moveTo(submission: SubmissionRecord, conversationId: string): Transition {
  if (submission.conversationId === conversationId) return unchanged;
  return changed({ ...submission, conversationId }, 'moved');
}

export function giveAnswers(submission: SubmissionRecord, given: Answers): Transition {
  if (submission.state !== 'draft') return refused('not_a_draft');
  const differing = Object.entries(given).filter(
    ([field, value]) => JSON.stringify(submission.answers[field as keyof Answers]) !== JSON.stringify(value),
  );
  if (differing.length === 0) return unchanged;
  const answers: Record<string, unknown> = { ...submission.answers };
  if (PARTICULARS.some((field) => differing.some(([name]) => name === field))) delete answers['confirmed'];
  return changed({ ...submission, answers: { ...answers, ...given } }, 'answers_given', given);
}

export function keepPhoto(submission: SubmissionRecord, slot: PhotoSlot, photo: KeptPhoto): Transition {
  if (submission.state !== 'draft') return refused('not_a_draft');
  if (photo.verdict.outcome === 'retake') return refused('photo_not_fit');
  const before = submission.photos[slot];
  if (
    before?.uploadId === photo.uploadId &&
    JSON.stringify(before.verdict) === JSON.stringify(photo.verdict)
  ) {
    return unchanged;
  }
  return changed({ ...submission, photos: { ...submission.photos, [slot]: photo } }, 'photo_kept', {
    slot,
    photo,
  });
}

/** Counts a refused photo once, however often the turn that brought it is run. */
export function refusePhoto(submission: SubmissionRecord, slot: PhotoSlot, photo: KeptPhoto): Transition {
  if (submission.state !== 'draft') return refused('not_a_draft');
  if (submission.refused.some((one) => one.slot === slot && one.uploadId === photo.uploadId))
    return unchanged;
  const reasons = codesOf(photo.verdict);
  return changed(
    {
      ...submission,
      refusals: { ...submission.refusals, [slot]: (submission.refusals[slot] ?? 0) + 1 },
      refused: [
        ...submission.refused,
        {
          ...{ slot, uploadId: photo.uploadId, reasons, at: photo.at },
          picture: earlierPicture(photo.uploadId, photo.measurements),
        },
      ],
    },
    'photo_refused',
    { slot, photo },
    reasons,
  );
}

export function dropPhoto(submission: SubmissionRecord, slot: PhotoSlot): Transition {
  if (submission.state !== 'draft') return refused('not_a_draft');
  if (!submission.photos[slot]) return unchanged;
  const photos = Object.fromEntries(Object.entries(submission.photos).filter(([name]) => name !== slot));
  return changed({ ...submission, photos }, 'photo_dropped', { slot });
}

/** What a submission still lacks before it can be sent in: names of answers and photo slots. */
export function missingParts(submission: Submission): readonly string[] {
  const { answers, photos } = submission;
  const particulars = ['consent', ...PARTICULARS] as const;
  const slots = answers.documentType ? requiredSlots(answers.documentType) : [];
  return [
    // Given names may be empty: some documents show one name only.
    ...particulars.filter((field) => answers[field] === undefined),
    ...(answers.confirmed === true ? [] : ['confirmed']),
    ...slots.filter((slot) => !photos[slot]),
    // The movements belong to a selfie: without one, it is the selfie that is missing.
    ...(photos.selfie && !livenessSettled(submission) ? ['liveness'] : []),
  ];
}

export function submit(submission: SubmissionRecord, at: string): Transition {
  if (submission.state === 'submitted') return unchanged;
  if (submission.state !== 'draft') return refused('not_a_draft');
  if (missingParts(submission).length > 0) return refused('incomplete');
  return changed({ ...submission, state: 'submitted', submittedAt: at }, 'submitted');
}

export function withdraw(submission: SubmissionRecord): Transition {
  if (submission.state === 'withdrawn') return unchanged;
  if (submission.state !== 'draft' && submission.state !== 'submitted') return refused('not_a_draft');
  return changed({ ...submission, state: 'withdrawn' }, 'withdrawn');
}

/** A reviewer's decision. A rejection names at least one reason: the customer must learn what to do. */
export function decide(submission: SubmissionRecord, decision: Decision, agentId: string): Transition {
  if (submission.state !== 'submitted') return refused('not_under_review');
  if (decision.outcome === 'rejected' && decision.reasons.length === 0) return refused('reasons_missing');
  return changed({ ...submission, state: decision.outcome, decision, decidedBy: agentId }, decision.outcome, {
    reasons: decision.reasons,
    note: decision.note,
  });
}
