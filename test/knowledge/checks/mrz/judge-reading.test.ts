import { describe, expect, it } from '@jest/globals';

import {
  judgeReading,
  isReadForSure,
  type FoundMrz,
} from '../../../../knowledge/checks/mrz/judge-reading.ts';
import { criteria } from '../measurements.ts';

const limits = criteria.mrz;
const LINES = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const SURE = LINES.map((line) => Array.from(line, () => 100));
const reading: FoundMrz = { found: true, format: 'TD3', lines: LINES, sureness: SURE };

/** Sure of everything but one character. */
const unsureAt = (line: number, at: number, percent: number) =>
  SURE.map((row, l) => row.map((p, i) => (l === line && i === at ? percent : p)));

const atLimit = Math.round(limits.minSureness * 100);
const atGuardedLimit = Math.round(limits.minSurenessGuarded * 100);

describe('what of a reading counts', () => {
  it('is everything, when all is sure', () => {
    const judged = judgeReading(reading, limits);
    expect(judged).toMatchObject({ lines: LINES, unsure: [], printedWrong: [] });
    expect(judged && isReadForSure(judged)).toBe(true);
  });

  it('is everything in measurements that say nothing of sureness', () => {
    const old: FoundMrz = { found: true, format: 'TD3', lines: LINES };
    expect(judgeReading(old, limits)?.unsure).toEqual([]);
  });

  it.each([
    ['a letter of the name at the limit', 0, 6, atLimit, []],
    ['a letter of the name just under it', 0, 6, atLimit - 1, ['names']],
    ['the nationality, which nothing guards', 1, 11, atLimit - 1, ['nationality']],
    ['a guarded digit at its own limit', 1, 3, atGuardedLimit, []],
    ['a guarded digit just under it', 1, 3, atGuardedLimit - 1, ['documentNumber']],
  ])('leaves %s', (_, line, at, percent, unsure) => {
    expect(judgeReading({ ...reading, sureness: unsureAt(line, at, percent) }, limits)?.unsure).toEqual(
      unsure,
    );
  });

  const seen = [LINES[0] ?? '', (LINES[1] ?? '').replace('7408122', '7408132')];

  it('is the bent lines up to the limit of the gap', () => {
    const judged = judgeReading({ ...reading, seen, gap: limits.maxGap }, limits);
    expect(judged?.mrz).toMatchObject({ birthDate: '740812', wrongChecks: [] });
  });

  it('is what was seen beyond it: wrong, and not for sure', () => {
    const judged = judgeReading({ ...reading, seen, gap: limits.maxGap + 0.01 }, limits);
    expect(judged?.mrz).toMatchObject({ birthDate: '740813', wrongChecks: ['birthDate', 'composite'] });
    expect(judged?.printedWrong).toEqual([]);
  });

  it('calls a check digit printed wrong only when every character under it is sure', () => {
    const wrong = { ...reading, lines: seen };
    expect(judgeReading(wrong, limits)?.printedWrong).toEqual(['birthDate', 'composite']);
    const doubtful = judgeReading({ ...wrong, sureness: unsureAt(1, 15, atLimit - 1) }, limits);
    expect(doubtful?.printedWrong).toEqual([]);
    expect(doubtful?.unsure).toEqual(['birthDate']);
  });
});
