import type { Knowledge } from '../knowledge.ts';

/** Where the table of limits stands. */
const TABLE = '3';

const ORDER = [
  'introduction',
  'introduction (i)',
  'introduction (ii)',
  '1',
  '1.1',
  '1.1 (i)',
  '1.1 (ii)',
  '1.1 (iii)',
  '1.2',
  '2 (i)',
  '2 (ii)',
  '2 (iii)',
  '2.1',
  '2.2',
  '2.3',
  '3',
  '3.1',
  '3.2',
  'closing words',
];

/** The parts of the guide in which these facts and rows stand, each once, in the guide's order. */
export function sectionsOf(knowledge: Pick<Knowledge, 'facts'>, ids: readonly string[]): string[] {
  const sections = new Set(ids.map((id) => knowledge.facts.get(id)?.section ?? TABLE));
  return [...sections].sort((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other));
}
