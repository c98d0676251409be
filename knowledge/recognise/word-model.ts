export const SENTENCE_START = '<';
export const SENTENCE_END = '>';

/** How probable words are, alone and one after another. */
export interface WordModel {
  readonly domainWords: readonly string[];
  isOfDomain(word: string): boolean;
  alone(word: string): number;
  /** How probable words are after this one. `alone` is how probable the word is by itself, which the caller has at hand. */
  after(before: string): (word: string, alone: number) => number;
}

/** English counts as much as so many words of the domain's texts. */
const ENGLISH_WORDS = 2_000;
/** The sum of 1 / (rank + 10) over 40,000 ranks: what a word of English has by its rank alone (Zipf). */
const ZIPF_SHIFT = 10;
const ZIPF_SUM = 8.2;

export function createWordModel(
  texts: readonly (readonly string[])[],
  rankOf: (word: string) => number | undefined,
): WordModel {
  const counts = new Map<string, number>();
  const followers = new Map<string, { count: number; readonly next: Map<string, number> }>();
  let total = 0;
  for (const text of texts) {
    let before = SENTENCE_START;
    for (const word of [...text, SENTENCE_END]) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      total += 1;
      let after = followers.get(before);
      if (!after) followers.set(before, (after = { count: 0, next: new Map() }));
      after.count += 1;
      after.next.set(word, (after.next.get(word) ?? 0) + 1);
      before = word;
    }
  }
  const alone = (word: string) => {
    const rank = rankOf(word);
    const english = rank === undefined ? 0 : ENGLISH_WORDS / ((rank + ZIPF_SHIFT) * ZIPF_SUM);
    return ((counts.get(word) ?? 0) + english) / (total + ENGLISH_WORDS);
  };
  return {
    domainWords: [...counts.keys()].filter((word) => /^[a-z]+$/.test(word)),
    isOfDomain: (word) => counts.has(word),
    alone,
    after(before) {
      const seen = followers.get(before);
      if (!seen) return (_, wordAlone) => wordAlone;
      // Witten and Bell: the more different words follow, the less is known of the next
      const { count, next } = seen;
      const kinds = next.size;
      return (word, wordAlone) => ((next.get(word) ?? 0) + kinds * wordAlone) / (count + kinds);
    },
  };
}
