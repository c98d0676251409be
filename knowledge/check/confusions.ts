import { createTextClassifier } from '../recognise/classifier/text-classifier.ts';
import { randomNumbers, shuffle } from '../recognise/classifier/random.ts';
import { trainTextClassifier, type LabelledSample } from '../recognise/classifier/train-text-classifier.ts';
import type { WordVectors } from '../recognise/classifier/word-vectors.ts';

/** How often examples of one label were taken for another (or the same) by a net that had not seen them. */
export interface Confusion {
  readonly meant: string;
  readonly guessed: string;
  readonly count: number;
  /** Places of those examples. */
  readonly examples: readonly number[];
}

const FOLDS = 3;
/** One net a fold is enough to see what lies near each other. */
const SIZE = { networks: 1, hidden: 256 };

/** Cross-validation over the examples; takes half a minute. The same each time. */
export function findConfusions(
  examples: readonly LabelledSample[],
  vectors: WordVectors,
  kernel: WebAssembly.Module,
  outOfScope: string,
): Confusion[] {
  const order = Int32Array.from(examples.keys());
  shuffle(order, randomNumbers(1));
  const fold = new Map([...order].map((place, n) => [place, n % FOLDS]));
  const pairs = new Map<string, { meant: string; guessed: string; examples: number[] }>();
  for (let held = 0; held < FOLDS; held += 1) {
    const learners = examples.filter((_, place) => fold.get(place) !== held);
    const lesson = {
      examples: learners,
      calibration: learners.slice(0, 200),
      outOfScope,
      vectors,
      kernel,
      size: SIZE,
    };
    const classifier = createTextClassifier(trainTextClassifier(lesson), vectors);
    examples.forEach(({ label, sample }, place) => {
      if (fold.get(place) !== held) return;
      const { probabilities } = classifier.classify(sample);
      const guessed = classifier.labels[probabilities.indexOf(Math.max(...probabilities))] ?? '';
      const key = `${label}\n${guessed}`;
      const pair = pairs.get(key) ?? { meant: label, guessed, examples: [] };
      pair.examples.push(place);
      pairs.set(key, pair);
    });
  }
  return [...pairs.values()]
    .map((pair) => ({ ...pair, count: pair.examples.length }))
    .sort((one, other) => other.count - one.count || (one.meant < other.meant ? -1 : 1));
}
