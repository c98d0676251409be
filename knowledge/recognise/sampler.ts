import type { Knowledge } from '../knowledge.ts';
import { codes, countryName } from '../countries/countries.ts';
import type { Sample } from './classifier/features.ts';
import type { WordVectors } from './classifier/word-vectors.ts';
import { examplesOf } from './examples.ts';
import { createLimitSigns } from './limit-signs.ts';
import { createReader, type Message, type Reader } from './message.ts';
import { wordsOf } from './normalise.ts';
import { createPhraseFinder } from './phrase-finder.ts';
import { createSpelling } from './spelling.ts';

/** What the classifier needs to know of a text: to learn from it, and to understand it. */
export interface Sampler {
  readonly reader: Reader;
  /** With the rows of the table of limits that the message asks about. */
  readonly sampleOf: (message: Message) => Sample & { readonly rows: readonly string[] };
}

export function createSampler(knowledge: Knowledge, vectors: Pick<WordVectors, 'rankOf'>): Sampler {
  const { language } = knowledge;
  const reader = createReader(language, createSpelling(textsOf(knowledge), vectors.rankOf));
  const limitSignsOf = createLimitSigns(knowledge, reader);
  const familyFinder = createPhraseFinder(
    reader,
    Object.entries(language.families).map(([name, words]) => [`family ${name}`, words] as const),
  );
  return {
    reader,
    sampleOf(message) {
      const { rows, signs } = limitSignsOf(message);
      const families = familyFinder.find(message).flatMap((finding) => finding.names);
      return { message, rows, signs: new Set([...signs, ...families]) };
    },
  };
}

/** The words of every text of the domain, and of countries. */
function textsOf(knowledge: Knowledge): string[][] {
  return [
    ...domainTextsOf(knowledge),
    ...codes.map((code) => wordsOf(countryName(code), knowledge.language)),
  ];
}

/** The words of every text of the domain. */
export function domainTextsOf(knowledge: Knowledge): string[][] {
  const { language, concepts, facts } = knowledge;
  const texts = [
    ...examplesOf(knowledge).map((example) => example.text),
    ...Object.values(concepts).flatMap(({ words }) => words),
    ...Object.values(language.documentTypes).flat(),
    ...language.unverified,
    ...language.verified,
    ...language.fillers,
    ...Object.values(language.shorthand),
    ...Object.values(language.families).flat(),
    ...[...facts.values()].map((fact) => fact.text),
  ];
  return [...texts, ...Object.keys(language.shorthand)].map((text) => wordsOf(text, language));
}
