import type { MrzNames } from '../mrz/parse-mrz.ts';
import type { Comparison } from './comparison.ts';
import { neededWords, typedWords, type NameWord } from './name-words.ts';
import {
  beginsWith,
  distanceTo,
  firstSpelling,
  joined,
  spells,
  type SpellingGraph,
} from './spelling-graph.ts';
import { consonantsOf } from './transliterate.ts';

/**
 * Compares a name as the customer typed it with the document's, in A-Z. Tolerates every transliteration of
 * `transliterate.ts`, cut-off names and initials, swapped order, other splits between surname and given names,
 * particles, titles, patronymics and given names left out. Names carry no check digit: what is a letter or two off
 * is `unsure`, never `differs`.
 */
export function compareNames(names: MrzNames, surname: string, givenNames: string): Comparison {
  const claim = { surname: typedWords(surname, 'surname'), given: typedWords(givenNames, 'given') };
  const all = [...claim.surname, ...claim.given];
  if (all.length === 0 || all.every((word) => word.spelt.kind === 'unknown')) return 'unsure';
  const { primary, secondary, truncated } = names;
  const everything = [...primary, ...secondary];
  if (everything.length === 0) return 'unsure';
  const agree =
    (isSurname(primary, claim.surname, truncated) && areGiven(secondary, claim.given, truncated)) ||
    (isSurname(secondary, claim.surname, truncated) && areGiven(primary, claim.given, truncated)) ||
    isWhole(everything, [...neededWords(primary), ...neededWords(secondary)], all, truncated);
  if (agree) return 'agrees';
  return mayBeSame(everything, claim) ? 'unsure' : 'differs';
}

/** All of the surname: each word has its fellow, particles and the like apart. */
function isSurname(printed: readonly string[], typed: readonly NameWord[], truncated: boolean): boolean {
  const left = matchWords(printed, typed, truncated);
  const needed = neededWords(printed);
  if (left.sure === 0 || left.printed.some((word) => needed.includes(word))) return false;
  return truncated || left.typed.every((word) => word.optional);
}

/** Given names may be fewer than the document's, never others. */
function areGiven(printed: readonly string[], typed: readonly NameWord[], truncated: boolean): boolean {
  const needed = neededWords(printed);
  if (typed.length === 0) return needed.length === 0;
  const left = matchWords(printed, typed, truncated);
  if (truncated && needed.every((word) => word.length === 1)) return startsAlike(needed, typed);
  // Of a name cut off to its particle, the particle is all there is.
  const allThatFits = truncated && left.printed.length === 0;
  if (left.sure === 0 && needed.length > 0 && !allThatFits) return false;
  return truncated || left.typed.every((word) => word.optional);
}

/** Whatever is surname and whatever given: the same words, and more of them than one that is not an initial. */
function isWhole(
  printed: readonly string[],
  needed: readonly string[],
  typed: readonly NameWord[],
  truncated: boolean,
): boolean {
  const left = matchWords(printed, typed, truncated);
  const names = new Set(typed.filter((word) => !word.optional).map((word) => word.typed));
  // People with one name only type it twice, because both fields want one.
  const isOneName = names.size === 1;
  return (
    left.sure >= Math.min(2, names.size) &&
    left.printed.every((word) => !needed.includes(word)) &&
    left.typed.every((word) => word.optional || isOneName)
  );
}

/** A zone without room shows the initials of the given names, or nothing of them. */
function startsAlike(initials: readonly string[], typed: readonly NameWord[]): boolean {
  return initials.every((initial, at) => {
    const graph = graphOfWord(typed[at]);
    return graph === undefined || beginsWith(graph, initial);
  });
}

interface Left {
  readonly printed: readonly string[];
  readonly typed: readonly NameWord[];
  /** Words that agreed by more than an initial or a particle. */
  readonly sure: number;
}

