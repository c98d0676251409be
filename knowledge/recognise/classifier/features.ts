import type { Message } from '../message.ts';
import { ln } from './exact-math.ts';
import type { Input } from './network.ts';
import type { WordVectors } from './word-vectors.ts';

/** A message with what stands in it: concepts, word families, rows of the table. */
export interface Sample {
  readonly message: Pick<Message, 'words' | 'stems'>;
  readonly signs: ReadonlySet<string>;
}

export interface TrainingSample extends Sample {
  /** False for examples of what we know nothing about. */
  readonly inDomain: boolean;
}

/** A kind of features. Each kind is scaled to length 1 and then counts as much as its weight says. */
interface Block {
  readonly weight: number;
  readonly read: (sample: Sample) => readonly string[];
}

/** Weights were chosen by cross-validation over the examples. */
const BLOCKS: readonly Block[] = [
  { weight: 1, read: stemsAndPairs },
  { weight: 1, read: lettersInWords },
  { weight: 1.5, read: signsAndPairs },
];
const STRANGENESS_WEIGHT = 1;
/** From so many examples on, what only one of them has is left out. */
const MANY_EXAMPLES = 3_000;

/** What a featuriser has learnt, as plain data. A count says in how many examples something stands. */
export interface Features {
  readonly exampleCount: number;
  /** In the order of the kinds. */
  readonly blocks: readonly Counts[];
  readonly words: Counts;
  /** Stems of examples of our subject. */
  readonly ownStems: Counts;
  /** Whether there were examples of what is not our subject, so that strangeness says something. */
  readonly strangers: boolean;
}

export interface Counts {
  readonly names: readonly string[];
  readonly counts: readonly number[];
}

export interface Featuriser {
  readonly size: number;
  input(sample: Sample): Input;
  /** The same for a sample that was learnt from: it must not vouch for its own words. */
  trainingInput(sample: TrainingSample): Input;
  /** The share of its stems that examples of our subject have, 0..1. */
  known(sample: Sample): number;
}

/** Learns which features there are and how common each is. */
export function learnFeatures(samples: readonly TrainingSample[]): Features {
  const minCount = samples.length >= MANY_EXAMPLES ? 2 : 1;
  const own = samples.filter(({ inDomain }) => inDomain);
  return {
    exampleCount: samples.length,
    blocks: BLOCKS.map(({ read }) => countSamples(samples.map(read), minCount)),
    words: countSamples(
      samples.map(({ message }) => message.words),
      1,
    ),
    ownStems: countSamples(
      own.map(({ message }) => message.stems),
      1,
    ),
    strangers: own.length < samples.length,
  };
}

/**
 * Stems alone and in pairs, letters inside words by two to four (they survive typos), signs alone and in
 * pairs, the mean of the word vectors, what the sentence means, and how much of a message is made of words that no example of
 * our subject has.
 */
