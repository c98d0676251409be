import { softmax, type Input, type Network } from './network.ts';
import { randomNumbers, shuffle } from './random.ts';
import { roundToRows } from './rows.ts';
import { trainingRoom, type Place } from './training-room.ts';

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
/** So many examples together move the dense weights, each of which they all move: its root and division are dear. */
const TOGETHER = 8;
/** They move it less than one after the other would; measured, this makes up for it. */
const TOGETHER_RATE = 1.5;

/**
 * Learns one example at a time by AdaGrad: a weight that has moved much moves less. The table of
 * features has one such memory a row, which is a hundredth of the memory and as good.
 * Deterministic: own random numbers, own exp, and sums always in the same order (train.wat).
 */
export function trainNetwork(
  set: TrainingSet,
  seed: number,
  epochs: number,
  kernelModule: WebAssembly.Module,
  HIDDEN = UNITS,
): Network {
  const { inputs, labels, labelCount, featureCount } = set;
  const denseCount = inputs[0]?.dense.length ?? 0;
  const longest = padded(inputs.reduce((most, { indices }) => Math.max(most, indices.length), 0));
  // Labels that there are not: nothing is ever wrong with them, and so they never move.
  const K = padded(labelCount);
  const { kernel, places } = trainingRoom(kernelModule, {
    features: featureCount * HIDDEN,
    dense: denseCount * HIDDEN,
    denseSquares: denseCount * HIDDEN,
    output: HIDDEN * K,
    outputSquares: HIDDEN * K,
    everyDense: padded(denseCount),
    denseValues: padded(denseCount),
    kept: longest,
    keptValues: longest,
    keptSteps: longest,
    active: HIDDEN + 4,
    activity: HIDDEN + 4,
    hidden: HIDDEN,
    scores: K,
    back: HIDDEN,
    togetherValues: denseCount * TOGETHER,
    togetherBacks: HIDDEN * TOGETHER,
  });
  const random = randomNumbers(seed * 7_919 + 1);
  const features = places.features.floats;
  const dense = places.dense.floats;
  const output = places.output.floats;
  bellShaped(features, HIDDEN, HIDDEN, 0.05, random);
  bellShaped(dense, HIDDEN, HIDDEN, 1 / Math.sqrt(Math.max(1, denseCount)), random);
  bellShaped(output, labelCount, K, 1 / Math.sqrt(HIDDEN), random);
  const hiddenBias = new Float32Array(HIDDEN);
  const outputBias = new Float32Array(labelCount);
  const featureSquares = new Float32Array(featureCount).fill(1e-5);
  places.denseSquares.floats.fill(1e-4);
  places.outputSquares.floats.fill(1e-4);
  const hiddenBiasSquares = new Float32Array(HIDDEN).fill(1e-4);
  const outputBiasSquares = new Float32Array(labelCount).fill(1e-4);
  for (let n = 0; n < denseCount; n += 1) places.everyDense.integers[n] = n;

  const order = Int32Array.from(inputs.keys());
  const kept = places.kept.integers;
  const keptValues = places.keptValues.floats;
  const keptSteps = places.keptSteps.floats;
  const active = places.active.integers;
  const activity = places.activity.floats;
  const hidden = places.hidden.floats;
  const back = places.back.floats;
  const scores = places.scores.floats.subarray(0, labelCount);
  const togetherValues = places.togetherValues.floats;
  const togetherBacks = places.togetherBacks.floats;
  const hiddenBytes = HIDDEN * Float32Array.BYTES_PER_ELEMENT;
  const outputBytes = K * Float32Array.BYTES_PER_ELEMENT;
  let together = 0;

  const stepDense = (rate: number) => {
    if (together === 0) return;
    togetherBacks.fill(0, together * HIDDEN);
    const { denseSquares, togetherValues: values, togetherBacks: backs } = places;
    kernel.stepEight(
      places.dense.at,
      denseSquares.at,
      values.at,
      denseCount,
      backs.at,
      hiddenBytes,
      TOGETHER_RATE * rate,
    );
    together = 0;
  };

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
      addRows(places.features, places.kept, places.keptValues, keptCount, places.hidden, hiddenBytes);
      places.denseValues.floats.set(input.dense);
      addRows(places.dense, places.everyDense, places.denseValues, denseCount, places.hidden, hiddenBytes);
      let activeCount = 0;
      for (let unit = 0; unit < HIDDEN; unit += 1) {
        const value = hidden[unit] ?? 0;
        if (value <= 0 || random() >= KEPT) continue;
        active[activeCount] = unit;
        activity[activeCount] = value / KEPT;
        activeCount += 1;
      }
      scores.set(outputBias);
      addRows(places.output, places.active, places.activity, activeCount, places.scores, outputBytes);
      softmax(scores, 1, scores);
      // the labels that there are not
      places.scores.floats.fill(0, labelCount);
      const right = scores[label] ?? 0;
      if (right > LEARNT) continue;
      scores[label] = right - 1;

      // backward
      back.fill(0);
      if (activeCount > 0) {
        kernel.stepRows(
          places.output.at,
          places.outputSquares.at,
          places.active.at,
          places.activity.at,
          activeCount,
          places.scores.at,
          outputBytes,
          places.back.at,
          rate,
        );
      }
      for (let k = 0; k < labelCount; k += 1) {
        const error = scores[k] ?? 0;
        const before = (outputBiasSquares[k] ?? 0) + error * error;
        outputBiasSquares[k] = before;
        outputBias[k] = (outputBias[k] ?? 0) - (rate * error) / Math.sqrt(before);
      }
      let squares = 0;
      for (let a = 0; a < activeCount; a += 1) {
        const unit = active[a] ?? 0;
        const gradient = (back[unit] ?? 0) / KEPT;
        back[unit] = gradient;
        squares += gradient * gradient;
        const before = (hiddenBiasSquares[unit] ?? 0) + gradient * gradient;
        hiddenBiasSquares[unit] = before;
        hiddenBias[unit] = (hiddenBias[unit] ?? 0) - (rate * gradient) / Math.sqrt(before);
      }
      squares /= HIDDEN;
      for (let n = 0; n < keptCount; n += 1) {
        const feature = kept[n] ?? 0;
        const value = keptValues[n] ?? 0;
        const before = (featureSquares[feature] ?? 0) + value * value * squares;
        featureSquares[feature] = before;
        keptSteps[n] = (-rate * value) / Math.sqrt(before);
      }
      if (keptCount > 0) {
        const { features: table, kept: rows, keptSteps: steps } = places;
        kernel.spread(table.at, rows.at, steps.at, keptCount, places.back.at, hiddenBytes);
      }
      if (denseCount === 0) continue;
      for (let n = 0; n < denseCount; n += 1) togetherValues[n * TOGETHER + together] = input.dense[n] ?? 0;
      togetherBacks.set(back, together * HIDDEN);
      together += 1;
      if (together === TOGETHER) stepDense(rate);
    }
    stepDense(rate);
  }

  return {
    hiddenCount: HIDDEN,
    labelCount,
    features: roundToRows(features, HIDDEN),
    dense: roundToRows(dense, HIDDEN),
    hiddenBias,
    output: roundToRows(withoutPadding(output, labelCount, K), labelCount),
    outputBias,
  };

  /** Adds rows of a table to sums; the kernel takes four at a time, and so some are added no times. */
  function addRows(
    table: Place,
    rows: Place,
    times: Place,
    count: number,
    sums: Place,
    rowBytes: number,
  ): void {
    if (count === 0) return;
    const all = padded(count);
    rows.integers.fill(0, count, all);
    times.floats.fill(0, count, all);
    kernel.addRows(table.at, rows.at, times.at, all, sums.at, rowBytes);
  }
}

/** The kernel takes four at a time. */
const padded = (count: number): number => Math.ceil(count / 4) * 4;

function withoutPadding(table: Float32Array, width: number, paddedWidth: number): Float32Array {
  const rows = table.length / paddedWidth;
  const tight = new Float32Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    tight.set(table.subarray(row * paddedWidth, row * paddedWidth + width), row * width);
  }
  return tight;
}

/** Fills rows with random weights near 0: three even numbers add up to nearly a bell, without the logarithm of a true one. */
function bellShaped(
  table: Float32Array,
  width: number,
  paddedWidth: number,
  spread: number,
  random: () => number,
): void {
  for (let first = 0; first < table.length; first += paddedWidth) {
    for (let at = first; at < first + width; at += 1) {
      table[at] = (random() + random() + random() - 1.5) * 2 * spread;
    }
  }
}
