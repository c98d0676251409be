import { printedWords, typedWords } from '../particulars/name-words.ts';
import { distanceTo, joined, type SpellingGraph } from '../particulars/spelling-graph.ts';

/** Shorter words stand in other print by chance: they count in a line that has little else in it. */
const SHORT_LENGTH = 4;
const LITTLE_ELSE = 3;

/** Whether the lines have every word of the name, each alike to the share `minLikeness`. */
export function hasName(
  lines: readonly string[],
  name: string,
  part: 'surname' | 'given',
  minLikeness: number,
): boolean {
  const typed = typedWords(name, part);
  const needed = typed.filter((word) => !word.optional && !word.initial);
  const graphs = needed.map(({ spelt }) => (spelt.kind === 'strict' ? spelt.spellings : undefined));
  if (graphs.length === 0 || graphs.includes(undefined)) return false;
  const known = graphs.filter((graph) => graph !== undefined);
  const words = lines.map(printedWords);
  return (
    known.every((graph) => words.some((line) => hasWord(line, graph, minLikeness))) ||
    (known.length > 1 && words.some((line) => hasWord(line, joined(known), minLikeness)))
  );
}

function hasWord(line: readonly string[], graph: SpellingGraph, minLikeness: number): boolean {
  const pairs = line.slice(1).map((word, at) => (line[at] ?? '') + word);
  return [...line, ...pairs].some((word) => {
    if (word.length < SHORT_LENGTH && line.length > LITTLE_ELSE) return false;
    return 1 - distanceTo(graph, word) / Math.max(1, word.length) >= minLikeness;
  });
}
