import type { Knowledge } from '../knowledge.ts';

/** A single word of this weight is enough to name a row; weaker ones have to come together. */
const ENOUGH = 2;

export interface FoundLimits {
  readonly ids: readonly string[];
  readonly weight: number;
  /** The sets of concepts that name them. */
  readonly sets: readonly (readonly string[])[];
}

/**
 * The rows of the table that a message with these concepts asks about: those whose best set of
 * concepts weighs most. Several when the message does not decide between them.
 */
export function findLimits(
  { limits, concepts }: Pick<Knowledge, 'limits' | 'concepts'>,
  found: ReadonlySet<string>,
): FoundLimits {
  let heaviest = ENOUGH;
  let ids: string[] = [];
  let sets: (readonly string[])[] = [];
  for (const limit of limits.values()) {
    for (const set of limit.when) {
      if (!set.every((concept) => found.has(concept))) continue;
      const weight = set.reduce((sum, concept) => sum + (concepts[concept]?.weight ?? 0), 0);
      if (weight < heaviest) continue;
      if (weight > heaviest) {
        ids = [];
        sets = [];
      }
      heaviest = weight;
      sets.push(set);
      if (!ids.includes(limit.id)) ids.push(limit.id);
    }
  }
  return { ids, weight: ids.length === 0 ? 0 : heaviest, sets };
}

/**
 * The rows that a message asks about which leaves out what the question before said: after "deposit crypto", "and
 * fiat?" is about depositing fiat. Something that the message names has to be among what names the row. Undefined
 * when the two together name nothing that the message alone does not.
 */
export function findLimitsInContext(
  knowledge: Pick<Knowledge, 'limits' | 'concepts'>,
  before: readonly string[],
  now: readonly string[],
): FoundLimits | undefined {
  const alone = findLimits(knowledge, new Set(now));
  let best: FoundLimits | undefined;
  for (const left of before) {
    const together = new Set([...before.filter((concept) => concept !== left), ...now]);
    const found = findLimits(knowledge, together);
    const isNew = found.sets.every((set) => set.some((concept) => now.includes(concept)));
    if (!isNew || found.weight <= (best?.weight ?? alone.weight)) continue;
    best = found;
  }
  return best;
}
