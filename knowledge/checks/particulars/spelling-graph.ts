/** For each letter, or run of letters, the ways in which it may be written in A-Z. */
export type ScriptTable = Readonly<Record<string, readonly string[]>>;

/**
 * Every spelling of a word at once: a way from the first knot to the last one spells it. A list of the spellings
 * would have thousands of entries for a long name.
 */
export interface SpellingGraph {
  readonly knots: number;
  /** The steps that leave each knot. */
  readonly steps: readonly (readonly Step[])[];
}

interface Step {
  readonly to: number;
  readonly text: string;
}

/** A graph from choices one after the other. */
export function graphOf(choices: readonly (readonly string[])[]): SpellingGraph {
  const steps = choices.map((texts, at) => texts.map((text) => ({ to: at + 1, text })));
  return { knots: steps.length + 1, steps };
}

/** A graph over letters, each of which may be taken alone or together with what follows it. */
export function graphOver(
  length: number,
  choicesFrom: (at: number) => readonly { readonly length: number; readonly texts: readonly string[] }[],
): SpellingGraph {
  const steps = Array.from({ length }, (_, at) =>
    choicesFrom(at).flatMap((choice) => choice.texts.map((text) => ({ to: at + choice.length, text }))),
  );
  return { knots: length + 1, steps };
}

/** Words written together. */
export function joined(graphs: readonly SpellingGraph[]): SpellingGraph {
  const steps: (readonly Step[])[] = [];
  for (const graph of graphs) {
    const offset = steps.length;
    steps.push(...graph.steps.map((list) => list.map(({ to, text }) => ({ to: to + offset, text }))));
  }
  return { knots: steps.length + 1, steps };
}

/** Levenshtein's distance from the printed word to the spelling that is nearest to it. */
export function distanceTo(graph: SpellingGraph, printed: string): number {
  return walk(graph, printed).distance;
}

export function spells(graph: SpellingGraph, printed: string): boolean {
  return distanceTo(graph, printed) === 0;
}

/** Whether the printed word is the beginning of a spelling. */
export function beginsWith(graph: SpellingGraph, printed: string): boolean {
  return walk(graph, printed).asBeginning === 0;
}

/** The spelling that the tables name first. */
export function firstSpelling(graph: SpellingGraph): string {
  let text = '';
  for (let knot = 0; knot < graph.knots - 1;) {
    const [first] = graph.steps[knot] ?? [];
    if (!first) break;
    text += first.text;
    knot = first.to;
  }
  return text;
}

function walk(graph: SpellingGraph, printed: string): { distance: number; asBeginning: number } {
  const rows: (readonly number[] | undefined)[] = [Array.from({ length: printed.length + 1 }, (_, i) => i)];
  let asBeginning = printed.length;
  for (let knot = 0; knot < graph.knots - 1; knot++) {
    const row = rows[knot];
    if (!row) continue;
    for (const { to, text } of graph.steps[knot] ?? []) {
      let reached: readonly number[] = row;
      for (const letter of text) {
        reached = step(reached, letter, printed);
        asBeginning = Math.min(asBeginning, reached.at(-1) ?? Infinity);
      }
      const known = rows[to];
      rows[to] = known ? known.map((value, i) => Math.min(value, reached[i] ?? value)) : reached;
    }
  }
  return { distance: rows[graph.knots - 1]?.at(-1) ?? Infinity, asBeginning };
}

/** The next row of Levenshtein's table. */
function step(row: readonly number[], letter: string, printed: string): number[] {
  const next = [(row[0] ?? 0) + 1];
  for (let i = 1; i <= printed.length; i++) {
    const change = (row[i - 1] ?? 0) + (printed[i - 1] === letter ? 0 : 1);
    next.push(Math.min(change, (row[i] ?? 0) + 1, (next[i - 1] ?? 0) + 1));
  }
  return next;
}
