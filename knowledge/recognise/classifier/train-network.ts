import { softmax, type Input, type Network } from './network.ts';
import { randomNumbers, shuffle } from './random.ts';
import { roundToRows } from './rows.ts';

export interface TrainingSet {
  readonly inputs: readonly Input[];
  /** The label of each input, by number. */
  readonly labels: Int32Array;
  readonly labelCount: number;
  readonly featureCount: number;
}

/** Hidden units, where nothing else is asked for. */
const UNITS = 256;
const RATE = 0.05;
const LAST_RATE = 0.05 * RATE;
/** Half of what it sees is hidden from it each time, before and behind the hidden units: it must not lean on one sign. */
const KEPT = 0.5;
/** An example whose label is this probable teaches nothing more; skipping it saves work. */
const LEARNT = 0.99;

/**
 * Learns one example at a time by AdaGrad: a weight that has moved much moves less. The table of
 * features has one such memory a row, which is a hundredth of the memory and as good.
 * Deterministic: own random numbers, own exp, and sums always in the same order.
 */
export function trainNetwork(set: TrainingSet, seed: number, epochs: number, HIDDEN = UNITS): Network {
  const { inputs, labels, labelCount: K, featureCount } = set;
  const denseCount = inputs[0]?.dense.length ?? 0;
  const random = randomNumbers(seed * 7_919 + 1);
  const features = bellShaped(featureCount * HIDDEN, 0.05, random);
  const dense = bellShaped(denseCount * HIDDEN, 1 / Math.sqrt(Math.max(1, denseCount)), random);
  const output = bellShaped(HIDDEN * K, 1 / Math.sqrt(HIDDEN), random);
  const hiddenBias = new Float32Array(HIDDEN);
  const outputBias = new Float32Array(K);
  const featureSquares = new Float32Array(featureCount).fill(1e-5);
  const denseSquares = new Float32Array(dense.length).fill(1e-4);
  const outputSquares = new Float32Array(output.length).fill(1e-4);
  const hiddenBiasSquares = new Float32Array(HIDDEN).fill(1e-4);
  const outputBiasSquares = new Float32Array(K).fill(1e-4);

  const order = Int32Array.from(inputs.keys());
  const hidden = new Float32Array(HIDDEN);
  const scores = new Float32Array(K);
  const back = new Float32Array(HIDDEN);
  const active = new Int32Array(HIDDEN);
  const activity = new Float32Array(HIDDEN);
  const longest = inputs.reduce((most, { indices }) => Math.max(most, indices.length), 0);
  const kept = new Int32Array(longest);
  const keptValues = new Float32Array(longest);

  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    const rate = RATE + ((LAST_RATE - RATE) * epoch) / epochs;
    for (const place of order) {
      const input = inputs[place];
      const label = labels[place];
      if (!input || label === undefined) continue;

      // forward
      hidden.set(hiddenBias);
      let keptCount = 0;
      for (let n = 0; n < input.indices.length; n += 1) {
        if (random() >= KEPT) continue;
        kept[keptCount] = input.indices[n] ?? 0;
        keptValues[keptCount] = (input.values[n] ?? 0) / KEPT;
        keptCount += 1;
      }
      addRows(features, kept, keptValues, keptCount, hidden);
      addAllRows(dense, input.dense, hidden);
      let activeCount = 0;
      for (let unit = 0; unit < HIDDEN; unit += 1) {
        const value = hidden[unit] ?? 0;
        if (value <= 0 || random() >= KEPT) continue;
        active[activeCount] = unit;
        activity[activeCount] = value / KEPT;
        activeCount += 1;
      }
      scores.set(outputBias);
      addRows(output, active, activity, activeCount, scores);
      softmax(scores, 1, scores);
      const right = scores[label] ?? 0;
      if (right > LEARNT) continue;
      scores[label] = right - 1;

      // backward
      let squares = 0;
      for (let a = 0; a < activeCount; a += 1) {
        const value = activity[a] ?? 0;
        const first = (active[a] ?? 0) * K;
        let sum = 0;
        for (let k = 0; k < K; k += 1) {
          const error = scores[k] ?? 0;
          const weight = output[first + k] ?? 0;
          const gradient = value * error;
          const before = (outputSquares[first + k] ?? 0) + gradient * gradient;
          sum += weight * error;
          outputSquares[first + k] = before;
          output[first + k] = weight - (rate * gradient) / Math.sqrt(before);
        }
        back[a] = sum / KEPT;
        squares += (sum / KEPT) ** 2;
      }
      squares /= HIDDEN;
      for (let k = 0; k < K; k += 1) {
        const error = scores[k] ?? 0;
        const before = (outputBiasSquares[k] ?? 0) + error * error;
        outputBiasSquares[k] = before;
        outputBias[k] = (outputBias[k] ?? 0) - (rate * error) / Math.sqrt(before);
      }
      for (let a = 0; a < activeCount; a += 1) {
        const unit = active[a] ?? 0;
        const gradient = back[a] ?? 0;
        const before = (hiddenBiasSquares[unit] ?? 0) + gradient * gradient;
        hiddenBiasSquares[unit] = before;
        hiddenBias[unit] = (hiddenBias[unit] ?? 0) - (rate * gradient) / Math.sqrt(before);
      }
      for (let n = 0; n < keptCount; n += 1) {
        const feature = kept[n] ?? 0;
        const value = keptValues[n] ?? 0;
        const before = (featureSquares[feature] ?? 0) + value * value * squares;
        featureSquares[feature] = before;
        const step = (rate * value) / Math.sqrt(before);
        const first = feature * HIDDEN;
        for (let a = 0; a < activeCount; a += 1) {
          const at = first + (active[a] ?? 0);
          features[at] = (features[at] ?? 0) - step * (back[a] ?? 0);
        }
      }
      for (let n = 0; n < denseCount; n += 1) {
        const value = input.dense[n] ?? 0;
        if (value === 0) continue;
        const first = n * HIDDEN;
        for (let a = 0; a < activeCount; a += 1) {
          const at = first + (active[a] ?? 0);
          const gradient = value * (back[a] ?? 0);
          const before = (denseSquares[at] ?? 0) + gradient * gradient;
          denseSquares[at] = before;
          dense[at] = (dense[at] ?? 0) - (rate * gradient) / Math.sqrt(before);
        }
      }
    }
  }

  return {
    hiddenCount: HIDDEN,
    labelCount: K,
    features: roundToRows(features, HIDDEN),
    dense: roundToRows(dense, HIDDEN),
    hiddenBias,
    output: roundToRows(output, K),
    outputBias,
  };
}

