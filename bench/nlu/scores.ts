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

export interface Thresholds {
  /** Gets most utterances right, those out of scope by refusing them (Larson et al. 2019). */
  readonly best: number;
  /** The highest of those that these utterances cannot tell from the best. */
  readonly cautious: number;
}

/** How many standard errors of the best score a score may lie below it and still count as equal. */
const EQUAL_ERRORS = 0.5;

/**
 * To be chosen on other utterances than those it is tested on. Few of them are out of scope, so that the best
 * threshold is one of many that differ by a handful of utterances, which is chance; of these the
 * cautious one refuses most (after the one-standard-error rule of Breiman et al. 1984, at half of it).
 */
export function chooseThresholds(answers: readonly Answer[]): Thresholds {
  const sorted = [...answers].sort((one, other) => one.acceptance - other.acceptance);
  let right = sorted.filter((answer) => inScope(answer) && isRight(answer)).length;
  const candidates = [{ right, threshold: -Infinity }];
  sorted.forEach((answer, place) => {
    if (!inScope(answer)) right += 1;
    else if (isRight(answer)) right -= 1;
    const next = sorted[place + 1]?.acceptance;
    if (next === undefined || next === answer.acceptance) return;
    candidates.push({ right, threshold: (answer.acceptance + next) / 2 });
  });
  const most = Math.max(...candidates.map((each) => each.right));
  const share = most / sorted.length;
  const equal = most - EQUAL_ERRORS * Math.sqrt(sorted.length * share * (1 - share));
  return {
    best: candidates.find((each) => each.right === most)?.threshold ?? -Infinity,
    cautious: candidates.findLast((each) => each.right >= equal)?.threshold ?? -Infinity,
  };
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
