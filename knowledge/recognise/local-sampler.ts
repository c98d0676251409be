import type { Knowledge } from '../knowledge.ts';
import { createLimitSigns } from './limit-signs.ts';
import { createLocalReader } from './local-reader.ts';
import type { Sampler } from './sampler.ts';

/** The sampler of any language but English. */
export function createLocalSampler(knowledge: Knowledge): Sampler {
  const reader = createLocalReader(knowledge.locale, knowledge.language);
  const limitSignsOf = createLimitSigns(knowledge, reader);
  return {
    reader,
    sampleOf(message) {
      const { rows, signs } = limitSignsOf(message);
      return { message, rows, signs: new Set(signs) };
    },
  };
}
