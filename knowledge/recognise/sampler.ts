import type { Knowledge } from '../knowledge.ts';
import { codes, countryName } from '../countries/countries.ts';
import type { Sample } from './classifier/features.ts';
import type { WordVectors } from './classifier/word-vectors.ts';
import { examplesOf } from './examples.ts';
import type { Language } from './language.ts';
import { createLimitSigns } from './limit-signs.ts';
import { createReader, type Message, type Reader } from './message.ts';
import { wordsOf } from './normalise.ts';
import { createPhraseFinder } from './phrase-finder.ts';
import { createCandidateFinder } from './spelling-candidates.ts';
import { createSpelling } from './spelling.ts';

/** What the classifier needs to know of a text: to learn from it, and to understand it. */
export interface Sampler {
  readonly reader: Reader;
  /** With the rows of the table of limits that the message asks about. */
  readonly sampleOf: (message: Message) => Sample & { readonly rows: readonly string[] };
}

/** `texts`: those that `textsToSpellBy` finds, where they are known. */
export function createSampler(
  knowledge: Knowledge,
  vectors: Pick<WordVectors, 'rankOf'>,
  texts: readonly string[] = textsToSpellBy(knowledge, vectors.rankOf),
): Sampler {
  const { language } = knowledge;
  const reader = createReader(
    language,
    createSpelling(
      texts.map((text) => text.split(' ')),
      vectors.rankOf,
    ),
  );
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

/** The words of every text of the domain and of countries; of examples, those that are no slips. By spaces. */
export function textsToSpellBy(knowledge: Knowledge, rankOf: WordVectors['rankOf']): string[] {
  const composed = [
    ...composedTextsOf(knowledge),
    ...codes.map((code) => wordsOf(countryName(code), knowledge.language)),
  ];
  const { shorthand } = knowledge.language;
  const examples = withoutSlips(exampleTextsOf(knowledge), composed, shorthand, rankOf);
  return [...examples, ...composed].filter((words) => words.length > 0).map((words) => words.join(' '));
}

/** So much oftener is a word in the examples than a slip of it. */
const OFTENER = 10;
/** Shorter words have too many neighbours by chance ("yep" and "yet", "gmail" and "email"), but for swapped letters. */
const MIN_LETTERS = 6;

/**
 * Examples are written as people write. A word that is no English, stands in no other text, and is one slip away
 * from a much commoner one is such a slip: if it counted as a word, nobody's slip would be mended into the right one.
 */
function withoutSlips(
  examples: readonly string[][],
  composed: readonly string[][],
  shorthand: Language['shorthand'],
  rankOf: WordVectors['rankOf'],
): string[][] {
  const counts = new Map<string, number>();
  for (const word of examples.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  // "licence" never stands in a text that is read, but "lisence" is a slip of it
  const meantOf = new Map([...counts.keys()].map((word) => [word, word]));
  for (const [short, long] of Object.entries(shorthand)) meantOf.set(short, long);
  const countOf = (word: string) => counts.get(meantOf.get(word) ?? word) ?? 0;
  const common = [...meantOf.keys()].filter((word) => countOf(word) >= OFTENER);
  const finder = createCandidateFinder(common, () => false);
  const vouchedFor = new Set(composed.flat());
  const isSlip = ([word, count]: readonly [string, number]) =>
    !vouchedFor.has(word) &&
    rankOf(word) === undefined &&
    finder
      .near(word, false)
      .some(
        (other) =>
          countOf(other) >= OFTENER * count && (word.length >= MIN_LETTERS || haveSameLetters(word, other)),
      );
  const slips = new Set([...counts].filter(isSlip).map(([word]) => word));
  return examples.map((words) => words.filter((word) => !slips.has(word)));
}

function haveSameLetters(one: string, other: string): boolean {
  return Array.from(one).sort().join('') === Array.from(other).sort().join('');
}

function exampleTextsOf(knowledge: Knowledge): string[][] {
  return examplesOf(knowledge).map(({ text }) => wordsOf(text, knowledge.language));
}

/** The words of every text of the domain that is not written as customers write, with slips and names. */
export function composedTextsOf({ language, concepts, facts }: Knowledge): string[][] {
  const texts = [
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
