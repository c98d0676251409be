import type { Vector } from './features.ts';

export interface Classifier {
  /** A probability per label, in the order of the labels; together 1. */
  probabilities(vector: Vector): Float64Array;
}

export interface Training {
  readonly vectors: readonly Vector[];
  /** The label of each vector, by number. */
  readonly labels: readonly number[];
  readonly labelCount: number;
  readonly featureCount: number;
}

const EPOCHS = 5;
const RATE = 1;
/** 0: each example counts the same; 1: each label counts the same. */
const BALANCE = 0.3;
/** A label whose probability is this close to right is not corrected; it saves most of the work. */
const GOOD_ENOUGH = 0.005;
/** Sharpens the probabilities so that they come true as often as they say; fitted by cross-validation. */
const TEMPERATURE = 0.8;

/**
 * Multinomial logistic regression, trained by AdaGrad with one learning rate a feature. Deterministic:
 * the order of the examples is shuffled by a generator of its own.
 */
export function trainClassifier({ vectors, labels, labelCount, featureCount }: Training): Classifier {
  const weights = new Float32Array(featureCount * labelCount);
  const biases = new Float32Array(labelCount);
  const gradients = new Float32Array(featureCount).fill(1e-6);
  const importance = importanceOf(labels, labelCount);
  const scores = new Float32Array(labelCount);
  const wrong = new Int32Array(labelCount);
  const order = Int32Array.from(labels.keys());
  const learnt = new Uint8Array(labels.length);
  const random = generator(20_230_831);

  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, random);
    const rate = RATE * (1 - (0.9 * epoch) / EPOCHS);
    for (const place of order) {
      const vector = vectors[place];
      const label = labels[place];
      if (!vector || label === undefined) continue;
      if (learnt[place] === 1) {
        learnt[place] = 0;
        continue;
      }
      score(vector, weights, biases, scores);
      softmax(scores, 1);
      scores[label] = (scores[label] ?? 0) - 1;
      let wrongCount = 0;
      let squares = 0;
      for (let k = 0; k < labelCount; k += 1) {
        const error = (scores[k] ?? 0) * (importance[label] ?? 1);
        if (Math.abs(error) < GOOD_ENOUGH) continue;
        scores[k] = error;
        squares += error * error;
        wrong[wrongCount] = k;
        wrongCount += 1;
        biases[k] = (biases[k] ?? 0) - rate * 0.1 * error;
      }
      if (wrongCount === 0) {
        // it rests for an epoch
        learnt[place] = 1;
        continue;
      }
      const { indices, values } = vector;
      for (let n = 0; n < indices.length; n += 1) {
        const feature = indices[n] ?? 0;
        const value = values[n] ?? 0;
        const gradient = (gradients[feature] ?? 0) + value * value * squares;
        gradients[feature] = gradient;
        const step = (rate * value) / Math.sqrt(gradient);
        const row = feature * labelCount;
        for (let w = 0; w < wrongCount; w += 1) {
          const k = wrong[w] ?? 0;
          weights[row + k] = (weights[row + k] ?? 0) - step * (scores[k] ?? 0);
        }
      }
    }
  }

  return {
    probabilities(vector) {
      const result = new Float32Array(labelCount);
      score(vector, weights, biases, result);
      softmax(result, TEMPERATURE);
      return Float64Array.from(result);
    },
  };
}

/** Four features at a time: this loop is most of the training, and so it takes half as long. */
function score(
  { indices, values }: Vector,
  weights: Float32Array,
  biases: Float32Array,
  scores: Float32Array,
): void {
  scores.set(biases);
  const count = scores.length;
  for (let n = 0; n < indices.length; n += 4) {
    // behind the last feature stand the first one's row and the value 0
    const row0 = (indices[n] ?? 0) * count;
    const row1 = (indices[n + 1] ?? 0) * count;
    const row2 = (indices[n + 2] ?? 0) * count;
    const row3 = (indices[n + 3] ?? 0) * count;
    const value0 = values[n] ?? 0;
    const value1 = values[n + 1] ?? 0;
    const value2 = values[n + 2] ?? 0;
    const value3 = values[n + 3] ?? 0;
    for (let k = 0; k < count; k += 1) {
      scores[k] =
        (scores[k] ?? 0) +
        value0 * (weights[row0 + k] ?? 0) +
        value1 * (weights[row1 + k] ?? 0) +
        value2 * (weights[row2 + k] ?? 0) +
        value3 * (weights[row3 + k] ?? 0);
    }
  }
}

function softmax(scores: Float32Array, temperature: number): void {
  let highest = -Infinity;
  for (const value of scores) highest = Math.max(highest, value);
  let sum = 0;
  for (let k = 0; k < scores.length; k += 1) {
    const value = Math.exp(((scores[k] ?? 0) - highest) / temperature);
    scores[k] = value;
    sum += value;
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / sum;
}

function importanceOf(labels: readonly number[], labelCount: number): number[] {
  const counts = new Array<number>(labelCount).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const mean = labels.length / labelCount;
  return counts.map((count) => (count === 0 ? 1 : (mean / count) ** BALANCE));
}

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
}
