import type { Message } from './message.ts';

/** Features of a message and their weights, sparse. */
export interface Vector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

export interface Featuriser {
  readonly size: number;
  vector(sample: Sample): Vector;
}

/** A message with the concepts that stand in it. */
export interface Sample {
  readonly message: Message;
  readonly concepts: ReadonlySet<string>;
}

/** How much each block of features counts; each is scaled to length 1 first. */
const BLOCK_WEIGHTS = [1, 0.7, 0.5];

/**
 * Learns from samples which features there are and how rare each is: stems alone and in pairs, letters
 * inside words by threes and fours (they survive typos), and concepts (they know that doge is a coin).
 */
export function createFeaturiser(samples: readonly Sample[]): Featuriser {
  const documents = samples.map(({ message, concepts }) => blocksOf(message, concepts));
  const vocabularies = BLOCK_WEIGHTS.map((_, block) => {
    const counts = new Map<string, number>();
    for (const blocks of documents) {
      for (const feature of new Set(blocks[block])) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    }
    return counts;
  });
  const features = new Map<string, { readonly index: number; readonly rarity: number }>();
  vocabularies.forEach((counts, block) => {
    for (const [feature, count] of counts) {
      features.set(`${block} ${feature}`, {
        index: features.size,
        rarity: Math.log((1 + documents.length) / (1 + count)) + 1,
      });
    }
  });

  return {
    size: features.size,
    vector({ message, concepts }) {
      const indices: number[] = [];
      const values: number[] = [];
      blocksOf(message, concepts).forEach((block, number) => {
        const counts = new Map<string, number>();
        for (const feature of block) counts.set(feature, (counts.get(feature) ?? 0) + 1);
        const first = values.length;
        let squares = 0;
        for (const [feature, count] of counts) {
          const known = features.get(`${number} ${feature}`);
          if (!known) continue;
          const value = (1 + Math.log(count)) * known.rarity;
          indices.push(known.index);
          values.push(value);
          squares += value * value;
        }
        const scale = squares === 0 ? 0 : (BLOCK_WEIGHTS[number] ?? 0) / Math.sqrt(squares);
        for (let place = first; place < values.length; place += 1)
          values[place] = (values[place] ?? 0) * scale;
      });
      return { indices: Int32Array.from(indices), values: Float32Array.from(values) };
    },
  };
}

function blocksOf({ words, stems }: Message, concepts: ReadonlySet<string>): string[][] {
  const framed = ['<', ...stems, '>'];
  const pairs = framed.slice(1).map((stem, place) => `${framed[place] ?? ''} ${stem}`);
  const letters = words.flatMap((word) => {
    const edged = ` ${word} `;
    const grams: string[] = [];
    for (const length of [3, 4]) {
      for (let start = 0; start + length <= edged.length; start += 1)
        grams.push(edged.slice(start, start + length));
    }
    return grams;
  });
  return [[...stems, ...pairs], letters, [...concepts]];
}
