import { exp } from './exact-math.ts';
import { addDense, addRow, type Rows } from './rows.ts';

/** What a network reads: a few features out of many thousands, and the message's mean word vector. */
export interface Input {
  readonly indices: Int32Array;
  readonly values: Float32Array;
  readonly dense: Float32Array;
}

/**
 * Features → hidden units that fire or not (ReLU) → a probability for each label. Each feature has one
 * row of weights, so that a message costs what its own features cost, however many there are.
 */
export interface Network {
  readonly hiddenCount: number;
  readonly labelCount: number;
  readonly features: Rows;
  readonly dense: Rows;
  readonly hiddenBias: Float32Array;
  readonly output: Rows;
  readonly outputBias: Float32Array;
}

/** The label's scores before they are made probabilities; written into `scores`. */
export function scoreInput(network: Network, input: Input, hidden: Float32Array, scores: Float32Array): void {
  const { features, dense, output } = network;
  hidden.set(network.hiddenBias);
  addSparse(features, input, hidden);
  addDense(dense, input.dense, hidden);
  scores.set(network.outputBias);
  for (let unit = 0; unit < hidden.length; unit += 1) {
    const value = hidden[unit] ?? 0;
    if (value > 0) addRow(output, unit, value, scores);
  }
}

function addSparse(features: Rows, { indices, values }: Input, hidden: Float32Array): void {
  for (let place = 0; place < indices.length; place += 1) {
    addRow(features, indices[place] ?? 0, values[place] ?? 0, hidden);
  }
}

/** Scores as probabilities. */
export function softmax(
  scores: Float32Array,
  temperature = 1,
  result: Float32Array = new Float32Array(scores.length),
): Float32Array {
  let highest = -Infinity;
  for (let k = 0; k < scores.length; k += 1) highest = Math.max(highest, scores[k] ?? 0);
  let sum = 0;
  for (let k = 0; k < scores.length; k += 1) {
    const value = exp(((scores[k] ?? 0) - highest) / temperature);
    result[k] = value;
    sum += value;
  }
  for (let k = 0; k < scores.length; k += 1) result[k] = (result[k] ?? 0) / sum;
  return result;
}
