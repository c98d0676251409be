import { PROBLEM_PREFIX } from './examples.ts';
import type { Guess } from './intent-model.ts';
import type { Kin } from './kin.ts';

/**
 * How probable it is that the answer to a meaning serves, 0..1: that it is meant itself, or one that is served by the
 * same answer. `intents` are the probabilities of intents, `guesses` those of single problems.
 */
export function servedBy(
  kin: Kin,
  meaning: string,
  intents: ReadonlyMap<string, number>,
  guesses: readonly Guess[],
): number {
  const own = meaning.startsWith(PROBLEM_PREFIX) ? 'problem' : meaning;
  const others = new Set(kin.filter((group) => group.includes(meaning)).flat());
  let sum = intents.get(own) ?? 0;
  for (const other of others) {
    if (other === own || other === meaning) continue;
    // a problem's own share is in that of all problems
    if (!other.startsWith(PROBLEM_PREFIX)) sum += intents.get(other) ?? 0;
    else if (own !== 'problem') sum += guesses.find(({ label }) => label === other)?.probability ?? 0;
  }
  return Math.min(1, sum);
}
