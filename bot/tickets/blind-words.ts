import { createHmac } from 'node:crypto';

import { PorterStemmer, stemmerFor } from '../../knowledge/recognise/natural.ts';
import { withoutAccents } from '../../knowledge/recognise/without-accents.ts';
import type { Vault } from '../storage/vault.ts';

/** A word of a text and where it stands in it. */
export interface FoundWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** What somebody looks for: every group must be met, by any of its forms. */
export interface AskedWord {
  readonly word: string;
  readonly forms: ReadonlySet<string>;
}

/**
 * Words as numbers that say nothing without the key: what the index keeps of a text (docs/adr/0008). A word is
 * found as it is written and by its stem in English and in the language of the conversation.
 */
export interface BlindWords {
  /** The numbers of a text's words, each once. */
  indexed(texts: readonly string[], language: string | undefined): readonly number[];
  /** Undefined when nothing of it can be looked for. */
  ask(query: string): readonly AskedWord[] | undefined;
  numbersOf(asked: AskedWord): readonly number[];
  /** The places of what was asked for in a text. */
  findIn(text: string, asked: readonly AskedWord[], language: string | undefined): readonly FoundWord[];
}

const HAN = /\p{Script=Han}/u;
/** In a script without spaces each character is a word. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}])+|\p{N}+/gu;
const STEMMED = ['en', 'de', 'es', 'fr', 'id', 'pt', 'ru', 'tr'] as const;
/** Turkish puts endings after endings: words are told apart by how they begin, as when messages are understood. */
const BEGINNING = 5;
const LONGEST = 60;
const MOST_ASKED = 12;
const MOST_REMEMBERED = 50_000;

export function createBlindWords(vault: Pick<Vault, 'deriveKey'>, stopWords: readonly string[]): BlindWords {
  const key = vault.deriveKey('ticket words');
  const stop = new Set(stopWords);
  const numbers = new Map<string, number>();

  function numberOf(form: string): number {
    const known = numbers.get(form);
    if (known !== undefined) return known;
    const made = createHmac('sha256', key).update(form).digest().readInt32BE(0);
    if (numbers.size >= MOST_REMEMBERED) numbers.clear();
    numbers.set(form, made);
    return made;
  }

  const formsIn = (word: string, language: string | undefined): string[] => [
    `=${word}`,
    `~${stemOf(word, 'en')}`,
    ...(language === undefined || language === 'en' ? [] : [`~${stemOf(word, language)}`]),
  ];

  return {
    indexed(texts, language) {
      const forms = new Set<string>();
      for (const text of texts) {
        for (const { word } of wordsIn(text)) {
          if (!stop.has(word)) for (const form of formsIn(word, language)) forms.add(form);
        }
      }
      return [...new Set([...forms].map(numberOf))];
    },

    ask(query) {
      const all = [...new Set(wordsIn(query).map(({ word }) => word))];
      const asked = all.filter((word) => !stop.has(word)).slice(0, MOST_ASKED);
      if (asked.length === 0) return undefined;
      return asked.map((word) => ({
        word,
        // Nobody says in which language they look for something.
        forms: new Set([`=${word}`, ...STEMMED.map((language) => `~${stemOf(word, language)}`)]),
      }));
    },

    numbersOf: ({ forms }) => [...forms].map(numberOf),

    findIn: (text, asked, language) =>
      wordsIn(text).filter(({ word }) => {
        const forms = formsIn(word, language);
        return asked.some((one) => forms.some((form) => one.forms.has(form)));
      }),
  };
}

/** Small and without accents; where each stands in the text as it was written. */
export function wordsIn(text: string): readonly FoundWord[] {
  return [...text.matchAll(WORD)].flatMap((match) => {
    const word = withoutAccents(match[0].normalize('NFKC').toLowerCase());
    // One letter says nothing, one Chinese character or digit does.
    if (word.length > LONGEST || (word.length < 2 && !HAN.test(word) && !/\p{N}/u.test(word))) return [];
    return [{ word, start: match.index, end: match.index + match[0].length }];
  });
}

const stems = new Map<string, string>();

function stemOf(word: string, language: string): string {
  if (/\p{N}/u.test(word) || HAN.test(word)) return word;
  if (language === 'tr') return word.slice(0, BEGINNING);
  const known = stems.get(`${language}:${word}`);
  if (known !== undefined) return known;
  const stemmer = language === 'en' ? PorterStemmer : stemmerFor(language);
  const stem = stemmer?.stem(word) ?? word;
  if (stems.size >= MOST_REMEMBERED) stems.clear();
  stems.set(`${language}:${word}`, stem);
  return stem;
}
