import { randomNumbers } from '../../knowledge/recognise/classifier/random.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * One slip of the finger (a letter too many, left out, changed, or two swapped) in so great a share of the
 * words of two letters and more. The same seed gives the same slips.
 */
export function withTypos(texts: readonly string[], share: number, seed: number): string[] {
  const random = randomNumbers(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const slip = (word: string): string => {
    const at = below(word.length);
    const letter = LETTERS[below(LETTERS.length)] ?? '';
    switch (below(4)) {
      case 0:
        return word.slice(0, at) + letter + word.slice(at);
      case 1:
        return word.slice(0, at) + word.slice(at + 1);
      case 2:
        return word.slice(0, at) + letter + word.slice(at + 1);
      default: {
        const first = Math.min(at, word.length - 2);
        return word.slice(0, first) + (word[first + 1] ?? '') + (word[first] ?? '') + word.slice(first + 2);
      }
    }
  };
  return texts.map((text) =>
    text
      .split(/(\s+)/)
      .map((word) => (/[a-z]{2,}/i.test(word) && random() < share ? slip(word) : word))
      .join(''),
  );
}
