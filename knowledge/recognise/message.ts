import type { Language } from './language.ts';
import { PorterStemmer } from './natural.ts';
import { wordsOf } from './normalise.ts';
import type { Spelling } from './spelling.ts';

/** A text as everything after this reads it. */
export interface Message {
  readonly raw: string;
  /** Plain, spell-checked words. */
  readonly words: readonly string[];
  /** The stem of each word. */
  readonly stems: readonly string[];
  /** Share of the words, 0..1, that were known before the spelling was mended. */
  readonly knownShare: number;
}

export interface Reader {
  read(text: string): Message;
}

export function createReader(language: Language, spelling: Spelling): Reader {
  const stemsByWord = new Map<string, string>();
  const stem = (word: string) => {
    let known = stemsByWord.get(word);
    if (known === undefined) {
      known = PorterStemmer.stem(word);
      if (spelling.knows(word)) stemsByWord.set(word, known);
    }
    return known;
  };
  return {
    read(text) {
      const written = wordsOf(text, language);
      const words = written.flatMap((word) => {
        const mended = spelling.mend(word);
        return mended === word ? [word] : (language.shorthand[mended] ?? mended).split(' ');
      });
      const known = written.filter((word) => spelling.knows(word)).length;
      return {
        raw: text,
        words,
        stems: words.map(stem),
        knownShare: written.length === 0 ? 0 : known / written.length,
      };
    },
  };
}
