import type { Submission } from '../../knowledge/verification/submission.ts';
import type { After } from '../flow.ts';
import type { Means } from '../means.ts';
import { message } from '../replies/message.ts';
import type { Turn } from '../turn.ts';
import {
  questionsAbout,
  type Conflict,
  type VerificationAnswer,
  type VerificationQuestion,
} from './answers.ts';
import { PARTICULARS } from './next-step.ts';
import { createPhotoDesk } from './photo-desk.ts';
import type { VerificationState } from './verification-state.ts';

/** What follows when a photo and the details disagree, as the customer wants it settled. */
export async function settleConflict(
  means: Means,
  turn: Turn,
  draft: Submission,
  answer: Extract<VerificationAnswer, { readonly conflict: Conflict }>,
  state: VerificationState,
): Promise<After<VerificationState>> {
  const { words, services } = means;
  const { conflict } = answer;
  const { slot, uploadId, patch, reasons } = conflict;
  switch (answer.kind) {
    case 'conflict':
      return { kind: 'on', state: { ...state, conflict } };
    case 'correct_details':
      // The photo may well be right: it is judged again after the correction.
      if (uploadId) turn.memory.held = [uploadId];
      return { kind: 'on', state: { ...state, queue: formed(questionsAbout(reasons), turn.rich) } };
    case 'let_person_check':
      if (uploadId) await createPhotoDesk(means, slot).leaveToPerson(turn, uploadId);
      await turn.context.sendActivity(message(words.say('verification.photo.for_a_person')));
      return { kind: 'on', state };
    case 'another_photo':
      if (patch) {
        await services.submissions.dropPhoto(draft.id, slot);
        await services.submissions.give(draft.id, patch);
      }
      return { kind: 'on', state };
  }
}

/** On channels with cards, particulars are corrected in the form. */
function formed(questions: readonly VerificationQuestion[], rich: boolean): VerificationQuestion[] {
  if (!rich) return [...questions];
  const particulars: ReadonlySet<string> = new Set(PARTICULARS);
  return [...new Set(questions.map((question) => (particulars.has(question) ? 'particulars' : question)))];
}
