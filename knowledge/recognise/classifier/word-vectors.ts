import type { SentenceEncoder } from '../sentences/sentence-encoder.ts';

/** Where words stand towards each other: words that are used alike point the same way. */
export interface WordVectors {
  readonly size: number;
  /** Where the word's vector begins in `values`, or undefined. */
  readonly find: (word: string) => number | undefined;
  /** Where the word stands by frequency, from 0, or undefined. */
  readonly rankOf: (word: string) => number | undefined;
  /** A byte a number; only directions count, so that a word needs no scale. */
  readonly values: Int8Array;
  /** What whole sentences mean, where it was loaded. */
  readonly sentences?: SentenceEncoder;
}

const HEADER_BYTES = 8;

/** The file: how many words and numbers a word (32-bit each), the vectors, then the words by line, the most
 * frequent first. */
export function readWordVectors(bytes: Uint8Array): WordVectors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  const size = view.getUint32(4, true);
  const end = HEADER_BYTES + count * size;
  const values = new Int8Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, count * size);
  const words = new TextDecoder().decode(bytes.subarray(end)).split('\n');
  if (words.length !== count) throw new Error('The file of word vectors is damaged.');
  const ranks = new Map(words.map((word, rank) => [word, rank]));
  const find = (word: string) => {
    const rank = ranks.get(word);
    return rank === undefined ? undefined : rank * size;
  };
  return { size, values, find, rankOf: (word) => ranks.get(word) };
}

/** @public For scripts/word-vectors/make.mjs, which runs it compiled. */
export function writeWordVectors(words: readonly string[], values: Int8Array): Uint8Array {
  const text = new TextEncoder().encode(words.join('\n'));
  const bytes = new Uint8Array(HEADER_BYTES + values.length + text.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, words.length, true);
  view.setUint32(4, values.length / words.length, true);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.length), HEADER_BYTES);
  bytes.set(text, HEADER_BYTES + values.length);
  return bytes;
}
