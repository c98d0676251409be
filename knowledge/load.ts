import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';
import type { z } from 'zod';

import { Wording } from './answer/wording.ts';
import { Article } from './articles/article.ts';
import { Criteria } from './checks/criteria.ts';
import { BrowserVersions } from './diagnose/browser-age.ts';
import { faultsOf, Tree } from './diagnosis/tree.ts';
import { codes, countryName } from './countries/countries.ts';
import { Fact } from './facts/fact.ts';
import { Intent } from './intents/intent.ts';
import { Concepts } from './limits/concepts.ts';
import { Limit } from './limits/limit.ts';
import { ProblemEntry, StepList } from './problems/problem.ts';
import { REASON_CODES, type ReasonCode } from './reasons/reason-code.ts';
import { ReasonEntry } from './reasons/reason-entry.ts';
import { readModel } from './recognise/classifier/model-file.ts';
import type { Model } from './recognise/classifier/text-classifier.ts';
import { readWordVectors, type WordVectors } from './recognise/classifier/word-vectors.ts';
import { PROBLEM_PREFIX } from './recognise/examples.ts';
import { createIntentModel, fingerprintOf, trainIntents } from './recognise/intent-model.ts';
import { Kin } from './recognise/kin.ts';
import { Language } from './recognise/language.ts';
import { createRecogniser, type Recogniser } from './recognise/recognise.ts';
import { composedTextsOf, createSampler, type Sampler } from './recognise/sampler.ts';
import { createSentenceEncoder } from './recognise/sentences/sentence-encoder.ts';
import { readSentenceWeights } from './recognise/sentences/sentence-weights.ts';
import { createScrub, type Scrub } from './scrub/scrub.ts';
import { createPassageSearch, type PassageSearch } from './search/search.ts';
import { OWN_CONCEPTS, PersonalWords, ScreenConcepts, ScreenSigns } from './screens/sign.ts';
import { errorCodesOf, type Knowledge } from './knowledge.ts';

/**
 * Reads and validates all of knowledge/: every entry against its schema, every id against its file's
 * name, every reference against what it names. Throws an Error that lists each fault with its file.
 */
export function loadKnowledge(folder: string = import.meta.dirname): Knowledge {
  const faults: string[] = [];
  const facts = readEntries(folder, 'facts', Fact, (fact) => fact.id, faults);
  const articles = readEntries(folder, 'articles', Article, (article) => article.id, faults);
  const limits = readEntries(folder, 'limits', Limit, (limit) => limit.id, faults, ['concepts.yaml']);
  const problems = readEntries(folder, 'problems', ProblemEntry, (problem) => problem.id, faults);
  const steps = readEntries(folder, 'steps', StepList, (list) => list.id, faults);
  const trees = readEntries(folder, 'diagnosis', Tree, (tree) => tree.id, faults);
  const browserVersions = readFile(
    path.join(folder, 'diagnose', 'browser-versions.json'),
    BrowserVersions,
    faults,
  );
  const screenConcepts = readFile(path.join(folder, 'screens', 'concepts.yaml'), ScreenConcepts, faults);
  const screenSigns = readFile(path.join(folder, 'screens', 'signs.yaml'), ScreenSigns, faults);
  readFile(path.join(folder, 'screens', 'personal.yaml'), PersonalWords, faults);
  const ownIntents = readEntries(folder, 'intents', Intent, (intent) => intent.id, faults);
  const reasons = readEntries(folder, 'reasons', ReasonEntry, (reason) => reason.code, faults);
  const concepts = readFile(path.join(folder, 'limits', 'concepts.yaml'), Concepts, faults);
  const language = readFile(path.join(folder, 'recognise', 'language.yaml'), Language, faults);
  const kin = readFile(path.join(folder, 'recognise', 'kin.yaml'), Kin, faults);
  const wording = readFile(path.join(folder, 'answer', 'wording.yaml'), Wording, faults);
  const criteria = readFile(path.join(folder, 'criteria.yaml'), Criteria, faults);
  if (!concepts || !language || !kin || !wording || !criteria) throw unusable(faults);
  if (!browserVersions || !screenConcepts || !screenSigns) throw unusable(faults);

  const intents = new Map([...ownIntents, ...intentsOfArticles(articles)]);
  const knowledge: Knowledge = {
    locale: 'en',
    facts,
    articles,
    limits,
    concepts,
    problems,
    steps,
    trees,
    browserVersions,
    screenConcepts,
    screenSigns,
    intents,
    language,
    kin,
    wording,
    reasons: reasons as ReadonlyMap<ReasonCode, ReasonEntry>,
    criteria,
  };
  faults.push(...faultyReferences(knowledge));
  if (faults.length > 0) throw unusable(faults);
  return knowledge;
}

