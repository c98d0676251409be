import { describe, expect, it } from '@jest/globals';

import { expiryDay } from '../../../../knowledge/checks/mrz/mrz-dates.ts';

const TODAY = new Date('2026-11-23T10:00:00Z');

describe('the day on which a document runs out', () => {
  it.each([
    ['261123', '2026-11-23'],
    ['360514', '2036-05-14'],
    ['991231', '1999-12-31'],
    ['761123', '2076-11-23'],
    ['771123', '1977-11-23'],
    ['000229', '2000-02-29'],
  ])('puts %s into the century within fifty years: %s', (digits, day) => {
    expect(expiryDay(digits, TODAY)).toBe(day);
  });

  it('crosses a century with the calendar', () => {
    expect(expiryDay('020101', new Date('2095-01-01T00:00:00Z'))).toBe('2102-01-01');
  });

  it.each(['260231', '261301', '<<<<<<', '2605<<', ''])('knows no day for %s', (digits) => {
    expect(expiryDay(digits, TODAY)).toBeUndefined();
  });
});