/** Pairs words off, the surest first: alike; parted in one place and joined in the other; cut off. */
function matchWords(printed: readonly string[], typed: readonly NameWord[], truncated: boolean): Left {
  let printedLeft = [...printed];
  let typedLeft = [...typed];
  let sure = 0;
  const pair = (words: readonly string[], claimed: readonly NameWord[], isSure: boolean) => {
    printedLeft = printedLeft.filter((_, at) => !isAt(printedLeft, words, at));
    typedLeft = typedLeft.filter((word) => !claimed.includes(word));
    if (isSure) sure++;
  };
  for (const word of typed) {
    const same = printedLeft.find((candidate) => isSpelling(word, candidate));
    if (same !== undefined) pair([same], [word], !word.optional);
  }
  for (const run of runsOf(printedLeft)) {
    const word = typedLeft.find((candidate) => isSpelling(candidate, run.join('')));
    if (word && isRun(printedLeft, run)) pair(run, [word], true);
  }
  for (const run of runsOf(typedLeft)) {
    if (!run.every((word) => typedLeft.includes(word))) continue;
    const graph = joinedGraph(run);
    const same = graph && printedLeft.find((candidate) => spells(graph, candidate));
    if (same !== undefined) pair([same], run, true);
  }
  const whole = joinedGraph(typedLeft);
  if (whole && typedLeft.length > 1 && printedLeft.length > 1 && spells(whole, printedLeft.join(''))) {
    pair([...printedLeft], [...typedLeft], true);
  }
  for (const word of [...typedLeft]) {
    const short = printedLeft.find((candidate) => isShortened(word, candidate, truncated));
    if (short !== undefined) pair([short], [word], short.length > 1 && !word.initial);
  }
  const [last] = printedLeft;
  const open = joinedGraph(typedLeft);
  if (truncated && last !== undefined && open && beginsWith(open, last)) {
    pair([last], [...typedLeft], last.length > 1);
  }
  return { printed: printedLeft, typed: typedLeft, sure };
}

/** Whether `at` is one of the places where `words` stand next to each other in the list. */
function isAt(list: readonly string[], words: readonly string[], at: number): boolean {
  const start = list.findIndex((_, from) => words.every((word, i) => list[from + i] === word));
  return start >= 0 && at >= start && at < start + words.length;
}

const isRun = (list: readonly string[], words: readonly string[]) =>
  list.some((_, at) => isAt(list, words, at));

/** Two to four neighbours, the longest first. */
function runsOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  return [4, 3, 2].flatMap((length) =>
    list.slice(0, Math.max(0, list.length - length + 1)).map((_, at) => list.slice(at, at + length)),
  );
}

function graphOfWord(word: NameWord | undefined): SpellingGraph | undefined {
  return word && word.spelt.kind !== 'unknown' ? word.spelt.spellings : undefined;
}

function joinedGraph(words: readonly NameWord[]): SpellingGraph | undefined {
  const graphs = words.map(graphOfWord);
  return graphs.every((graph) => graph !== undefined) ? joined(graphs) : undefined;
}

function isSpelling(word: NameWord, printed: string): boolean {
  const graph = graphOfWord(word);
  return graph !== undefined && spells(graph, printed);
}

/** An initial on either side, or in a full field any beginning: ICAO lets issuers cut every word. */
function isShortened(word: NameWord, printed: string, truncated: boolean): boolean {
  const graph = graphOfWord(word);
  if (!graph) return false;
  if (word.initial) return spells(graph, printed.charAt(0));
  return (truncated || printed.length === 1) && beginsWith(graph, printed);
}

/** One of several surnames, one given name more than the document has: probable, but not confirmed. */
function mayBeSame(
  printed: readonly string[],
  claim: { readonly surname: readonly NameWord[]; readonly given: readonly NameWord[] },
): boolean {
  const needed = (words: readonly NameWord[]) => words.filter((word) => !word.optional);
  const isNearAny = (words: readonly NameWord[]) => {
    const relevant = needed(words);
    const graph = joinedGraph(words);
    return (
      relevant.length === 0 ||
      relevant.some((word) => printed.some((candidate) => isNear(word, candidate))) ||
      (graph !== undefined && runsOf(printed).some((run) => isNearSpelling(graph, run.join('')))) ||
      (words.length > 1 && graph !== undefined && printed.some((word) => isNearSpelling(graph, word)))
    );
  };
  return isNearAny(claim.surname) && isNearAny(claim.given);
}

function isNear({ spelt, initial }: NameWord, printed: string): boolean {
  switch (spelt.kind) {
    case 'unknown':
      return true;
    case 'loose':
      return distanceTo(spelt.spellings, printed) <= Math.max(1, Math.floor(printed.length / 2));
    case 'consonants': {
      const wanted = consonantsOf(printed);
      return distanceTo(spelt.consonants, wanted) <= Math.floor(wanted.length / 4);
    }
    case 'strict':
      if (initial) return spells(spelt.spellings, printed.charAt(0));
      return isNearSpelling(spelt.spellings, printed) || isSoundAlike(spelt.spellings, printed);
  }
}

/** One letter in five may be off, or an extra letter hang on where a filler was misread. */
function isNearSpelling(graph: SpellingGraph, printed: string): boolean {
  return distanceTo(graph, printed) <= Math.max(1, Math.floor(printed.length / 5));
}

/** The same consonants and other vowels: Muhammad and Mohamed, Yousef and Yusuf, are romanised as people like. */
function isSoundAlike(graph: SpellingGraph, printed: string): boolean {
  const consonants = consonantsOf(printed);
  if (consonants.length < 3 || consonantsOf(firstSpelling(graph)) !== consonants) return false;
  return distanceTo(graph, printed) <= printed.length * 0.4;
}
