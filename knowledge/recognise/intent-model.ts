import type { Knowledge } from '../knowledge.ts';
import { trainClassifier } from './classifier.ts';
import { createFeaturiser, type Sample } from './features.ts';

/** A label and how probable it is, 0..1. */
export interface Guess {
  readonly label: string;
  readonly probability: number;
}

/**
 * Tells what a message is about. Labels are intent ids, `none` among them, and `problem:<id>`.
 * This is the seam behind which a stronger model can take over.
 */
export interface IntentModel {
  /** All labels, surest first. */
  rank(sample: Sample): Guess[];
}

export interface Example {
  readonly label: string;
  readonly text: string;
}

export const PROBLEM_PREFIX = 'problem:';

/** Everything in knowledge/ that says how people put things. */
export function examplesOf({
  intents,
  problems,
  limits,
}: Pick<Knowledge, 'intents' | 'problems' | 'limits'>): Example[] {
  const examples: Example[] = [];
  for (const intent of intents.values()) {
    for (const text of [...intent.examples, ...(intent.phrases ?? [])])
      examples.push({ label: intent.id, text });
  }
  for (const problem of problems.values()) {
    for (const text of problem.examples) examples.push({ label: PROBLEM_PREFIX + problem.id, text });
  }
  for (const limit of limits.values()) {
    for (const text of limit.examples) examples.push({ label: 'limits', text });
  }
  return examples;
}

/** Trained when the bot starts, in a few tenths of a second, always to the same result. */
export function trainIntentModel(
  examples: readonly Example[],
  sampleOf: (text: string) => Sample,
): IntentModel {
  const labels = [...new Set(examples.map((example) => example.label))];
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const samples = examples.map(({ label, text }) => ({ ...sampleOf(text), inDomain: label !== 'none' }));
  const featuriser = createFeaturiser(samples);
  const classifier = trainClassifier({
    vectors: samples.map((sample) => featuriser.vectorOfTraining(sample)),
    labels: examples.map((example) => numbers.get(example.label) ?? 0),
    labelCount: labels.length,
    featureCount: featuriser.size,
  });
  return {
    rank(sample) {
      const probabilities = classifier.probabilities(featuriser.vector(sample));
      return labels
        .map((label, number) => ({ label, probability: probabilities[number] ?? 0 }))
        .sort((one, other) => other.probability - one.probability);
    },
  };
}
