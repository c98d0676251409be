import { acceptanceOf, signalsOf, type Rejector } from './confidence.ts';
import { createFeaturiser, type Features, type Sample } from './features.ts';
import { createEnsemble } from './ensemble.ts';
import type { Network } from './network.ts';
import type { WordVectors } from './word-vectors.ts';

/** All that was learnt, as plain data: what model-file.ts writes and reads. */
export interface Model {
  readonly labels: readonly string[];
  /** The label of what is not our subject, if there were examples of it. */
  readonly outOfScope: string | undefined;
  readonly features: Features;
  /** The same net from several beginnings; their mean is better than the best of them. */
  readonly networks: readonly Network[];
  readonly temperature: number;
  readonly rejector: Rejector | undefined;
  /** What the reader that it was trained with mends words by, where that takes long to find out: words by spaces. */
  readonly texts?: readonly string[];
}

export interface Classification {
  /** By label, in the order of the labels; together 1. */
  readonly probabilities: Float64Array;
  /** How sure it is that the message is of our subject and rightly understood, 0..1. */
  readonly acceptance: number;
}

export interface TextClassifier {
  readonly labels: readonly string[];
  classify(sample: Sample): Classification;
}

export function createTextClassifier(model: Model, vectors: WordVectors | undefined): TextClassifier {
  const featuriser = createFeaturiser(model.features, vectors);
  const { labels, temperature, rejector } = model;
  const outOfScope = model.outOfScope === undefined ? undefined : labels.indexOf(model.outOfScope);
  const ask = createEnsemble(model.networks, labels.length, vectors?.sentences?.kernel);
  return {
    labels,
    classify(sample) {
      const opinion = ask(featuriser.input(sample), temperature);
      const signals = signalsOf(opinion, outOfScope, featuriser.known(sample));
      return { probabilities: opinion.probabilities, acceptance: acceptanceOf(rejector, signals) };
    },
  };
}
