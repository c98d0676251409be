import { PROBLEM_PREFIX } from './examples.ts';
import type { Guess } from './intent-model.ts';

/** What stands in a message beyond doubt and speaks for an intent. */
export interface Evidence {
  /** An error code, known or not. */
  readonly errorCode: boolean;
  /** One row of the table of limits, or the two that a word such as "deposit" stands for. */
  readonly namesRows: boolean;
}

/** A code is there because something went wrong, unless somebody asks what the codes mean. */
const PROBLEM_WITH_CODE = 0.95;
const COMMON_ERRORS = 'article:common_errors';

/**
 * Guesses about labels as probabilities of intents, together 1: all problems are one intent, and what
 * stands in the message beyond doubt moves probability to where it belongs. `summaries` are intents
 * that answer about the table as a whole.
 */
export function weigh(
  guesses: readonly Guess[],
  { errorCode, namesRows }: Evidence,
  summaries: ReadonlySet<string>,
): Map<string, number> {
  const intents = new Map<string, number>();
  const add = (intent: string, probability: number) =>
    intents.set(intent, (intents.get(intent) ?? 0) + probability);
  for (const { label, probability } of guesses) {
    if (label.startsWith(PROBLEM_PREFIX)) add('problem', probability);
    else if (namesRows && summaries.has(label)) add('limits', probability);
    else add(label, probability);
  }
  const problem = intents.get('problem') ?? 0;
  if (errorCode && problem < PROBLEM_WITH_CODE && (intents.get(COMMON_ERRORS) ?? 0) < 0.5) {
    const shrink = (1 - PROBLEM_WITH_CODE) / (1 - problem);
    for (const [intent, probability] of intents) intents.set(intent, probability * shrink);
    intents.set('problem', PROBLEM_WITH_CODE);
  }
  return intents;
}

/** The problem for an error code that we do not know, and for errors that nothing more is said about. */
export const OTHER_ERROR = 'other_error';

/** A problem has to be this probable, alone and among all problems, to be named. */
const MIN_PROBLEM = 0.05;
const MIN_PROBLEM_SHARE = 0.15;
/** A code that we know says what went wrong: only what is said beyond doubt beside it is named as well. */
const MIN_PROBLEM_BESIDE_CODE = 0.5;
const MAX_PROBLEMS = 3;

/**
 * The problems that a message seems to be about, surest first; the one with the code before all. Where a
 * code stands, problems with another code (`coded` are all that have one) are not meant.
 */
export function problemsIn(
  guesses: readonly Guess[],
  withCode: string | undefined,
  coded: ReadonlySet<string>,
): string[] {
  const problems = guesses.filter(({ label }) => label.startsWith(PROBLEM_PREFIX) || label === 'problem');
  const isCode = withCode !== undefined && withCode !== OTHER_ERROR;
  const least = Math.max(
    isCode ? MIN_PROBLEM_BESIDE_CODE : MIN_PROBLEM,
    MIN_PROBLEM_SHARE * problems.reduce((sum, { probability }) => sum + probability, 0),
  );
  const likely = problems
    .filter(({ label, probability }) => label !== 'problem' && probability >= least)
    .map(({ label }) => label.slice(PROBLEM_PREFIX.length))
    .filter((id) => withCode === undefined || !coded.has(id));
  const all = [...new Set([...(withCode === undefined ? [] : [withCode]), ...likely])];
  return all.filter((id) => !isCode || id !== OTHER_ERROR).slice(0, MAX_PROBLEMS);
}
