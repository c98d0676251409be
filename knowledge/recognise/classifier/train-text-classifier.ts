import { fitRejector, fitTemperature, signalsOf } from './confidence.ts';
import { meanProbabilities } from './ensemble.ts';
import { createFeaturiser, learnFeatures, type Sample } from './features.ts';
import { scoreInput, type Network } from './network.ts';
import { randomNumbers, shuffle } from './random.ts';
import type { Model } from './text-classifier.ts';
import { trainNetwork } from './train-network.ts';
import type { WordVectors } from './word-vectors.ts';

export interface LabelledSample {
  readonly label: string;
  readonly sample: Sample;
}

export interface Lesson {
  readonly examples: readonly LabelledSample[];
  /** Examples kept apart to learn how sure the answers are; without them a tenth of the others is. */
  readonly calibration?: readonly LabelledSample[];
  /** The label of what is not our subject. It need not stand in the examples. */
  readonly outOfScope: string;
  readonly vectors: WordVectors | undefined;
  /** train.wasm. */
  readonly kernel: WebAssembly.Module;
  /** For less data than English has, a smaller model learns as much. */
  readonly size?: ModelSize;
}

export interface ModelSize {
  readonly networks: number;
  readonly hidden: number;
}

const FULL_SIZE: ModelSize = { networks: 3, hidden: 256 };
const HELD_OUT = 10;

export function trainTextClassifier(lesson: Lesson): Model {
  const { outOfScope, vectors } = lesson;
  const full = { ...lesson, size: lesson.size ?? FULL_SIZE };
  if (lesson.calibration) {
    const learnt = learn(full);
    return { ...learnt, ...calibrate(learnt, lesson.calibration, outOfScope, vectors) };
  }
  const [learners, heldOut] = holdOut(lesson.examples);
  // Several nets together are less loud than one, and more often right. Two tell enough about three.
  const networks = Math.min(2, full.size.networks);
  const rehearsal = learn({ ...full, examples: learners, size: { ...full.size, networks } });
  const confidence = calibrate(rehearsal, heldOut, outOfScope, vectors);
  return { ...learn(full), ...confidence };
}

type Learnt = Omit<Model, 'temperature' | 'rejector'>;

function learn({
  examples,
  outOfScope,
  vectors,
  kernel,
  size,
}: Lesson & { readonly size: ModelSize }): Learnt {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const samples = examples.map(({ label, sample }) => ({ ...sample, inDomain: label !== outOfScope }));
  const features = learnFeatures(samples);
  const featuriser = createFeaturiser(features, vectors);
  const set = {
    inputs: samples.map((sample) => featuriser.trainingInput(sample)),
    labels: Int32Array.from(examples, ({ label }) => numbers.get(label) ?? 0),
    labelCount: labels.length,
    featureCount: featuriser.size,
  };
  const networks: Network[] = [];
  for (let seed = 1; seed <= size.networks; seed += 1) {
    networks.push(trainNetwork(set, seed, epochsFor(examples.length), kernel, size.hidden));
  }
  return { labels, outOfScope: numbers.has(outOfScope) ? outOfScope : undefined, features, networks };
}

/** The fewer examples, the oftener each: 20 times at 10,000, 60 times at 1,000. */
function epochsFor(examples: number): number {
  return Math.min(60, Math.max(10, Math.round(20 * Math.sqrt(10_000 / Math.max(1, examples)))));
}

function calibrate(
  { labels, networks, features, outOfScope }: Learnt,
  examples: readonly LabelledSample[],
  outsideLabel: string,
  vectors: WordVectors | undefined,
): Pick<Model, 'temperature' | 'rejector'> {
  const featuriser = createFeaturiser(features, vectors);
  const hidden = new Float32Array(networks[0]?.hiddenCount ?? 0);
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const judged = examples.map(({ label, sample }) => {
    const input = featuriser.input(sample);
    const scores = networks.map((network) => {
      const each = new Float32Array(labels.length);
      scoreInput(network, input, hidden, each);
      return each;
    });
    const inScope = label !== outsideLabel;
    return { inScope, label: numbers.get(label), scores, known: featuriser.known(sample) };
  });
  const temperature = fitTemperature(
    judged.flatMap(({ label, scores }) => (label === undefined ? [] : [{ label, scores }])),
  );
  const outside = outOfScope === undefined ? undefined : numbers.get(outOfScope);
  const rejector = fitRejector(
    judged.map(({ inScope, scores, known }) => ({
      inScope,
      signals: signalsOf({ scores, probabilities: meanProbabilities(scores, temperature) }, outside, known),
    })),
  );
  return { temperature, rejector };
}

/** A tenth of each label's examples, chosen by chance that is the same each time. */
function holdOut(examples: readonly LabelledSample[]): [LabelledSample[], LabelledSample[]] {
  const order = Int32Array.from(examples.keys());
  shuffle(order, randomNumbers(20_230_831));
  const seen = new Map<string, number>();
  const learners: LabelledSample[] = [];
  const heldOut: LabelledSample[] = [];
  for (const place of order) {
    const example = examples[place];
    if (!example) continue;
    const count = (seen.get(example.label) ?? 0) + 1;
    seen.set(example.label, count);
    (count % HELD_OUT === 0 ? heldOut : learners).push(example);
  }
  return [learners, heldOut];
}