export function createFeaturiser(features: Features, vectors: WordVectors | undefined): Featuriser {
  const { exampleCount, blocks, strangers } = features;
  const rarityOf = (count: number) => ln((1 + exampleCount) / (1 + count)) + 1;
  const rarities: number[] = [];
  const places = blocks.map(({ names, counts }) => {
    const byName = new Map<string, number>();
    names.forEach((name, n) => {
      byName.set(name, rarities.length);
      rarities.push(rarityOf(counts[n] ?? 0));
    });
    return byName;
  });
  const firstStrangeness = rarities.length;
  const ownStems = mapOf(features.ownStems, (count) => count);
  const wordRarities = mapOf(features.words, rarityOf);
  const unseenRarity = rarityOf(0);

  const denseOf = (words: readonly string[]): Float32Array =>
    vectors
      ? joined(
          meanOf(words, vectors, (word) => wordRarities.get(word) ?? unseenRarity),
          vectors.sentences?.encode(words) ?? NOTHING,
        )
      : NOTHING;

  const strangeOf = (stems: readonly string[], ownCount: number) =>
    stems.filter((stem) => (ownStems.get(stem) ?? 0) <= ownCount).length;

  const inputOf = (sample: Sample, ownCount: 0 | 1): Input => {
    const indices: number[] = [];
    const values: number[] = [];
    BLOCKS.forEach(({ weight, read }, block) => {
      const known = places[block];
      const counts = new Map<string, number>();
      for (const feature of read(sample)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
      const first = values.length;
      let squares = 0;
      for (const [feature, count] of counts) {
        const index = known?.get(feature);
        if (index === undefined) continue;
        const value = (count === 1 ? 1 : 1 + ln(count)) * (rarities[index] ?? 1);
        indices.push(index);
        values.push(value);
        squares += value * value;
      }
      const scale = squares === 0 ? 0 : weight / Math.sqrt(squares);
      for (let place = first; place < values.length; place += 1) values[place] = (values[place] ?? 0) * scale;
    });
    if (strangers) {
      const stems = [...new Set(sample.message.stems)];
      const strange = strangeOf(stems, ownCount);
      for (const step of strangenessSteps(strange, stems.length)) {
        indices.push(firstStrangeness + step);
        values.push(STRANGENESS_WEIGHT / Math.SQRT2);
      }
    }
    return {
      indices: Int32Array.from(indices),
      values: Float32Array.from(values),
      dense: denseOf(sample.message.words),
    };
  };

  return {
    size: firstStrangeness + STRANGENESS_STEPS,
    input: (sample) => inputOf(sample, 0),
    trainingInput: (sample) => inputOf(sample, sample.inDomain ? 1 : 0),
    known({ message }) {
      const stems = [...new Set(message.stems)];
      return stems.length === 0 ? 0 : 1 - strangeOf(stems, 0) / stems.length;
    },
  };
}

function countSamples(samples: readonly (readonly string[])[], minCount: number): Counts {
  const counts = new Map<string, number>();
  for (const features of samples) {
    for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count >= minCount);
  return { names: kept.map(([name]) => name), counts: kept.map(([, count]) => count) };
}

function mapOf({ names, counts }: Counts, valueOf: (count: number) => number): Map<string, number> {
  return new Map(names.map((name, n) => [name, valueOf(counts[n] ?? 0)]));
}

const NOTHING = new Float32Array();

/** The mean of the words' vectors, rare words first. */
function meanOf(
  words: readonly string[],
  { size, values, find }: WordVectors,
  rarityOf: (word: string) => number,
): Float32Array {
  const mean = new Float32Array(size);
  for (const word of words) {
    const first = find(word);
    if (first === undefined) continue;
    const rarity = rarityOf(word);
    for (let n = 0; n < size; n += 1) mean[n] = (mean[n] ?? 0) + rarity * (values[first + n] ?? 0);
  }
  scaleToOne(mean);
  return mean;
}

function joined(one: Float32Array, other: Float32Array): Float32Array {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function scaleToOne(vector: Float32Array): void {
  let squares = 0;
  for (let n = 0; n < vector.length; n += 1) squares += (vector[n] ?? 0) ** 2;
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let n = 0; n < vector.length; n += 1) vector[n] = (vector[n] ?? 0) * scale;
}

const STRANGENESS_STEPS = 8;

/** Two of eight steps: how many strange words (0, 1, 2, 3 and more), and what share of all. */
function strangenessSteps(strange: number, all: number): [number, number] {
  const share = strange / Math.max(1, all);
  const shareStep = share === 0 ? 0 : share < 0.2 ? 1 : share < 0.4 ? 2 : 3;
  return [Math.min(3, strange), 4 + shareStep];
}

function stemsAndPairs({ message: { stems } }: Sample): string[] {
  const framed = ['<', ...stems, '>'];
  return [...stems, ...framed.slice(1).map((stem, place) => `${framed[place] ?? ''} ${stem}`)];
}

function lettersInWords({ message: { words } }: Sample): string[] {
  return words.flatMap((word) => {
    const edged = ` ${word} `;
    const pieces: string[] = [];
    for (let length = 2; length <= 4; length += 1) {
      for (let start = 0; start + length <= edged.length; start += 1) {
        pieces.push(edged.slice(start, start + length));
      }
    }
    return pieces;
  });
}

function signsAndPairs({ signs }: Sample): string[] {
  const sorted = [...signs].sort();
  const pairs = sorted.flatMap((one, place) => sorted.slice(place + 1).map((other) => `${one}&${other}`));
  return [...sorted, ...pairs];
}
