import { requiredSlots } from '../../knowledge/checks/required-slots.ts';
import { livenessSettled } from '../../knowledge/verification/liveness.ts';
import type { Answers, Submission } from '../../knowledge/verification/submission.ts';

/** What a verification asks for, in this order. */
export type VerificationStep =
  | 'consent'
  | 'country'
  | 'document_type'
  | 'particulars'
  | 'document_front'
  | 'document_back'
  | 'check'
  | 'selfie'
  | 'liveness';

export const PARTICULARS = ['surname', 'given_names', 'birth_date', 'document_number'] as const;
export type Particular = (typeof PARTICULARS)[number];

export const ANSWER_OF = {
  surname: 'surname',
  given_names: 'givenNames',
  birth_date: 'birthDate',
  document_number: 'documentNumber',
} as const satisfies Record<Particular, keyof Answers>;

/** Those that the customer has not given yet. Given names may be given as empty. */
export function missingParticulars(answers: Answers): Particular[] {
  return PARTICULARS.filter((particular) => answers[ANSWER_OF[particular]] === undefined);
}

/** What the submission still lacks first; `submit` when it lacks nothing. Knows nothing of any dialog. */
export function nextStep(
  submission: Pick<Submission, 'answers' | 'photos' | 'liveness'>,
): VerificationStep | 'submit' {
  const { answers, photos } = submission;
  if (!answers.consent) return 'consent';
  if (!answers.country) return 'country';
  if (!answers.documentType) return 'document_type';
  if (missingParticulars(answers).length > 0) return 'particulars';
  for (const slot of requiredSlots(answers.documentType)) {
    if (slot !== 'selfie' && !photos[slot]) return slot;
  }
  if (answers.confirmed !== true) return 'check';
  if (!photos.selfie) return 'selfie';
  return livenessSettled(submission) ? 'submit' : 'liveness';
}

const PROGRESS: Readonly<Record<VerificationStep, number>> = {
  // Consent comes before the steps that are counted.
  consent: 0,
  country: 1,
  document_type: 2,
  particulars: 3,
  document_front: 4,
  document_back: 4,
  check: 5,
  selfie: 6,
  liveness: 7,
};

const STEPS = PROGRESS.liveness;

export interface Progress {
  readonly step: number;
  readonly of: number;
}

/** The same step has the same number for everybody, also when a re-verification asks for that step alone. */
export function progressOf(step: VerificationStep | 'submit'): Progress {
  return { step: step === 'submit' ? STEPS : PROGRESS[step], of: STEPS };
}
