// natural by single files: its main entry loads databases, word nets and .env files, and costs seconds.
import { createRequire } from 'node:module';

import type { Stemmer } from 'natural/lib/natural/stemmers/index.js';
import type { Spellcheck as SpellcheckClass } from 'natural/lib/natural/spellcheck/index.js';
import type { AggressiveTokenizer as AggressiveTokenizerClass } from 'natural/lib/natural/tokenizers/index.js';

const require = createRequire(import.meta.url);

export const AggressiveTokenizer =
  require('natural/lib/natural/tokenizers/aggressive_tokenizer') as typeof AggressiveTokenizerClass;
export const PorterStemmer = require('natural/lib/natural/stemmers/porter_stemmer') as Stemmer;
export const Spellcheck = require('natural/lib/natural/spellcheck/spellcheck') as typeof SpellcheckClass;

/** English words that are written small, about 70,000, of the lexicon that natural ships for its tagger. */
export function englishWords(): Set<string> {
  const file = require.resolve('natural/lib/natural/brill_pos_tagger/data/English/lexicon_from_posjs.json');
  const lexicon = require(file) as Record<string, unknown>;
  // The parsed lexicon is 20 times the size of the words that we keep.
  Reflect.deleteProperty(require.cache, file);
  return new Set(Object.keys(lexicon).filter((word) => /^[a-z]+$/.test(word)));
}
