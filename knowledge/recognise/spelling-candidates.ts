import { editDistance } from './edit-distance.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export interface CandidateFinder {
  /** The words one slip away; of English too if asked, which takes longer. */
  near(typed: string, withEnglish: boolean): string[];
}

/**
 * Finds words of the domain by what is left when a letter is left out: two words one slip apart share
 * that, so that a few look-ups do for the 500 strings that natural's spelling tries. English has too many
 * words for such an index and is asked about each string.
 */
export function createCandidateFinder(
  domainWords: readonly string[],
  isEnglish: (word: string) => boolean,
): CandidateFinder {
  const byRest = new Map<string, string[]>();
  for (const word of domainWords) {
    for (const rest of [word, ...withoutALetter(word)]) {
      const sharing = byRest.get(rest);
      if (sharing) sharing.push(word);
      else byRest.set(rest, [word]);
    }
  }
  return {
    near(typed, withEnglish) {
      const found = new Set<string>();
      for (const rest of [typed, ...withoutALetter(typed)]) {
        for (const word of byRest.get(rest) ?? []) {
          if (word !== typed && editDistance(typed, word, 1) === 1) found.add(word);
        }
      }
      if (withEnglish) {
        for (const word of slipsOf(typed)) if (isEnglish(word) && word !== typed) found.add(word);
      }
      return [...found];
    },
  };
}

function withoutALetter(word: string): Set<string> {
  return new Set(
    Array.from({ length: word.length }, (_, place) => word.slice(0, place) + word.slice(place + 1)),
  );
}

/** Every string that one slip makes of a word. */
function* slipsOf(word: string): Generator<string> {
  for (let place = 0; place <= word.length; place += 1) {
    const [before, letter, after] = [word.slice(0, place), word[place], word.slice(place + 1)];
    for (const other of LETTERS) {
      yield before + other + word.slice(place);
      if (letter !== undefined) yield before + other + after;
    }
    if (letter === undefined) continue;
    yield before + after;
    const next = word[place + 1];
    if (next !== undefined) yield before + next + letter + word.slice(place + 2);
  }
}
