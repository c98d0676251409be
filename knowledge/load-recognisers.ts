import { errorCodesOf, hasExamples, type Knowledge } from './knowledge.ts';
import { loadLanguages } from './load-languages.ts';
import {
  findModel,
  loadFinding,
  loadFirstNames,
  loadKnowledge,
  loadRecogniser,
  loadTrainingKernel,
  loadWordVectors,
  modelFile,
} from './load.ts';
import type { Model } from './recognise/classifier/text-classifier.ts';
import {
  createIntentModel,
  fingerprintOf,
  trainIntents,
  trainLocalIntents,
  type IntentModel,
} from './recognise/intent-model.ts';
import { keywordModel } from './recognise/keyword-model.ts';
import { createLocalReader } from './recognise/local-reader.ts';
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
  const model =
    findModel(folder, knowledge.locale, fingerprintOf(knowledge)) ??
    trainLocalIntents(knowledge, sampler, loadTrainingKernel(folder));
  return createIntentModel(model);
}

/** A model that the knowledge of a folder needs: its place in the folder, and what it is made from. */
export interface NeededModel {
  readonly file: string;
  readonly fingerprint: string;
  /** Takes seconds. */
  readonly train: () => Model;
}

/** That of each language that has examples, English first. Throws what loading throws. */
export function* neededModels(folder: string = import.meta.dirname): Generator<NeededModel> {
  const english = loadKnowledge(folder);
  const vectors = loadWordVectors(folder);
  const kernel = loadTrainingKernel(folder);
  yield {
    file: modelFile(english.locale),
    fingerprint: fingerprintOf(english, vectors),
    train: () => trainIntents(english, vectors, kernel),
  };
  for (const { knowledge } of loadLanguages(english, undefined, folder).values()) {
    if (knowledge.locale === english.locale || !hasExamples(knowledge)) continue;
    yield {
      file: modelFile(knowledge.locale),
      fingerprint: fingerprintOf(knowledge),
      train: () => trainLocalIntents(knowledge, createLocalSampler(knowledge), kernel),
    };
  }
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
    errorCodes: errorCodesOf(knowledge),
  });
  const reader = createLocalReader(knowledge.locale, knowledge.language);
  return { search: createPassageSearch(knowledge, reader), scrub };
}
