import { editDistance } from './edit-distance.ts';
import { englishWords, Spellcheck } from './natural.ts';

/** Corrections kept, so that a flood of nonsense cannot fill the memory. */
const MAX_REMEMBERED = 5_000;

export interface Spelling {
  /** The word itself, or the word of the domain that was probably meant. */
  mend(word: string): string;
  /** Whether it is a word that we know: of the domain or of English. */
  knows(word: string): boolean;
}

/**
 * Mends words that are neither English nor of the domain to words of the domain, one edit away; two
 * for long words that begin alike. `vocabulary` holds each word as often as it is used.
 */
export function createSpelling(vocabulary: readonly string[]): Spelling {
  const words = vocabulary.filter((word) => /^[a-z]+$/.test(word));
  const domain = new Map<string, number>();
  for (const word of words) domain.set(word, (domain.get(word) ?? 0) + 1);
  const english = englishWords();
  const spellcheck = new Spellcheck(words);
  const remembered = new Map<string, string>();
  const knows = (word: string) => domain.has(word) || english.has(word) || !/^[a-z]+$/.test(word);

  const correct = (word: string): string => {
    const near = spellcheck.getCorrections(word, 1).filter((candidate) => candidate.length > 1);
    const sameStart = near.find((candidate) => candidate[0] === word[0]);
    if (sameStart !== undefined) return sameStart;
    if (near[0] !== undefined && word.length > 3) return near[0];
    if (word.length < 7) return word;
    let best = word;
    let bestCount = 0;
    for (const [candidate, count] of domain) {
      if (candidate[0] !== word[0] || candidate.length < 6 || count <= bestCount) continue;
      if (editDistance(word, candidate, 2) <= 2) [best, bestCount] = [candidate, count];
    }
    return best;
  };

  return {
    knows,
    mend(word) {
      if (word.length < 3 || word.length > 24 || knows(word)) return word;
      const before = remembered.get(word);
      if (before !== undefined) return before;
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      const mended = correct(word);
      remembered.set(word, mended);
      return mended;
    },
  };
}
