import type { Knowledge } from '../knowledge.ts';
import { findLimits } from './find-limits.ts';
import { createLocalReader } from './local-reader.ts';
import { createPhraseFinder } from './phrase-finder.ts';
import type { Sampler } from './sampler.ts';

/** The sampler of any language but English. */
export function createLocalSampler(knowledge: Knowledge): Sampler {
  const reader = createLocalReader(knowledge.locale, knowledge.language);
  const conceptFinder = createPhraseFinder(
    reader,
    Object.entries(knowledge.concepts).map(([name, { words }]) => [name, words] as const),
  );
  return {
    reader,
    sampleOf(message) {
      const found = new Set(conceptFinder.find(message).flatMap((finding) => finding.names));
      const rows = findLimits(knowledge, found);
      const marks = rows.weight === 0 ? [] : ['a row', ...(rows.weight > 2 ? ['a row surely'] : [])];
      return { message, rows: rows.ids, signs: new Set([...found, ...marks]) };
    },
  };
}
