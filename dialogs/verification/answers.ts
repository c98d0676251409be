import type { Answers, PhotoSlot } from '../../knowledge/verification/submission.ts';
import type { Reason } from '../../knowledge/verdict.ts';
import type { Particular } from './next-step.ts';

/** Every question of the verification, by its dialog's id. */
export type VerificationQuestion =
  | 'consent'
  | 'country'
  | 'document_type'
  | 'particulars'
  | Particular
  | 'email'
  | 'document_front'
  | 'document_back'
  | 'check'
  | 'selfie'
  | 'liveness_ready'
  | 'liveness';

/** Details and a photo of the document that do not agree. */
export interface Conflict {
  readonly slot: Exclude<PhotoSlot, 'selfie'>;
  readonly reasons: readonly Reason[];
  /** The refused photo; absent when a change of an answer is at odds with the photo that is kept. */
  readonly uploadId?: string;
  /** The change that caused it; not given to the submission before the conflict is settled. */
  readonly patch?: Answers;
}

/** What the questions of the verification end with. */
export type VerificationAnswer =
  | { readonly kind: 'consent'; readonly agreed: boolean }
  | { readonly kind: 'answers'; readonly answers: Answers; readonly email?: string }
  | { readonly kind: 'email'; readonly email: string | undefined }
  | { readonly kind: 'photo_settled' }
  /** What became of it is noted in the submission already. */
  | { readonly kind: 'liveness_noted' }
  | { readonly kind: 'another_document' }
  | { readonly kind: 'conflict'; readonly conflict: Conflict }
  | { readonly kind: 'correct_details'; readonly conflict: Conflict }
  | { readonly kind: 'another_photo'; readonly conflict: Conflict }
  | { readonly kind: 'let_person_check'; readonly conflict: Conflict }
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'change'; readonly question: VerificationQuestion };

/** The questions to correct the details that a conflict is about. */
export function questionsAbout(reasons: readonly Reason[]): VerificationQuestion[] {
  const questions = reasons.flatMap((reason): VerificationQuestion[] => {
    switch (reason.code) {
      case 'document_name_differs':
        return ['surname', 'given_names'];
      case 'document_birth_date_differs':
        return ['birth_date'];
      case 'document_number_differs':
        return ['document_number'];
      case 'document_country_differs':
        return ['country'];
      case 'document_type_differs':
        return ['document_type'];
      default:
        return [];
    }
  });
  return [...new Set(questions)];
}

export const isAboutDetails = (reason: Reason): boolean => questionsAbout([reason]).length > 0;
