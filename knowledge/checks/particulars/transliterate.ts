import { ARMENIAN, GEORGIAN } from './scripts/caucasian.ts';
import { CYRILLIC } from './scripts/cyrillic.ts';
import { GREEK } from './scripts/greek.ts';
import { hangulParts } from './scripts/hangul.ts';
import { LATIN } from './scripts/latin.ts';
import { ARABIC, CONSONANTS } from './scripts/semitic.ts';
import { graphOf, graphOver, joined, type ScriptTable, type SpellingGraph } from './spelling-graph.ts';

/** How surely a word's spellings in A-Z are known. */
export type Romanisation =
  /** By rule: what is none of the spellings is another word. */
  | { readonly kind: 'strict'; readonly spellings: SpellingGraph }
  /** Holders write it as they like: what is none of the spellings may still be the same word. */
  | { readonly kind: 'loose'; readonly spellings: SpellingGraph }
  /** Written without vowels: `consonants` tells what cannot be the word, not what is. */
  | {
      readonly kind: 'consonants';
      readonly spellings: SpellingGraph;
      readonly consonants: SpellingGraph;
    }
  /** Of a script that no table here knows, such as Chinese characters. */
  | { readonly kind: 'unknown' };

const ALPHABETS: readonly ScriptTable[] = [LATIN, CYRILLIC, GREEK, GEORGIAN, ARMENIAN];
const SILENT = /['’‘`´ʼʻʿʾ‛′.,]/;

/** Every way in which one word of a name may stand in the zone, in A-Z. Apostrophes vanish as ICAO wants it. */
export function romanise(word: string): Romanisation {
  const letters = Array.from(upper(word)).filter((letter) => !SILENT.test(letter));
  if (letters.length === 0) return { kind: 'unknown' };
  if (letters.every((letter) => hangulParts(letter) !== undefined)) {
    const spellings = joined(letters.map((letter) => graphOf(hangulParts(letter) ?? [])));
    return { kind: 'loose', spellings };
  }
  if (letters.some((letter) => CONSONANTS[bare(letter)] !== undefined)) return withoutVowels(letters);
  const known = letters.map(choicesFor);
  if (known.some((choices) => choices.length === 0)) return { kind: 'unknown' };
  const spellings = graphOver(letters.length, (at) => {
    const two = (bareAlphabetic(letters[at]) ?? '') + (bareAlphabetic(letters[at + 1]) ?? '');
    const together = letters[at + 1] === undefined ? undefined : find(two);
    const alone = { length: 1, texts: known[at] ?? [] };
    return together ? [alone, { length: 2, texts: together }] : [alone];
  });
  return { kind: 'strict', spellings };
}

/** The consonants of a printed name, doubled ones once. */
export function consonantsOf(printed: string): string {
  return printed.replace(/[AEIOUY]/g, '').replace(/(.)\1+/g, '$1');
}

function withoutVowels(letters: readonly string[]): Romanisation {
  const bares = letters.map(bare).filter((letter) => letter !== '');
  const consonants = bares.map((letter) => CONSONANTS[letter] ?? []);
  if (consonants.some((choices) => choices.length === 0)) return { kind: 'unknown' };
  return {
    kind: 'consonants',
    spellings: graphOf(bares.map((letter) => ARABIC[letter] ?? CONSONANTS[letter] ?? [])),
    consonants: graphOf(consonants),
  };
}

/** Upper case first: Georgian has capitals of its own that nobody types, and ß becomes SS. */
function upper(word: string): string {
  const plain = word.normalize('NFKC');
  return /\p{Script=Georgian}/u.test(plain) ? plain.toLowerCase() : plain.toUpperCase().normalize('NFC');
}

function choicesFor(letter: string): readonly string[] {
  const listed = find(letter);
  if (listed) return listed;
  if (/^[A-Z]$/.test(letter)) return [letter];
  const plain = bare(letter);
  if (plain === '') return [''];
  // A vowel that lost its mark stays alone: é is never EE, and ú never UE.
  return /^[A-Z]$/.test(plain) ? [plain] : (find(plain) ?? []);
}

const find = (letters: string): readonly string[] | undefined =>
  ALPHABETS.map((table) => table[letters]).find((choices) => choices !== undefined);

/** A letter of a digraph: those are of scripts where only accents are taken off (Greek), never others (Й). */
const bareAlphabetic = (letter: string | undefined): string | undefined =>
  letter !== undefined && /\p{Script=Greek}/u.test(letter) ? bare(letter) : letter;

const bare = (letter: string) =>
  letter
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .normalize('NFC');
