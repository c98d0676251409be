import { requiredSlots } from '../../knowledge/checks/required-slots.ts';
import type { Criteria } from '../../knowledge/checks/criteria.ts';
import type { DocumentType, Submission } from '../../knowledge/verification/submission.ts';
import type { VerificationQuestion } from './answers.ts';
import { promptInTime } from './liveness-prompt.ts';
import { missingParticulars, PARTICULARS, type VerificationStep } from './next-step.ts';
import type { FormField } from './particulars.ts';

const FIELDS: ReadonlySet<string> = new Set<FormField>([...PARTICULARS, 'email']);

/** The step that a question belongs to. */
export function stepOf(question: VerificationQuestion): VerificationStep {
  if (question === 'liveness_ready') return 'liveness';
  return FIELDS.has(question) ? 'particulars' : (question as VerificationStep);
}

/** The questions as one customer meets them. Without cards the form is asked as single questions. */
function questionsFor(documentType: DocumentType, rich: boolean): readonly VerificationQuestion[] {
  const photos = requiredSlots(documentType).filter((slot) => slot !== 'selfie');
  const particulars: readonly VerificationQuestion[] = rich ? ['particulars'] : PARTICULARS;
  return ['consent', 'country', 'document_type', ...particulars, ...photos, 'check', 'selfie', 'liveness'];
}

/** The question before this one; undefined at the first. */
export function questionBefore(
  question: VerificationQuestion,
  documentType: DocumentType,
  rich: boolean,
): VerificationQuestion | undefined {
  if (question === 'email') return rich ? 'check' : 'document_number';
  const order = questionsFor(documentType, rich);
  const place = order.indexOf(question === 'liveness_ready' ? 'liveness' : question);
  // A single field on a channel with forms: it was picked at the check.
  return place < 0 ? 'check' : order[place - 1];
}

/** The first question of a step. On channels without cards the form is asked as single questions. */
export function firstQuestion(
  step: VerificationStep,
  submission: Pick<Submission, 'answers' | 'photos' | 'liveness'>,
  now: { readonly rich: boolean; readonly at: Date; readonly criteria: Criteria },
): VerificationQuestion {
  if (step === 'liveness') return promptInTime(submission, now) ? 'liveness' : 'liveness_ready';
  if (step !== 'particulars' || now.rich) return step;
  return missingParticulars(submission.answers)[0] ?? 'surname';
}
