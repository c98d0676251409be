// natural by single files: its main entry loads databases, word nets and .env files, and costs seconds.
import { createRequire } from 'node:module';

import type { Stemmer } from 'natural/lib/natural/stemmers/index.js';
import type { AggressiveTokenizer as AggressiveTokenizerClass } from 'natural/lib/natural/tokenizers/index.js';

const require = createRequire(import.meta.url);

export const AggressiveTokenizer =
  require('natural/lib/natural/tokenizers/aggressive_tokenizer') as typeof AggressiveTokenizerClass;
export const PorterStemmer = require('natural/lib/natural/stemmers/porter_stemmer') as Stemmer;