/** Adds rows of a table to sums. Four at a time: half of the work is reading and writing the sums. */
function addRows(
  table: Float32Array,
  rows: Int32Array,
  times: Float32Array,
  count: number,
  sums: Float32Array,
): void {
  const width = sums.length;
  let n = 0;
  for (; n + 3 < count; n += 4) {
    const first0 = (rows[n] ?? 0) * width;
    const first1 = (rows[n + 1] ?? 0) * width;
    const first2 = (rows[n + 2] ?? 0) * width;
    const first3 = (rows[n + 3] ?? 0) * width;
    const times0 = times[n] ?? 0;
    const times1 = times[n + 1] ?? 0;
    const times2 = times[n + 2] ?? 0;
    const times3 = times[n + 3] ?? 0;
    for (let at = 0; at < width; at += 1) {
      sums[at] =
        (sums[at] ?? 0) +
        times0 * (table[first0 + at] ?? 0) +
        times1 * (table[first1 + at] ?? 0) +
        times2 * (table[first2 + at] ?? 0) +
        times3 * (table[first3 + at] ?? 0);
    }
  }
  for (; n < count; n += 1) {
    const first = (rows[n] ?? 0) * width;
    const factor = times[n] ?? 0;
    for (let at = 0; at < width; at += 1) sums[at] = (sums[at] ?? 0) + factor * (table[first + at] ?? 0);
  }
}

let everyRow = new Int32Array();

function addAllRows(table: Float32Array, times: Float32Array, sums: Float32Array): void {
  if (everyRow.length !== times.length) everyRow = Int32Array.from(times.keys());
  addRows(table, everyRow, times, times.length, sums);
}

/** Random weights near 0: three even numbers add up to nearly a bell, without the logarithm of a true one. */
function bellShaped(count: number, width: number, random: () => number): Float32Array {
  const weights = new Float32Array(count);
  for (let at = 0; at < count; at += 1) {
    weights[at] = (random() + random() + random() - 1.5) * 2 * width;
  }
  return weights;
}
