import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Knowledge } from './knowledge.ts';
import { loadFinding, loadFirstNames, loadRecogniser } from './load.ts';
import { readModel } from './recognise/classifier/model-file.ts';
import {
  createIntentModel,
  fingerprintOf,
  trainLocalIntents,
  type IntentModel,
} from './recognise/intent-model.ts';
import { keywordModel } from './recognise/keyword-model.ts';
import { createLocalSampler } from './recognise/local-sampler.ts';
import { createRecogniser, type Recogniser } from './recognise/recognise.ts';
import type { Sampler } from './recognise/sampler.ts';
import { textsIn } from './recognise/texts-in.ts';
import { createScrub, type Scrub } from './scrub/scrub.ts';
import { createPassageSearch, type PassageSearch } from './search/search.ts';

const ENGLISH = 'en';

/** One recogniser for each language, by code. Trains those whose model was not built from this very knowledge. */
export function loadRecognisers(
  languages: ReadonlyMap<string, Knowledge>,
  now?: () => Date,
  folder: string = import.meta.dirname,
): ReadonlyMap<string, Recogniser> {
  return new Map(
    [...languages].map(([code, knowledge]) => [
      code,
      code === ENGLISH ? loadRecogniser(knowledge, now, folder) : loadLocal(knowledge, now, folder),
    ]),
  );
}

function loadLocal(knowledge: Knowledge, now: (() => Date) | undefined, folder: string): Recogniser {
  const sampler = createLocalSampler(knowledge);
  return createRecogniser(knowledge, sampler, modelFor(knowledge, sampler, folder), now);
}

function modelFor(knowledge: Knowledge, sampler: Sampler, folder: string): IntentModel {
  if (!hasExamples(knowledge)) return keywordModel;
  const name = localModelFile(knowledge.locale);
  const files = [name, path.join('..', 'dist', 'knowledge', name)].map((file) => path.join(folder, file));
  const fingerprint = fingerprintOf(knowledge);
  const [model] = files
    .filter((file) => existsSync(file))
    .flatMap((file) => readModel(readFileSync(file), fingerprint) ?? []);
  return createIntentModel(model ?? trainLocalIntents(knowledge, sampler));
}

export interface Finding {
  readonly search: PassageSearch;
  readonly scrub: Scrub;
}

/** What helps in each language where no intent is sure, as loadFinding has it for English. */
export function loadFindings(
  languages: ReadonlyMap<string, Knowledge>,
  folder: string = import.meta.dirname,
): ReadonlyMap<string, Finding> {
  const firstNames = new Set(loadFirstNames(folder));
  return new Map(
    [...languages].map(([code, knowledge]) => [
      code,
      code === ENGLISH ? loadFinding(knowledge, folder) : localFinding(knowledge, firstNames),
    ]),
  );
}

function localFinding(knowledge: Knowledge, firstNames: ReadonlySet<string>): Finding {
  const ownWords = new Set(
    textsIn(knowledge).flatMap((text) => text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []),
  );
  const scrub = createScrub({
    ownWords,
    // No list of that language's common words: what the knowledge itself does not say is left out.
    isCommon: () => false,
    firstNames,
    errorCodes: new Set([...knowledge.problems.values()].flatMap(({ code }) => code ?? [])),
  });
  const { reader } = createLocalSampler(knowledge);
  return { search: createPassageSearch(knowledge, reader), scrub };
}

/** @public Where the build (scripts/build/intent-model.mjs) puts the model of a language, seen from knowledge/. */
export const localModelFile = (locale: string): string =>
  path.join('recognise', `intent-model.${locale}.bin`);

export const hasExamples = ({ intents }: Pick<Knowledge, 'intents'>): boolean =>
  [...intents.values()].some(({ examples }) => examples.length > 0);
