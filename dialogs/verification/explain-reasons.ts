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

/** Why photos that were kept have to be sent again. */
export function explainDropped(
  means: Means,
  dropped: readonly { readonly reasons: readonly Reason[] }[],
): string {
  const reasons = dropped.flatMap((photo) => explainReasons(means, photo.reasons));
  return [means.words.say('verification.check.photo_changed'), ...reasons].join('\n\n');
}