/** What is needed to read screens: a measuring thread has no use for the rest. */
export interface ScreenKnowledge extends Pick<Knowledge, 'problems' | 'screenConcepts' | 'screenSigns'> {
  readonly personal: PersonalWords;
}

export function loadScreenKnowledge(folder: string = import.meta.dirname): ScreenKnowledge {
  const faults: string[] = [];
  const problems = readEntries(folder, 'problems', ProblemEntry, (problem) => problem.id, faults);
  const read = <Schema extends z.ZodType>(name: string, schema: Schema) =>
    readFile(path.join(folder, 'screens', name), schema, faults);
  const screenConcepts = read('concepts.yaml', ScreenConcepts);
  const screenSigns = read('signs.yaml', ScreenSigns);
  const personal = read('personal.yaml', PersonalWords);
  if (!screenConcepts || !screenSigns || !personal || faults.length > 0) throw unusable(faults);
  return { problems, screenConcepts, screenSigns, personal };
}

/** Where the model of a language lies in the folder of the knowledge. */
export function modelFile(locale: string): string {
  return path.join('recognise', locale === 'en' ? 'intent-model.bin' : `intent-model.${locale}.bin`);
}

/**
 * The model of a language that was trained on the knowledge with this fingerprint. It lies in the folder when the
 * bot was built; beside the sources, where nothing is built, it is that of dist/. Undefined when there is none.
 */
export function findModel(folder: string, locale: string, fingerprint: string): Model | undefined {
  const name = modelFile(locale);
  for (const file of [name, path.join('..', 'dist', 'knowledge', name)].map((each) =>
    path.join(folder, each),
  )) {
    const model = existsSync(file) ? readModel(readFileSync(file), fingerprint) : undefined;
    if (model) return model;
  }
  return undefined;
}

/**
 * The recogniser with the model that was trained on this very knowledge. When there is none, because
 * nothing was built or the knowledge is another, it is trained now, which takes a minute or two.
 */
export function loadRecogniser(
  knowledge: Knowledge,
  now?: () => Date,
  folder: string = import.meta.dirname,
): Recogniser {
  const sampling = samplingOf(knowledge, folder);
  const { vectors, sampler } = sampling;
  const model =
    sampling.model ??
    findModel(folder, knowledge.locale, fingerprintOf(knowledge, vectors)) ??
    trainIntents(knowledge, vectors, loadTrainingKernel(folder));
  // The recogniser has its own copy of the large tables.
  delete sampling.model;
  return createRecogniser(knowledge, sampler, createIntentModel(model, vectors), now);
}

/** So many of the most frequent words of English say nothing of who somebody is, unless they are names. */
const COMMON_WORDS = 12_000;

/** What helps where no intent is sure: the search over the knowledge, and what may be kept of a question. */
export function loadFinding(
  knowledge: Knowledge,
  folder: string = import.meta.dirname,
): { readonly search: PassageSearch; readonly scrub: Scrub } {
  const {
    vectors,
    sampler: { reader },
  } = samplingOf(knowledge, folder);
  const firstNames = new Set(loadFirstNames(folder));
  // Of countries, those of one word that is no first name: "Jordan" and "McDonald Islands" may be people.
  const unmistakable = codes
    .map((code) => countryName(code).toLowerCase())
    .filter((name) => !name.includes(' ') && !firstNames.has(name));
  const scrub = createScrub({
    ownWords: new Set([...composedTextsOf(knowledge).flat(), ...unmistakable]),
    isCommon: (word) => (vectors.rankOf(word) ?? COMMON_WORDS) < COMMON_WORDS,
    firstNames,
    errorCodes: errorCodesOf(knowledge),
  });
  return { search: createPassageSearch(knowledge, reader), scrub };
}

