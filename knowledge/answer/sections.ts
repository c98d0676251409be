import type { Knowledge } from '../knowledge.ts';

/** Where the table of limits stands. */
export const TABLE_SECTION = '3';

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
export function sectionsOf({ facts }: Pick<Knowledge, 'facts'>, ids: readonly string[]): string[] {
  const sections = new Set(ids.map((id) => facts.get(id)?.section ?? TABLE_SECTION));
  return [...sections].sort((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other));
}

/** Every part of the guide in its order. */
export const SECTIONS: readonly string[] = ORDER;

/** The id of a part on the page that shows the guide's facts: `1.1 (iii)` is `section-1-1-iii`. */
export function anchorOf(section: string): string {
  const plain = section
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `section-${plain}`;
}
