import type { Knowledge } from '../knowledge.ts';
import { findLimits } from './find-limits.ts';
import type { Message, Reader } from './message.ts';
import { createPhraseFinder } from './phrase-finder.ts';

/** What a message says that the table of limits is about. */
export interface LimitSigns {
  readonly rows: readonly string[];
  /** The word families of limits/concepts.yaml that it has words of, and how surely it names a row. */
  readonly signs: readonly string[];
}

/** Finds them, in whatever language the reader reads. */
export function createLimitSigns(knowledge: Knowledge, reader: Reader): (message: Message) => LimitSigns {
  const finder = createPhraseFinder(
    reader,
    Object.entries(knowledge.concepts).map(([name, { words }]) => [name, words] as const),
  );
  return (message) => {
    const found = new Set(finder.find(message).flatMap(({ names }) => names));
    const rows = findLimits(knowledge, found);
    const marks = rows.weight === 0 ? [] : ['a row', ...(rows.weight > 2 ? ['a row surely'] : [])];
    return { rows: rows.ids, signs: [...found, ...marks] };
  };
}
