import { editDistance } from '../recognise/edit-distance.ts';

/** Two texts share so much of their words, or differ in so few letters, that one was hardly written apart from the other. */
export const SHARED_WORDS = 0.75;
const CHANGED_LETTERS = 0.2;

export interface Comparable {
  readonly text: string;
  readonly plain: string;
  readonly words: ReadonlySet<string>;
  /** How often each letter stands in it; letters share `LETTERS` places. */
  readonly letters: Uint8Array;
}
const LETTERS = 32;

/** In small letters, without punctuation; any script. */
export function comparable(text: string): Comparable {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const letters = new Uint8Array(LETTERS);
  for (let i = 0; i < plain.length; i++) {
    const place = plain.charCodeAt(i) % LETTERS;
    letters[place] = (letters[place] ?? 0) + 1;
  }
  return { text, plain, words: new Set(plain.split(' ')), letters };
}

export function isNearCopy(one: Comparable, other: Comparable): boolean {
  const [fewer, more] = inOrder(one.words.size, other.words.size);
  // of millions of pairs, most are told apart by their lengths
  if (fewer >= SHARED_WORDS * more && sharedWords(one, other) >= SHARED_WORDS) return true;
  const [shorter, longer] = inOrder(one.plain.length, other.plain.length);
  return longer - shorter <= CHANGED_LETTERS * longer && changedLetters(one, other) <= CHANGED_LETTERS;
}

const inOrder = (one: number, other: number): [number, number] => (one < other ? [one, other] : [other, one]);

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
function changedLetters(one: Comparable, other: Comparable): number {
  const { length: longer } = one.plain.length > other.plain.length ? one.plain : other.plain;
  const limit = Math.floor(CHANGED_LETTERS * longer);
  if (leastDistance(one.letters, other.letters) > limit) return 1;
  const distance = editDistance(one.plain, other.plain, limit);
  return distance > limit ? 1 : distance / longer;
}

/** No edit distance is smaller: a change takes one letter away and adds one at the most. */
function leastDistance(one: Uint8Array, other: Uint8Array): number {
  let [added, removed] = [0, 0];
  for (let i = 0; i < LETTERS; i++) {
    const change = (one[i] ?? 0) - (other[i] ?? 0);
    if (change > 0) removed += change;
    else added -= change;
  }
  return added > removed ? added : removed;
}
