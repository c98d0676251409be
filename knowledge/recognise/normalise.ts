import { AggressiveTokenizer } from './natural.ts';
import type { Language } from './language.ts';

const tokenizer = new AggressiveTokenizer();

const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/[’‘`´]/g, "'"],
  [/\bre[- ](?=verif)/g, 're'],
  [/\bw\/o\b/g, 'without'],
  [/\be-(?=mail)/g, 'e'],
  // "fiat2crypto", but not "p2p"
  [/(\p{L}{3})2(?=\p{L}{3})/gu, '$1 to '],
  // "heeelp", "pleaseee": two letters are left for the spelling to mend
  [/(\p{L})\1{2,}/gu, '$1$1'],
  [/\bcan't\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/n't\b/g, ' not'],
  [/'re\b/g, ' are'],
  [/'ve\b/g, ' have'],
  [/'ll\b/g, ' will'],
  [/\bi'm\b/g, 'i am'],
  [/'d\b/g, ' would'],
  [/\blet's\b/g, 'let us'],
  [/\b(it|that|what|where|how|who|there|here|when|why|he|she|this)'s\b/g, '$1 is'],
  [/'s\b|'/g, ''],
  [/[-/]/g, ' '],
];

/** Nothing in such a text is to be rewritten, which most examples and many messages are: that is looked for once. */
const PLAIN = /^[a-z .,?!]*$/;
const NOT_SO_PLAIN = /([a-z])\1\1|\bre verif/;

/** The words of a text: small, plain letters, contractions and shorthand written out. Not yet spell-checked. */
export function wordsOf(text: string, language: Pick<Language, 'shorthand'>): string[] {
  const small = text.toLowerCase();
  const plain = PLAIN.test(small) && !NOT_SO_PLAIN.test(small) ? small : rewritten(text);
  return tokenizer.tokenize(plain).flatMap((word) => writtenOut(word, language));
}

function rewritten(text: string): string {
  return REWRITES.reduce(
    (before, [pattern, replacement]) => before.replace(pattern, replacement),
    text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(),
  );
}

/** The words that a shorthand stands for; any other word itself. */
export function writtenOut(word: string, { shorthand }: Pick<Language, 'shorthand'>): string[] {
  // hasOwn: people may well write "constructor"
  return Object.hasOwn(shorthand, word) ? (shorthand[word] ?? word).split(' ') : [word];
}
