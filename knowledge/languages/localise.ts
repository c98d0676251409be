import { Wording } from '../answer/wording.ts';
import type { Intent } from '../intents/intent.ts';
import type { Knowledge } from '../knowledge.ts';
import type { HowPeopleWrite } from './how-people-write.ts';
import {
  byId,
  each,
  entries,
  fieldsOf,
  group,
  phrases,
  phrasesOf,
  statement,
  text,
  textOfEach,
  texts,
  tree,
  type OnFault,
  type Rule,
} from './said.ts';

/** What a language brings, as its files were read: by the file's name without the ending. */
export interface LocalFiles {
  readonly facts?: unknown;
  readonly articles?: unknown;
  readonly intents?: unknown;
  readonly problems?: unknown;
  readonly steps?: unknown;
  readonly reasons?: unknown;
  readonly limits?: unknown;
  readonly concepts?: unknown;
  readonly wording?: unknown;
  readonly sections?: unknown;
  readonly diagnosis?: unknown;
}

/** What a customer reads of each kind of entry, and so what a language has to say. */
const FACT = group({ text: statement, unclear: statement });
const ARTICLE = group({ title: text, text: statement, textWithoutEmail: statement }, ['examples']);
const PROBLEM = group({ title: text, steps: textOfEach }, ['examples']);
const STEPS = group({ steps: textOfEach });
const REASON = group({ title: text, advice: text, detail: text });
const LIMIT = group(
  { action: text, unverified: group({ lines: texts }), verified: group({ lines: texts }), notes: textOfEach },
  ['examples'],
);

const OPTION = group({ title: text, also: phrases });

/** A node of a tree asks in words, or is none of the customer's business. */
const NODE: Rule = (english, local, at, onFault) => {
  if (!('ask' in fieldsOf(english))) {
    if (local !== undefined) onFault(at, 'is unknown');
    return english;
  }
  return group({ ask: text, options: byId(OPTION) })(english, local, at, onFault);
};
const TREE = group({ nodes: each(NODE) });

/**
 * The knowledge in another language: the same entries and rules, with the words of that language.
 * What the language lacks is English, and a fault; so is what it has too much of.
 */
export function localise(
  english: Knowledge,
  locale: string,
  files: LocalFiles,
  writing: HowPeopleWrite,
  onFault: OnFault,
): Knowledge {
  const said = <Id extends string, Entry>(
    kind: keyof LocalFiles,
    from: ReadonlyMap<Id, Entry>,
    rule: Parameters<typeof entries>[2],
  ) => entries(from, files[kind], rule, `${kind}.yaml`, onFault);
  const stepsById = Object.fromEntries(
    Object.entries(fieldsOf(files.steps)).map(([id, steps]) => [id, { steps }]),
  );

  const treesById = Object.fromEntries(
    Object.entries(fieldsOf(files.diagnosis)).map(([id, nodes]) => [id, { nodes }]),
  );
  const { phrases: ownPhrases, registration, secrets, ...how } = writing;
  const problems = withExamples(
    said('problems', english.problems, PROBLEM),
    files.problems,
    onFault,
    'problems',
  );
  const limits = withExamples(said('limits', english.limits, LIMIT), files.limits, onFault, 'limits');
  return {
    ...english,
    locale,
    facts: said('facts', english.facts, FACT),
    articles: said('articles', english.articles, ARTICLE),
    limits,
    concepts: localConcepts(english, files.concepts, onFault),
    problems,
    steps: entries(english.steps, stepsById, STEPS, 'steps.yaml', onFault),
    trees: new Map([
      ...english.trees,
      ...entries(asking(english.trees), treesById, TREE, 'diagnosis.yaml', onFault),
    ]),
    intents: localIntents(english, files, ownPhrases, onFault),
    language: { ...english.language, ...how, families: {} },
    registration,
    secrets,
    wording: Wording.parse(tree(english.wording, files.wording, 'wording.yaml', onFault)),
    reasons: said('reasons', english.reasons, REASON),
    sectionNames: localSections(english, files.sections, onFault),
  };
}

/** A language without any examples is one that people are understood in by keywords only: not a fault of each entry. */
function withExamples<Entry extends { readonly examples?: readonly string[] | undefined }>(
  said: Map<string, Entry>,
  local: unknown,
  onFault: OnFault,
  kind: string,
): Map<string, Entry> {
  const given = fieldsOf(local);
  return new Map(
    [...said].map(([id, entry]) => {
      const examples = phrasesOf(fieldsOf(given[id])['examples']);
      if (entry.examples === undefined && examples.length === 0) return [id, entry];
      const isAsked = (entry.examples ?? []).length > 0;
      if (isAsked && given[id] !== undefined && examples.length === 0)
        onFault(`${kind}.yaml: ${id}`, 'has no examples');
      return [id, { ...entry, examples }];
    }),
  );
}

/** The words of that language; English ones as well where a phrase must work for everybody. */
function localIntents(
  english: Knowledge,
  { intents: ownIntents, articles }: LocalFiles,
  phrases: HowPeopleWrite['phrases'],
  onFault: OnFault,
): Map<string, Intent> {
  const [own, ofArticles] = [fieldsOf(ownIntents), fieldsOf(articles)];
  for (const id of [...Object.keys(own), ...Object.keys(phrases)]) {
    if (!english.intents.has(id)) onFault(`intents.yaml: ${id}`, 'is unknown');
  }
  return new Map(
    [...english.intents].map(([id, intent]) => {
      const articleId = id.startsWith(ARTICLE_PREFIX) ? id.slice(ARTICLE_PREFIX.length) : undefined;
      const examples =
        articleId === undefined ? phrasesOf(own[id]) : phrasesOf(fieldsOf(ofArticles[articleId])['examples']);
      if (examples.length === 0) onFault(`intents.yaml: ${id}`, 'has no examples');
      const all = [...(phrases[id] ?? []), ...(intent.phrases ?? [])];
      return [id, { ...intent, examples, ...(all.length > 0 && { phrases: all }) }];
    }),
  );
}

const ARTICLE_PREFIX = 'article:';

function localConcepts({ concepts }: Knowledge, local: unknown, onFault: OnFault): Knowledge['concepts'] {
  const given = fieldsOf(local);
  for (const name of Object.keys(given)) {
    if (!(name in concepts)) onFault(`concepts.yaml: ${name}`, 'is unknown');
  }
  return Object.fromEntries(
    Object.entries(concepts).map(([name, concept]) => {
      const own = phrasesOf(given[name]);
      if (own.length === 0) onFault(`concepts.yaml: ${name}`, 'is missing');
      return [name, own.length > 0 ? { ...concept, words: own } : concept];
    }),
  );
}

/** Sections that have a name and not a number. */
function localSections({ facts }: Knowledge, local: unknown, onFault: OnFault): ReadonlyMap<string, string> {
  const given = fieldsOf(local);
  const named = new Set([...facts.values()].map(({ section }) => section).filter((name) => /^\D/.test(name)));
  return new Map(
    [...named].map((name) => [name, String(text(name, given[name], `sections.yaml: ${name}`, onFault))]),
  );
}

/** Trees that ask something; the others have no words of their own. */
function asking(trees: Knowledge['trees']): Knowledge['trees'] {
  return new Map([...trees].filter(([, { nodes }]) => Object.values(nodes).some((node) => 'ask' in node)));
}
