import { typedWords, type NameWord } from '../particulars/name-words.ts';
import { distanceTo, firstSpelling } from '../particulars/spelling-graph.ts';

export interface PersonName {
  readonly surname: string;
  /** Empty for people whose document shows one name only. */
  readonly givenNames: string;
}

/**
 * Whether two typed names may be one person's: a surname and a given name in common, in any spelling, a letter
 * in five off, or the two swapped. Only ever a second signal: many people share a name.
 */
export function similarNames(one: PersonName, other: PersonName): boolean {
  const [surnames, givenNames] = wordsOf(one);
  const [otherSurnames, otherGivenNames] = wordsOf(other);
  const noGivenNames = givenNames.length + otherGivenNames.length === 0;
  return (
    (share(surnames, otherSurnames) && (noGivenNames || share(givenNames, otherGivenNames))) ||
    (share(surnames, otherGivenNames) && share(givenNames, otherSurnames))
  );
}

/** Without particles, titles and initials, which say little. */
function wordsOf({ surname, givenNames }: PersonName): [readonly NameWord[], readonly NameWord[]] {
  const telling = (words: readonly NameWord[]) => words.filter((word) => !word.optional && !word.initial);
  return [telling(typedWords(surname, 'surname')), telling(typedWords(givenNames, 'given'))];
}

const share = (words: readonly NameWord[], others: readonly NameWord[]): boolean =>
  words.some((word) => others.some((other) => isNear(word, other) || isNear(other, word)));

/** Whether the one may be spelt as the other is, first of all, written in A-Z. */
function isNear(word: NameWord, other: NameWord): boolean {
  if (word.typed === other.typed) return true;
  // Of scripts without a table, only the same letters are the same name.
  if (word.spelt.kind === 'unknown' || other.spelt.kind === 'unknown') return false;
  const written = firstSpelling(other.spelt.spellings);
  return distanceTo(word.spelt.spellings, written) <= Math.floor(written.length / 5);
}