/** Small letters. */
export function loadFirstNames(folder: string): string[] {
  return readFileSync(path.join(folder, 'scrub', 'first-names.txt'), 'utf8')
    .trim()
    .split('\n');
}

interface Sampling {
  readonly vectors: WordVectors;
  readonly sampler: Sampler;
  /** Until a recogniser was made of it. */
  model?: Model;
}

/** Made once for each knowledge: reading words and mending their spelling needs all of its texts. */
const samplings = new WeakMap<Knowledge, Sampling>();

function samplingOf(knowledge: Knowledge, folder: string): Sampling {
  const known = samplings.get(knowledge);
  if (known) return known;
  const vectors = loadWordVectors(folder);
  const model = findModel(folder, knowledge.locale, fingerprintOf(knowledge, vectors));
  const sampler = createSampler(knowledge, vectors, model?.texts);
  const made: Sampling = { vectors, sampler, ...(model && { model }) };
  samplings.set(knowledge, made);
  return made;
}

/**
 * How words stand towards each other, made by scripts/word-vectors/make.mjs, and what sentences of them mean, by a
 * net that scripts/train-sentences has taught.
 */
export function loadWordVectors(folder: string = import.meta.dirname): WordVectors {
  const read = (...names: string[]) => readFileSync(path.join(folder, 'recognise', ...names));
  const vectors = readWordVectors(read('word-vectors.bin'));
  const weights = readSentenceWeights(read('sentences', 'sentence-encoder.bin'));
  return {
    ...vectors,
    sentences: createSentenceEncoder(weights, vectors, loadKernel(folder, 'sentences/multiply.wasm')),
  };
}

/** What trainers of a model do their sums with. */
export const loadTrainingKernel = (folder: string = import.meta.dirname): WebAssembly.Module =>
  loadKernel(folder, 'classifier/train.wasm');

/** Beside the compiled code, or where the build has put it when the sources run. */
function loadKernel(folder: string, kernel: string): WebAssembly.Module {
  const name = path.join('recognise', kernel);
  const places = [folder, path.join(folder, '..', 'dist', 'knowledge'), import.meta.dirname];
  const file = places.map((place) => path.join(place, name)).find((each) => existsSync(each));
  if (file === undefined) throw new Error(`${name} is missing: run npm run build.`);
  return new WebAssembly.Module(readFileSync(file));
}

function intentsOfArticles(articles: ReadonlyMap<string, Article>): [string, Intent][] {
  return [...articles.values()].flatMap(({ id, examples, reviewed }) =>
    examples ? [[`article:${id}`, { id: `article:${id}`, article: id, examples, reviewed }]] : [],
  );
}

