import type { Knowledge } from '../knowledge.ts';

/** A single word of this weight is enough to name a row; weaker ones have to come together. */
const ENOUGH = 2;

/**
 * The rows of the table that a message with these concepts asks about: those whose best set of
 * concepts weighs most. Several when the message does not decide between them.
 */
export function findLimits(
  { limits, concepts }: Pick<Knowledge, 'limits' | 'concepts'>,
  found: ReadonlySet<string>,
): { readonly ids: readonly string[]; readonly weight: number } {
  let heaviest = ENOUGH;
  let ids: string[] = [];
  for (const limit of limits.values()) {
    for (const set of limit.when) {
      if (!set.every((concept) => found.has(concept))) continue;
      const weight = set.reduce((sum, concept) => sum + (concepts[concept]?.weight ?? 0), 0);
      if (weight < heaviest) continue;
      if (weight > heaviest) ids = [];
      heaviest = weight;
      if (!ids.includes(limit.id)) ids.push(limit.id);
    }
  }
  return { ids, weight: ids.length === 0 ? 0 : heaviest };
}
