import { scoreInput, softmax, type Input, type Network } from './network.ts';

/** What several networks say of a message. */
export interface Opinion {
  /** Of each network by label, before they are made probabilities. */
  readonly scores: readonly Float32Array[];
  /** Of them all, by label. */
  readonly probabilities: Float64Array;
}

/** Asks several networks and takes the mean of what they say. The scores are overwritten by the next message. */
export function createEnsemble(
  networks: readonly Network[],
  labelCount: number,
): (input: Input, temperature: number) => Opinion {
  const hidden = new Float32Array(networks[0]?.hiddenCount ?? 0);
  const scores = networks.map(() => new Float32Array(labelCount));
  return (input, temperature) => {
    networks.forEach((network, n) => scoreInput(network, input, hidden, scores[n] ?? new Float32Array()));
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
