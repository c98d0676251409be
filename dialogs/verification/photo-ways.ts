import type { PhotoSlot } from '../../knowledge/verification/submission.ts';
import type { ChoiceId, Words } from '../replies/words.ts';
import type { RefusedPhoto } from './photo-desk.ts';
import type { StepAsking } from './step-question.ts';

export interface PhotoAsking extends StepAsking {
  readonly ask: PhotoAsk;
  /** The newest refused photo, which a person may be asked to check. */
  readonly refused?: RefusedPhoto;
  /** A photo for this slot is kept already: the customer came back to it. */
  readonly kept?: boolean;
  /** Photos of this slot that were refused so far. */
  readonly refusals: number;
}

export type PhotoAsk =
  'passport' | 'id_card_front' | 'driving_licence_front' | 'id_card_back' | 'driving_licence_back' | 'selfie';

/** After so many refusals of one photo, other ways are offered. */
export const REFUSALS_BEFORE_OTHER_WAYS = 3;

export function helpText(words: Words, slot: PhotoSlot, limit: string): string {
  return words.say(slot === 'selfie' ? 'help.selfie' : 'help.document_photo', { limit });
}

/** What can be done instead of sending a photo. */
export function choicesOf(words: Words, slot: PhotoSlot, options: PhotoAsking) {
  const tired = options.refusals >= REFUSALS_BEFORE_OTHER_WAYS;
  const ids: ChoiceId[] = ['good_photo'];
  if (options.kept) ids.unshift('keep_photo');
  if (tired && options.refused?.forPerson) ids.push('let_person_check');
  if (slot !== 'selfie' && (tired || options.refused?.expired)) ids.push('other_document');
  if (tired) ids.push('other_device', 'person');
  return ids.map((id) => words.choice(id));
}
