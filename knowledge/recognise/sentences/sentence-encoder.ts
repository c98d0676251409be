import { exp } from '../classifier/exact-math.ts';
import { roomFor } from './multiply.ts';
import type { SentenceWeights } from './sentence-weights.ts';

/** What a sentence means, as a direction: sentences of one meaning point the same way. */
export interface SentenceEncoder {
  readonly size: number;
  /** Multiplies matrices; see multiply.ts. */
  readonly kernel: WebAssembly.Module;
  /** Tells one encoder's weights from another's. */
  readonly fingerprint: Uint8Array;
  /** Numbers that are a vector of length 1 together, or all 0 where there is no word. Valid until the next call. */
  encode(words: readonly string[]): Float32Array;
}

/** What it takes of the word vectors. */
interface KnownWords {
  readonly size: number;
  readonly rankOf: (word: string) => number | undefined;
  readonly values: Int8Array;
}

/** Longer texts are read in parts of equal length, so many at most; what comes after is not read. */
const MOST_PARTS = 4;
const DIGIT = /^[0-9]/;
/** As the net was trained: a word's vector has this length. */
const VECTOR_LENGTH = 3;
const TINY = 1e-5;

/**
 * A transformer of one layer over words. A word is its vector and, if it is a common one, what was learnt of it
 * besides; each word looks at the others by several heads, then units fire at what they see together, and
 * their mean is the sentence.
 */
export function createSentenceEncoder(
  weights: SentenceWeights,
  vectors: KnownWords,
  kernel: WebAssembly.Module,
): SentenceEncoder {
  const { width, heads, longest, own, ownCount, places } = weights;
  const { projection, look, gather, fire, say, skip } = weights;
  const room = roomFor(kernel, longest, { layers: { projection, look, gather, fire, say, skip } });
  const { layers } = room;
  const states = new Float32Array(longest * width);
  const normed = new Float32Array(longest * width);
  const mixed = new Float32Array(longest * width);
  const looks = new Float32Array(longest * 3 * width);
  const fired = new Float32Array(longest * fire.outputs);
  const meanFired = new Float32Array(fire.outputs);
  const meanState = new Float32Array(width);
  const part = new Float32Array(say.outputs);
  const sum = new Float32Array(say.outputs);
  const scale = 1 / Math.sqrt(width / heads);

  function begin(words: readonly string[]): void {
    const from = new Float32Array(words.length * vectors.size);
    words.forEach((word, n) => {
      const rank = vectors.rankOf(word);
      if (rank === undefined) return;
      const first = rank * vectors.size;
      let squares = 0;
      for (let at = 0; at < vectors.size; at += 1) squares += (vectors.values[first + at] ?? 0) ** 2;
      const factor = VECTOR_LENGTH / Math.sqrt(Math.max(1, squares));
      for (let at = 0; at < vectors.size; at += 1) {
        from[n * vectors.size + at] = factor * (vectors.values[first + at] ?? 0);
      }
    });
    room.apply(layers.projection, from, words.length, states);
    words.forEach((word, n) => {
      const row = ownRow(word, vectors.rankOf(word), ownCount);
      const factor = own.scales[row] ?? 0;
      for (let at = 0; at < width; at += 1) {
        const place = n * width + at;
        states[place] =
          (states[place] ?? 0) + factor * (own.bytes[row * width + at] ?? 0) + (places[place] ?? 0);
      }
    });
  }

  /** The likelier, the larger; together 1. */
  function toShares(likeness: Float32Array): void {
    let highest = -Infinity;
    for (let m = 0; m < likeness.length; m += 1) highest = Math.max(highest, likeness[m] ?? 0);
    let all = 0;
    for (let m = 0; m < likeness.length; m += 1) {
      const share = exp(((likeness[m] ?? 0) - highest) * scale);
      likeness[m] = share;
      all += share;
    }
    for (let m = 0; m < likeness.length; m += 1) likeness[m] = (likeness[m] ?? 0) / all;
  }

  function lookAround(count: number): void {
    normalise(states, count, width, normed);
    room.apply(layers.look, normed, count, looks);
    room.attend(looks, count, width, heads, toShares, mixed);
    room.apply(layers.gather, mixed, count, normed);
    for (let place = 0; place < count * width; place += 1) {
      states[place] = (states[place] ?? 0) + (normed[place] ?? 0);
    }
  }

  function read(words: readonly string[]): Float32Array {
    const count = words.length;
    begin(words);
    lookAround(count);
    normalise(states, count, width, normed);
    room.apply(layers.fire, normed, count, fired);
    meanOf(fired, count, meanFired, 0);
    meanOf(states, count, meanState, -Infinity);
    room.apply(layers.skip, meanState, 1, part);
    room.apply(layers.say, meanFired, 1, sum);
    for (let n = 0; n < part.length; n += 1) part[n] = (part[n] ?? 0) + (sum[n] ?? 0);
    scaleToOne(part);
    return part;
  }

  const result = new Float32Array(say.outputs);
  return {
    size: say.outputs,
    kernel,
    fingerprint: new Uint8Array(fire.rows.bytes.buffer),
    encode(words) {
      result.fill(0);
      const parts = Math.min(MOST_PARTS, Math.ceil(words.length / longest));
      const length = Math.min(longest, Math.ceil(words.length / parts));
      for (let n = 0; n < parts; n += 1) {
        const said = read(words.slice(n * length, (n + 1) * length));
        for (let at = 0; at < said.length; at += 1) result[at] = (result[at] ?? 0) + (said[at] ?? 0);
      }
      if (parts > 1) scaleToOne(result);
      return result;
    },
  };
}

/** The sum of the products of two runs of numbers, four sums side by side: each need not wait for the last. */
/** Common words have a row each; behind them come unknown words, numbers, and all other words. */
function ownRow(word: string, rank: number | undefined, ownCount: number): number {
  if (rank === undefined) return DIGIT.test(word) ? ownCount + 1 : ownCount;
  return rank < ownCount ? rank : ownCount + 2;
}

function normalise(states: Float32Array, count: number, width: number, result: Float32Array): void {
  for (let n = 0; n < count; n += 1) {
    const first = n * width;
    let sum = 0;
    for (let at = first; at < first + width; at += 1) sum += states[at] ?? 0;
    const mean = sum / width;
    let squares = 0;
    for (let at = first; at < first + width; at += 1) squares += ((states[at] ?? 0) - mean) ** 2;
    const factor = 1 / Math.sqrt(squares / width + TINY);
    for (let at = first; at < first + width; at += 1) result[at] = ((states[at] ?? 0) - mean) * factor;
  }
}

/** The mean of the rows, numbers below `least` counting as that. */
function meanOf(rows: Float32Array, count: number, mean: Float32Array, least: number): void {
  const width = mean.length;
  mean.fill(0);
  for (let n = 0; n < count; n += 1) {
    const first = n * width;
    for (let at = 0; at < width; at += 1) {
      const value = rows[first + at] ?? 0;
      if (value > least) mean[at] = (mean[at] ?? 0) + value;
    }
  }
  for (let at = 0; at < width; at += 1) mean[at] = (mean[at] ?? 0) / count;
}

function scaleToOne(vector: Float32Array): void {
  let squares = 0;
  for (let n = 0; n < vector.length; n += 1) squares += (vector[n] ?? 0) ** 2;
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let n = 0; n < vector.length; n += 1) vector[n] = (vector[n] ?? 0) * scale;
}