function faultyReferences(knowledge: Knowledge): string[] {
  const faults: string[] = [];
  const demand = (holds: boolean, where: string, fault: string) => {
    if (!holds) faults.push(`${where}: ${fault}`);
  };
  const demandFacts = (where: string, ids: readonly string[]) => {
    for (const id of ids) {
      demand(knowledge.facts.has(id) || knowledge.limits.has(id), where, `there is no fact or limit ${id}`);
    }
  };
  for (const article of knowledge.articles.values()) {
    const where = `articles/${article.id}.yaml`;
    demandFacts(where, article.facts);
    demand(
      article.text.includes('{officialKycEmail}') === (article.textWithoutEmail !== undefined),
      where,
      '{officialKycEmail} and textWithoutEmail go together',
    );
    demand(
      [...knowledge.intents.values()].some((intent) => intent.article === article.id),
      where,
      'no intent leads here and it has no examples',
    );
    demand(
      article.source === 'veriguide' || article.facts.length > 0,
      where,
      'the guide is its source but it names no fact',
    );
  }
  for (const limit of knowledge.limits.values()) {
    const where = `limits/${limit.id}.yaml`;
    demandFacts(
      where,
      limit.notes.flatMap((note) => note.facts),
    );
    demandFacts(where, limit.unverified.inferredFrom ?? []);
    demandFacts(where, limit.verified.inferredFrom ?? []);
    for (const concept of limit.when.flat()) {
      demand(concept in knowledge.concepts, where, `there is no concept ${concept}`);
    }
  }
  for (const problem of knowledge.problems.values()) {
    const where = `problems/${problem.id}.yaml`;
    demandFacts(where, problem.facts);
    for (const step of problem.steps) {
      if ('use' in step) demand(knowledge.steps.has(step.use), where, `there are no steps ${step.use}`);
    }
    demand(
      problem.examples.length === 0 || knowledge.trees.has(problem.id),
      where,
      `people name it, but there is no diagnosis/${problem.id}.yaml`,
    );
  }
  for (const { problem, all, unless } of knowledge.screenSigns) {
    demand(knowledge.problems.has(problem), 'screens/signs.yaml', `there is no problem ${problem}`);
    for (const name of [...all, ...unless])
      demand(name in knowledge.screenConcepts, 'screens/signs.yaml', `there is no concept ${name}`);
  }
  for (const name of OWN_CONCEPTS)
    demand(name in knowledge.screenConcepts, 'screens/concepts.yaml', `there is no concept ${name}`);
  for (const label of knowledge.kin.flat()) {
    const isKnown = label.startsWith(PROBLEM_PREFIX)
      ? knowledge.problems.has(label.slice(PROBLEM_PREFIX.length))
      : knowledge.intents.has(label);
    demand(isKnown, 'recognise/kin.yaml', `there is no ${label}`);
  }
  const tried = new Set(
    [...knowledge.trees.values()].flatMap(({ nodes }) =>
      Object.values(nodes).flatMap((node) => ('try' in node ? [node.try] : [])),
    ),
  );
  for (const { id, examples } of knowledge.problems.values()) {
    demand(examples.length > 0 || tried.has(id), `problems/${id}.yaml`, 'no tree of diagnosis/ leads here');
  }
  for (const tree of knowledge.trees.values()) {
    const where = `diagnosis/${tree.id}.yaml`;
    demand(
      (knowledge.problems.get(tree.id)?.examples.length ?? 0) > 0,
      where,
      `${tree.id} is no problem that people name`,
    );
    for (const fault of faultsOf(tree, knowledge.problems)) demand(false, where, fault);
  }
  for (const intent of knowledge.intents.values()) {
    if (intent.article !== undefined) {
      demand(
        knowledge.articles.has(intent.article),
        `intents/${intent.id}.yaml`,
        `there is no article ${intent.article}`,
      );
    }
  }
  for (const code of REASON_CODES) {
    demand(knowledge.reasons.has(code), 'reasons/', `${code} has no words`);
  }
  return faults;
}

/** One entry a file, in the order of the names, by id. */
function readEntries<Schema extends z.ZodType>(
  folder: string,
  kind: string,
  schema: Schema,
  idOf: (entry: z.output<Schema>) => string,
  faults: string[],
  others: readonly string[] = [],
): Map<string, z.output<Schema>> {
  const entries = new Map<string, z.output<Schema>>();
  const names = readdirSync(path.join(folder, kind))
    .filter((name) => name.endsWith('.yaml') && !others.includes(name))
    .sort();
  for (const name of names) {
    const entry = readFile(path.join(folder, kind, name), schema, faults);
    if (entry === undefined) continue;
    const id = idOf(entry);
    if (`${id}.yaml` !== name) faults.push(`${kind}/${name}: its id is ${id}`);
    entries.set(id, entry);
  }
  return entries;
}

function readFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  faults: string[],
): z.output<Schema> | undefined {
  const where = path.join(path.basename(path.dirname(file)), path.basename(file));
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    faults.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) faults.push(`${where}: ${issue.path.join('.')}: ${issue.message}`);
  return undefined;
}

function unusable(faults: readonly string[]): Error {
  return new Error(`The knowledge is not usable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}
