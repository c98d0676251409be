import { reasonText } from '../../knowledge/reasons/reason-text.ts';
import type { Reason } from '../../knowledge/verdict.ts';
import type { Means } from '../means.ts';

/** What is wrong with a photo and what to do, one text for each reason. */
export function explainReasons(
  { words, knowledge }: Pick<Means, 'words' | 'knowledge'>,
  reasons: readonly Reason[],
): string[] {
  return reasons.map((reason) => words.say('verification.photo.refused', reasonText(knowledge, reason)));
}
