// natural by single files: its main entry loads databases, word nets and .env files, and costs seconds.
import { createRequire } from 'node:module';

import type { Stemmer } from 'natural/lib/natural/stemmers/index.js';
import type { AggressiveTokenizer as AggressiveTokenizerClass } from 'natural/lib/natural/tokenizers/index.js';

const require = createRequire(import.meta.url);

export const AggressiveTokenizer =
  require('natural/lib/natural/tokenizers/aggressive_tokenizer') as typeof AggressiveTokenizerClass;
/** Of languages that natural has one for, by ISO 639-1 code. */
const STEMMERS: Readonly<Record<string, string>> = {
  de: 'porter_stemmer_de',
  es: 'porter_stemmer_es',
  fr: 'porter_stemmer_fr',
  id: 'indonesian/stemmer_id',
  it: 'porter_stemmer_it',
  nl: 'porter_stemmer_nl',
  no: 'porter_stemmer_no',
  pt: 'porter_stemmer_pt',
  ru: 'porter_stemmer_ru',
  sv: 'porter_stemmer_sv',
  uk: 'porter_stemmer_uk',
};

/** Undefined for a language without one. */
export function stemmerFor(language: string): Pick<Stemmer, 'stem'> | undefined {
  const file = STEMMERS[language];
  return file === undefined ? undefined : (require(`natural/lib/natural/stemmers/${file}`) as Stemmer);
}

export const PorterStemmer = require('natural/lib/natural/stemmers/porter_stemmer') as Stemmer;
