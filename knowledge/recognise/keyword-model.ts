import type { Sample } from './classifier/features.ts';
import type { IntentModel } from './intent-model.ts';

/** A row of the table that is named in so many words is most likely asked about. */
const LIMITS_NAMED = 0.6;

/** For a language that has words but no examples yet: knows what is named, and nothing else. */
export const keywordModel: IntentModel = {
  judge: ({ signs }: Sample) => {
    const limits = signs.has('a row') ? LIMITS_NAMED : 0;
    const guesses = [
      { label: 'limits', probability: limits },
      { label: 'none', probability: 1 - limits },
    ].sort((one, other) => other.probability - one.probability);
    return { guesses, acceptance: limits };
  },
};
