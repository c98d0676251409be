import type { Message, Reader } from './message.ts';
import { stemmerFor } from './natural.ts';
import type { Language } from './language.ts';
import { writtenOut } from './normalise.ts';
import { withoutAccents } from './without-accents.ts';

/** Words of a language that puts endings after endings are told apart by how they begin. */
const BEGINNINGS: Readonly<Record<string, number>> = { tr: 5 };

const HAN = /\p{Script=Han}/u;
/** A word; in a script without spaces, each character. */
const WORD = /\p{Script=Han}|[^\P{L}\p{Script=Han}]+|\p{N}+/gu;

/**
 * Reads any language but English: small, plain words and their stems. Slips of the finger are not mended, as
 * examples alone are no dictionary; the letters inside the words make up for them.
 */
export function createLocalReader(locale: string, language: Pick<Language, 'shorthand'>): Reader {
  const stemmer = stemmerFor(locale);
  const beginning = BEGINNINGS[locale];
  const stems = new Map<string, string>();
  const stem = (word: string): string => {
    if (beginning !== undefined) return word.slice(0, beginning);
    if (!stemmer || HAN.test(word)) return word;
    const known = stems.get(word);
    if (known !== undefined) return known;
    const found = stemmer.stem(word);
    if (stems.size < MAX_REMEMBERED) stems.set(word, found);
    return found;
  };
  return {
    read(text): Message {
      const plain = withoutAccents(text.normalize('NFKC').toLowerCase()).replace(/(\p{L})\1{2,}/gu, '$1$1');
      const words = (plain.match(WORD) ?? []).flatMap((word) => writtenOut(word, language));
      return { raw: text, words, stems: words.map(stem) };
    },
  };
}

const MAX_REMEMBERED = 20_000;
