import type { DocumentType, PhotoSlot, Submission } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import type { Asking } from '../question.ts';
import type { Turn } from '../turn.ts';
import type { VerificationQuestion } from './answers.ts';
import type { CheckAsking } from './check-question.ts';
import { livenessAsking, readyAsking } from './liveness-prompt.ts';
import { progressOf } from './next-step.ts';
import type { PhotoAsk } from './photo-ways.ts';
import { stepOf } from './question-order.ts';
import type { StepAsking } from './step-question.ts';

/** Refusals from before the customer changed to another document do not count against the new one. */
export type Pardoned = Readonly<Partial<Record<PhotoSlot, number>>>;

export function refusalsOf(submission: Submission, slot: PhotoSlot, pardoned: Pardoned = {}): number {
  return (submission.refusals[slot] ?? 0) - (pardoned[slot] ?? 0);
}

/** What a question needs to know of the submission to be asked. */
export async function askingFor(
  means: Means,
  turn: Turn,
  submission: Submission,
  question: VerificationQuestion,
  pardoned: Pardoned = {},
): Promise<Asking> {
  const { services } = means;
  const { answers } = submission;
  const step: StepAsking = {
    progress: progressOf(stepOf(question)),
    confirmLeaving: answers.consent !== undefined,
  };
  const email = async () => (await services.customers.find(turn.customerId)).email;
  const photo = (slot: PhotoSlot) => ({
    ...step,
    ask: photoAsk(slot, answers.documentType ?? 'passport'),
    kept: submission.photos[slot] !== undefined,
    refusals: refusalsOf(submission, slot, pardoned),
  });
  switch (question) {
    case 'particulars': {
      const typed = {
        surname: answers.surname ?? '',
        given_names: answers.givenNames ?? '',
        birth_date: answers.birthDate ?? '',
        document_number: answers.documentNumber ?? '',
      };
      return { ...step, typed, askForEmail: (await email()) === undefined } as StepAsking;
    }
    case 'document_front':
    case 'document_back':
    case 'selfie':
      return photo(question);
    case 'liveness_ready':
      return { ...step, ...(await readyAsking(means, submission)) };
    case 'liveness':
      return { ...step, ...livenessAsking(means, submission) };
    case 'check': {
      const known = await email();
      return { ...step, answers, ...(known !== undefined && { email: known }) } as CheckAsking;
    }
    default:
      return step;
  }
}

function photoAsk(slot: PhotoSlot, documentType: DocumentType): PhotoAsk {
  if (slot === 'selfie') return 'selfie';
  if (documentType === 'passport') return 'passport';
  return `${documentType}_${slot === 'document_front' ? 'front' : 'back'}`;
}
