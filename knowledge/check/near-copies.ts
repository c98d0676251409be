import { editDistance } from '../recognise/edit-distance.ts';

/** Two texts share so much of their words, or differ in so few letters, that one was hardly written apart from the other. */
export const SHARED_WORDS = 0.75;
const CHANGED_LETTERS = 0.2;

export interface Comparable {
  readonly text: string;
  readonly plain: string;
  readonly words: ReadonlySet<string>;
}

/** In small letters, without punctuation; any script. */
export function comparable(text: string): Comparable {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return { text, plain, words: new Set(plain.split(' ')) };
}

export function isNearCopy(one: Comparable, other: Comparable): boolean {
  return sharedWords(one, other) >= SHARED_WORDS || changedLetters(one, other) <= CHANGED_LETTERS;
}

/** Of the words of both, the share that stands in each (Jaccard), 0..1. */
export function sharedWords(
  { words: one }: Pick<Comparable, 'words'>,
  { words: other }: Pick<Comparable, 'words'>,
): number {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared += 1;
  return shared / (one.size + other.size - shared);
}

/** The edit distance as a share of the longer text, 0..1; what is too far comes back as 1. */
function changedLetters({ plain: one }: Comparable, { plain: other }: Comparable): number {
  const length = Math.max(one.length, other.length);
  const limit = Math.floor(CHANGED_LETTERS * length);
  const distance = editDistance(one, other, limit);
  return distance > limit ? 1 : distance / length;
}
