import MiniSearch from 'minisearch';

import type { Knowledge } from '../knowledge.ts';
import type { Reader } from '../recognise/message.ts';

/** Where a passage leads: an article, a row of the table, or a problem. */
export type Target = `article:${string}` | `limit:${string}` | `problem:${string}`;

/** A part of the knowledge that may answer a question. */
export interface Passage {
  readonly target: Target;
  readonly title: string;
  /** The sentence that fits best, without Markdown. */
  readonly excerpt: string;
  readonly facts: readonly string[];
  /** 0..1: how much of what the question asks for stands in it, rare words counting more. */
  readonly coverage: number;
}

export interface PassageSearch {
  /** The best first; nothing that covers too little of the question. */
  find(question: string, most?: number): Passage[];
}

interface Entry {
  readonly id: Target;
  readonly title: string;
  readonly text: string;
  readonly asked: string;
  readonly facts: readonly string[];
}

/** Title and text are what is shown; how people ask for it is searched, too, but counts less. */
const BOOST = { title: 2.5, text: 1, asked: 0.8 };
/** A passage has to hold at least this share of the question, by the weight of its words. */
const MIN_COVERAGE = 0.55;
const EXCERPT_CHARS = 140;

/** Full-text search over everything that the bot can say: articles, rows of the table, problems. */
export function createPassageSearch(knowledge: Knowledge, reader: Reader): PassageSearch {
  const stop = new Set(knowledge.language.stopWords);
  const tokens = (text: string): string[] => {
    const { words, stems } = reader.read(text);
    return stems.filter((stem, place) => !stop.has(words[place] ?? '') && stem.length > 1);
  };
  const index = once(() => indexOf(entriesOf(knowledge), tokens));

  return {
    find(question, most = 3) {
      const { search, byId, weightOf } = index();
      const asked = [...new Set(tokens(question))];
      const whole = asked.reduce((sum, term) => sum + weightOf(term), 0);
      if (whole === 0) return [];
      const hits = search.search(asked.join(' '), {
        boost: BOOST,
        tokenize: (text) => text.split(' '),
        fuzzy: (term) => (term.length > 5 ? 1 : false),
      });
      return hits
        .map((hit) => {
          const covered = new Set(hit.queryTerms);
          const held = asked.filter((term) => covered.has(term));
          return { hit, coverage: held.reduce((sum, term) => sum + weightOf(term), 0) / whole };
        })
        .filter(({ coverage }) => coverage >= MIN_COVERAGE)
        .slice(0, most)
        .flatMap(({ hit, coverage }) => {
          const entry = byId.get(String(hit.id));
          if (!entry) return [];
          const { id, title, text, facts } = entry;
          return [{ target: id, title, excerpt: excerptOf(text, asked, tokens), facts, coverage }];
        });
    },
  };
}

function entriesOf(knowledge: Knowledge): Entry[] {
  const examplesOf = (article: string) =>
    [...knowledge.intents.values()].flatMap((intent) => (intent.article === article ? intent.examples : []));
  return [
    ...[...knowledge.articles.values()].map(({ id, title, text, textWithoutEmail, facts }): Entry => ({
      id: `article:${id}`,
      title,
      text: plain(textWithoutEmail ?? text),
      asked: saidRepeatedly(examplesOf(id)),
      facts,
    })),
    ...[...knowledge.limits.values()].map(({ id, action, unverified, verified, notes, examples }): Entry => ({
      id: `limit:${id}`,
      title: action,
      text: plain([...unverified.lines, ...verified.lines, ...notes.map(({ text }) => text)].join('. ')),
      asked: saidRepeatedly(examples),
      facts: [id],
    })),
    ...[...knowledge.problems.values()].map(({ id, title, steps, examples, facts }): Entry => ({
      id: `problem:${id}`,
      title,
      text: plain(steps.flatMap((step) => ('text' in step ? [step.text] : [])).join(' ')),
      asked: saidRepeatedly(examples),
      facts,
    })),
  ];
}

interface Index {
  readonly search: MiniSearch<Entry>;
  readonly byId: ReadonlyMap<string, Entry>;
  /** The rarer a word is among the entries, the more it says. */
  readonly weightOf: (term: string) => number;
}

function indexOf(entries: readonly Entry[], tokens: (text: string) => string[]): Index {
  const counts = new Map<string, number>();
  // Reading is what takes long: each field is read once, for the index and for the weights.
  const read = new Map<string, string[]>();
  const termsOf = (text: string): string[] => {
    const known = read.get(text);
    if (known) return known;
    const terms = tokens(text);
    read.set(text, terms);
    return terms;
  };
  for (const { title, text, asked } of entries) {
    for (const term of new Set([title, text, asked].flatMap(termsOf))) {
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
  const search = new MiniSearch<Entry>({
    fields: Object.keys(BOOST),
    tokenize: termsOf,
    processTerm: (term) => term,
  });
  search.addAll(entries);
  return {
    search,
    byId: new Map(entries.map((entry) => [entry.id, entry])),
    weightOf: (term) => Math.log(1 + entries.length / (counts.get(term) ?? 1)),
  };
}

/** Made with the first question: an index takes a moment, and most of a start's languages are not asked in. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

function plain(markdown: string): string {
  return markdown
    .replace(/[*_`#]+/g, '')
    .replace(/^\s*(?:-|\d+\.)\s+/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The sentence with most of what was asked, cut at a word. */
function excerptOf(text: string, asked: readonly string[], tokens: (text: string) => string[]): string {
  const sentences = text.split(/(?<=[.!?:])\s+/);
  const holds = (sentence: string) => {
    const own = new Set(tokens(sentence));
    return asked.filter((term) => own.has(term)).length;
  };
  const [best = ''] = [...sentences].sort((one, other) => holds(other) - holds(one));
  if (best.length <= EXCERPT_CHARS) return best;
  return `${best.slice(0, best.lastIndexOf(' ', EXCERPT_CHARS))} …`;
}

/** From so many examples on, a word that only one of them has is there by chance: "by tomorrow", "half a bitcoin". */
const MANY_EXAMPLES = 20;

function saidRepeatedly(examples: readonly string[]): string {
  if (examples.length < MANY_EXAMPLES) return examples.join('\n');
  const texts = examples.map((example) => example.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? []);
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of new Set(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return texts.map((text) => text.filter((word) => (counts.get(word) ?? 0) > 1).join(' ')).join('\n');
}
