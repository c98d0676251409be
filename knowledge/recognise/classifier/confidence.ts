import { exp, ln } from './exact-math.ts';
import { meanProbabilities, type Opinion } from './ensemble.ts';

/** A logistic regression over signals: how sure it is that a message is one of our subject. */
export interface Rejector {
  readonly means: readonly number[];
  readonly spreads: readonly number[];
  readonly weights: readonly number[];
  readonly bias: number;
}

const TINY = 1e-6;

/** The divisor of the scores by which probabilities come true as often as they say. */
export function fitTemperature(
  judged: readonly { readonly label: number; readonly scores: readonly Float32Array[] }[],
): number {
  let best = 1;
  let least = Infinity;
  for (let tenths = 4; tenths <= 20; tenths += 1) {
    const loss = judged.reduce(
      (sum, { label, scores }) =>
        sum - ln(Math.max(TINY, meanProbabilities(scores, tenths / 10)[label] ?? 0)),
      0,
    );
    if (loss < least) [best, least] = [tenths / 10, loss];
  }
  return best;
}

/**
 * What tells a message of our subject from others: how spread the guess among its labels is, how high the surest
 * stands among them and by its score alone, how little is left for what is not ours, what is known. Probabilities
 * add up to 1 for nonsense too; scores stay low where nothing speaks for any label.
 */
export function signalsOf(
  { scores, probabilities }: Opinion,
  outOfScope: number | undefined,
  known: number,
): readonly number[] {
  const outside = outOfScope === undefined ? 0 : (probabilities[outOfScope] ?? 0);
  const inside = Math.max(TINY, 1 - outside);
  let entropy = 0;
  let top = 0;
  let highest = -Infinity;
  for (let k = 0; k < probabilities.length; k += 1) {
    if (k === outOfScope) continue;
    const probability = probabilities[k] ?? 0;
    if (probability > 0) entropy -= (probability / inside) * ln(probability / inside);
    if (probability > top) top = probability;
    let sum = 0;
    for (const each of scores) sum += each[k] ?? 0;
    if (sum > highest) highest = sum;
  }
  return [
    -entropy,
    ln((top + TINY) / (1 - top + TINY)),
    outOfScope === undefined ? 0 : -ln(outside + TINY),
    known,
    highest / scores.length,
  ];
}

/**
 * Learns from messages with and without a label; undefined when there are too few of either. The few
 * count as much as the many: ten times at most.
 */
export function fitRejector(
  messages: readonly { readonly signals: readonly number[]; readonly inScope: boolean }[],
): Rejector | undefined {
  const outside = messages.filter(({ inScope }) => !inScope).length;
  const inside = messages.length - outside;
  if (outside < 20 || inside < 20) return undefined;
  const count = messages[0]?.signals.length ?? 0;
  const places = [...Array(count).keys()];
  const mean = (read: (signals: readonly number[]) => number) =>
    messages.reduce((sum, { signals }) => sum + read(signals), 0) / messages.length;
  const means = places.map((place) => mean((signals) => signals[place] ?? 0));
  const spreads = places.map((place) =>
    Math.sqrt(mean((signals) => ((signals[place] ?? 0) - (means[place] ?? 0)) ** 2) + TINY),
  );
  const weights = new Array<number>(count).fill(0);
  let bias = 0;
  const importance = Math.min(10, inside / outside);
  for (let round = 0; round < 1_500; round += 1) {
    const steps = new Array<number>(count).fill(0);
    let biasStep = 0;
    for (const { signals, inScope } of messages) {
      const score = scoreOf({ means, spreads, weights, bias }, signals);
      const error =
        ((1 / (1 + exp(-score)) - (inScope ? 1 : 0)) * (inScope ? 1 : importance)) / messages.length;
      for (const place of places) {
        const value = ((signals[place] ?? 0) - (means[place] ?? 0)) / (spreads[place] ?? 1);
        steps[place] = (steps[place] ?? 0) + error * value;
      }
      biasStep += error;
    }
    for (const place of places) {
      const weight = weights[place] ?? 0;
      weights[place] = weight - 1.5 * ((steps[place] ?? 0) + 1e-3 * weight);
    }
    bias -= 1.5 * biasStep;
  }
  return { means, spreads, weights, bias };
}

/** From 0 to 1; without a rejector, how sure the surest label is. */
export function acceptanceOf(rejector: Rejector | undefined, signals: readonly number[]): number {
  const score = rejector ? scoreOf(rejector, signals) : (signals[1] ?? 0);
  return 1 / (1 + exp(-score));
}

function scoreOf({ means, spreads, weights, bias }: Rejector, signals: readonly number[]): number {
  return signals.reduce(
    (sum, signal, place) =>
      sum + ((weights[place] ?? 0) * (signal - (means[place] ?? 0))) / (spreads[place] ?? 1),
    bias,
  );
}
