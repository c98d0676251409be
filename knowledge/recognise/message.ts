import type { Language } from './language.ts';
import { PorterStemmer } from './natural.ts';
import { wordsOf, writtenOut } from './normalise.ts';
import type { Spelling } from './spelling.ts';

/** A text as everything after this reads it. */
export interface Message {
  readonly raw: string;
  /** Plain, spell-checked words. */
  readonly words: readonly string[];
  /** The stem of each word. */
  readonly stems: readonly string[];
}

export interface Reader {
  read(text: string): Message;
}

export function createReader(language: Pick<Language, 'shorthand'>, spelling: Spelling): Reader {
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
      const typed = wordsOf(text, language);
      const words = spelling
        .mend(typed)
        .flatMap((word, place) => (word === typed[place] ? [word] : writtenOut(word, language)));
      return { raw: text, words, stems: words.map(stem) };
    },
  };
}
