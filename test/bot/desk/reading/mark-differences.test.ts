import { describe, expect, it } from '@jest/globals';

import { markDifferences } from '../../../../bot/desk/reading/mark-differences.ts';

const shown = (parts: readonly { text: string; marked: boolean }[]): string =>
  parts.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('');

describe('differences', () => {
  it.each([
    ['L898902C3', 'L898902C3', 'L898902C3', 'L898902C3'],
    ['L898902C3', 'L899902C3', 'L89[8]902C3', 'L89[9]902C3'],
    ['L898902C', 'L898902C3', 'L898902C', 'L898902C[3]'],
    ['Ériksson', 'ERIKSSON', 'Ériksson', 'ERIKSSON'],
    ['Anna-Maria', 'ANNA MARIA', 'Anna-Maria', 'ANNA MARIA'],
    ['Ericsson', 'ERIKSSON', 'Eri[c]sson', 'ERI[K]SSON'],
    ['O0', 'OO', 'O[0]', 'O[O]'],
    ['', 'X', '', 'X'],
  ])('of %s and %s', (one, other, ours, theirs) => {
    const [left, right] = markDifferences(one, other);
    expect([shown(left), shown(right)]).toEqual([ours, theirs]);
  });

  it('are not looked for in long texts', () => {
    const long = 'a'.repeat(121);
    expect(shown(markDifferences(long, 'b')[0])).toBe(long);
  });
});
