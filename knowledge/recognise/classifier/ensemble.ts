import { scoreInput, softmax, type Input, type Network } from './network.ts';

/** Asks several networks and takes the mean of what they say. */
export function createEnsemble(
  networks: readonly Network[],
  labelCount: number,
): (input: Input, temperature: number) => Float64Array {
  const hidden = new Float32Array(networks[0]?.hiddenCount ?? 0);
  const scores = networks.map(() => new Float32Array(labelCount));
  return (input, temperature) => {
    networks.forEach((network, n) => scoreInput(network, input, hidden, scores[n] ?? new Float32Array()));
    return meanProbabilities(scores, temperature);
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
