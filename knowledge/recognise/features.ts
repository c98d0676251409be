import type { Message } from './message.ts';

/** A message with what stands in it: concepts, word families, rows of the table. */
export interface Sample {
  readonly message: Message;
  readonly signs: ReadonlySet<string>;
}

export interface TrainingSample extends Sample {
  /** False for examples of what we know nothing about. */
  readonly inDomain: boolean;
}

/** Features of a message and their weights, sparse. */
export interface Vector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

export interface Featuriser {
  readonly size: number;
  vector(sample: Sample): Vector;
}

/** A kind of features. Each kind is scaled to length 1 and then counts as much as its weight says. */
interface Block {
  readonly weight: number;
  /** Features that fewer examples have are left out. */
  readonly minCount: number;
  readonly read: (sample: Sample) => readonly string[];
}

/** Weights and counts were chosen by cross-validation over the examples. */
const BLOCKS: readonly Block[] = [
  { weight: 1, minCount: 1, read: stemsAndPairs },
  { weight: 0.7, minCount: 2, read: lettersByThrees },
  { weight: 1.5, minCount: 1, read: signsAndPairs },
];
const STRANGENESS_WEIGHT = 1;

/**
 * Learns from samples which features there are and how rare each is: stems alone and in pairs, letters
 * inside words by threes (they survive typos), signs alone and in pairs, and how much of a message
 * is made of words that no example of our subject has.
 */
export function createFeaturiser(samples: readonly TrainingSample[]): Featuriser & {
  vectorOfTraining(sample: TrainingSample): Vector;
} {
  const features = new Map<string, { readonly index: number; readonly rarity: number }>();
  BLOCKS.forEach(({ minCount, read }, block) => {
    const counts = new Map<string, number>();
    for (const sample of samples) {
      for (const feature of new Set(read(sample))) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    }
    for (const [feature, count] of counts) {
      if (count < minCount) continue;
      const rarity = Math.log((1 + samples.length) / (1 + count)) + 1;
      features.set(`${block} ${feature}`, { index: features.size, rarity });
    }
  });
  const firstStrangeness = features.size;
  const inDomain = new Map<string, number>();
  for (const { message } of samples.filter((sample) => sample.inDomain)) {
    for (const stem of new Set(message.stems)) inDomain.set(stem, (inDomain.get(stem) ?? 0) + 1);
  }

  /** `own`: how often a stem counts because of this very sample, which must not vouch for itself. */
  const vectorOf = (sample: Sample, own: 0 | 1): Vector => {
    const indices: number[] = [];
    const values: number[] = [];
    BLOCKS.forEach(({ weight, read }, block) => {
      const counts = new Map<string, number>();
      for (const feature of read(sample)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
      const first = values.length;
      let squares = 0;
      for (const [feature, count] of counts) {
        const known = features.get(`${block} ${feature}`);
        if (!known) continue;
        const value = (1 + Math.log(count)) * known.rarity;
        indices.push(known.index);
        values.push(value);
        squares += value * value;
      }
      const scale = squares === 0 ? 0 : weight / Math.sqrt(squares);
      for (let place = first; place < values.length; place += 1) values[place] = (values[place] ?? 0) * scale;
    });
    const stems = [...new Set(sample.message.stems)];
    const strange = stems.filter((stem) => (inDomain.get(stem) ?? 0) <= own).length;
    for (const step of strangenessSteps(strange, stems.length)) {
      indices.push(firstStrangeness + step);
      values.push(STRANGENESS_WEIGHT / Math.SQRT2);
    }
    return { indices: Int32Array.from(indices), values: Float32Array.from(values) };
  };

  return {
    size: firstStrangeness + STRANGENESS_STEPS,
    vector: (sample) => vectorOf(sample, 0),
    vectorOfTraining: (sample) => vectorOf(sample, sample.inDomain ? 1 : 0),
  };
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

function lettersByThrees({ message: { words } }: Sample): string[] {
  return words.flatMap((word) => {
    const edged = ` ${word} `;
    const threes: string[] = [];
    for (let start = 0; start + 3 <= edged.length; start += 1) threes.push(edged.slice(start, start + 3));
    return threes;
  });
}

function signsAndPairs({ signs }: Sample): string[] {
  const sorted = [...signs].sort();
  const pairs = sorted.flatMap((one, place) => sorted.slice(place + 1).map((other) => `${one}&${other}`));
  return [...sorted, ...pairs];
}
