import { OUT_OF_SCOPE } from './data-set.ts';

/** What a classifier said about an utterance. */
export interface Answer {
  /** The right intent. */
  readonly intent: string;
  /** The surest intent in scope. */
  readonly guess: string;
  /** The higher, the surer it is that the utterance is in scope. */
  readonly acceptance: number;
}

const inScope = ({ intent }: Answer) => intent !== OUT_OF_SCOPE;
const isRight = ({ intent, guess }: Answer) => intent === guess;

/** The share of utterances in scope whose surest intent is right. */
export function accuracyOf(answers: readonly Answer[]): number {
  const inside = answers.filter(inScope);
  return inside.filter(isRight).length / inside.length;
}

/** The mean over the intents in scope of the harmonic mean of precision and recall. */
export function macroF1Of(answers: readonly Answer[]): number {
  const inside = answers.filter(inScope);
  const intents = [...new Set(inside.map(({ intent }) => intent))];
  const sum = intents.reduce((total, wanted) => {
    const hits = inside.filter((answer) => isRight(answer) && answer.intent === wanted).length;
    const meant = inside.filter(({ intent }) => intent === wanted).length;
    const guessed = inside.filter(({ guess }) => guess === wanted).length;
    return total + (2 * hits) / (meant + guessed);
  }, 0);
  return sum / intents.length;
}

export interface ThresholdScores {
  readonly accuracy: number;
  readonly outOfScopeRecall: number;
  readonly outOfScopePrecision: number;
}

/** With everything refused whose acceptance lies below the threshold. */
export function scoresAt(answers: readonly Answer[], threshold: number): ThresholdScores {
  const inside = answers.filter(inScope);
  const outside = answers.filter((answer) => !inScope(answer));
  const accepted = (answer: Answer) => answer.acceptance >= threshold;
  const refusedOutside = outside.filter((answer) => !accepted(answer)).length;
  const refused = answers.filter((answer) => !accepted(answer)).length;
  return {
    accuracy: inside.filter((answer) => accepted(answer) && isRight(answer)).length / inside.length,
    outOfScopeRecall: refusedOutside / outside.length,
    outOfScopePrecision: refused === 0 ? 1 : refusedOutside / refused,
  };
}

/**
 * The threshold that gets most utterances right, those out of scope by refusing them (Larson et al. 2019).
 * To be chosen on other utterances than those it is tested on.
 */
export function bestThreshold(answers: readonly Answer[]): number {
  const sorted = [...answers].sort((one, other) => one.acceptance - other.acceptance);
  let right = sorted.filter((answer) => inScope(answer) && isRight(answer)).length;
  let best = { right, threshold: -Infinity };
  sorted.forEach((answer, place) => {
    if (!inScope(answer)) right += 1;
    else if (isRight(answer)) right -= 1;
    const next = sorted[place + 1]?.acceptance;
    if (next === undefined || next === answer.acceptance || right <= best.right) return;
    best = { right, threshold: (answer.acceptance + next) / 2 };
  });
  return best.threshold;
}

/** How probable it is that an utterance in scope is accepted more surely than one out of scope. */
export function aurocOf(answers: readonly Answer[]): number {
  const sorted = [...answers].sort((one, other) => one.acceptance - other.acceptance);
  const insideCount = sorted.filter(inScope).length;
  let ranks = 0;
  for (let first = 0; first < sorted.length;) {
    let last = first;
    while (sorted[last + 1]?.acceptance === sorted[first]?.acceptance) last += 1;
    const rank = (first + last) / 2 + 1;
    for (let place = first; place <= last; place += 1) {
      const answer = sorted[place];
      if (answer && inScope(answer)) ranks += rank;
    }
    first = last + 1;
  }
  const outsideCount = sorted.length - insideCount;
  return (ranks - (insideCount * (insideCount + 1)) / 2) / (insideCount * outsideCount);
}
