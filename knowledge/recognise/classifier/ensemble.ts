import { roomFor } from '../sentences/multiply.ts';
import type { Layer } from '../sentences/sentence-weights.ts';
import { scoreInput, softmax, type Input, type Network } from './network.ts';
import type { Rows } from './rows.ts';

/** What several networks say of a message. */
export interface Opinion {
  /** Of each network by label, before they are made probabilities. */
  readonly scores: readonly Float32Array[];
  /** Of them all, by label. */
  readonly probabilities: Float64Array;
}

/**
 * Asks several networks and takes the mean of what they say. The scores are overwritten by the next message.
 * With a kernel (multiply.ts) it takes a fraction of the time.
 */
export function createEnsemble(
  networks: readonly Network[],
  labelCount: number,
  kernel?: WebAssembly.Module,
): (input: Input, temperature: number) => Opinion {
  const scores = networks.map(() => new Float32Array(labelCount));
  const askers = networks.map((network) => (kernel ? fastScorer(network, kernel) : plainScorer(network)));
  return (input, temperature) => {
    askers.forEach((ask, n) => {
      ask(input, scores[n] ?? new Float32Array());
    });
    return { scores, probabilities: meanProbabilities(scores, temperature) };
  };
}

export function meanProbabilities(scores: readonly Float32Array[], temperature: number): Float64Array {
  const mean = new Float64Array(scores[0]?.length ?? 0);
  for (const each of scores) {
    const probabilities = softmax(each, temperature);
    for (let k = 0; k < mean.length; k += 1) {
      mean[k] = (mean[k] ?? 0) + (probabilities[k] ?? 0) / scores.length;
    }
  }
  return mean;
}

type Score = (input: Input, scores: Float32Array) => void;

function plainScorer(network: Network): Score {
  const hidden = new Float32Array(network.hiddenCount);
  return (input, scores) => {
    scoreInput(network, input, hidden, scores);
  };
}

/** The same sums in the kernel, where there is a copy of the tables. */
function fastScorer(
  { features, dense, hiddenBias, output, outputBias, hiddenCount }: Network,
  kernel: WebAssembly.Module,
): Score {
  const inward = turned(dense, hiddenBias);
  const outward = turned(output, outputBias);
  const room = roomFor(kernel, 1, { layers: { inward, outward }, tables: { features } });
  const { layers, tables } = room;
  // nothing else of the network is kept: its tables are in the room
  const [denseScales, outputScales] = [dense.scales, output.scales];
  const before = new Float32Array(inward.inputs);
  const hidden = new Float32Array(hiddenCount);
  const answer = new Float32Array(outward.outputs);
  return ({ indices, values, dense: numbers }, scores) => {
    for (let n = 0; n < before.length; n += 1) before[n] = (numbers[n] ?? 0) * (denseScales[n] ?? 0);
    room.apply(layers.inward, before, 1, hidden);
    room.addSparse(tables.features, indices, values, hidden);
    for (let unit = 0; unit < hiddenCount; unit += 1) {
      hidden[unit] = Math.max(0, hidden[unit] ?? 0) * (outputScales[unit] ?? 0);
    }
    room.apply(layers.outward, hidden, 1, answer);
    scores.set(answer.subarray(0, scores.length));
  };
}

/** A table with a row and a scale for each number that goes in, as a layer whose inputs were multiplied by the scales. */
function turned({ width, bytes, scales }: Rows, bias: Float32Array): Layer {
  const inputs = scales.length;
  // the kernel takes four outputs at a time
  const outputs = Math.ceil(width / 4) * 4;
  const laid = new Int8Array(outputs * inputs);
  for (let input = 0; input < inputs; input += 1) {
    for (let n = 0; n < width; n += 1) laid[n * inputs + input] = bytes[input * width + n] ?? 0;
  }
  const rows = { width: inputs, bytes: laid, scales: new Float32Array(outputs).fill(1) };
  const padded = new Float32Array(outputs);
  padded.set(bias);
  return { inputs, outputs, rows, bias: padded };
}
