import { describe, expect, it } from '@jest/globals';

import { daysIn, saysDay } from '../../../../knowledge/checks/text/find-days.ts';
import { hasName } from '../../../../knowledge/checks/text/find-name.ts';
import { hasNumber } from '../../../../knowledge/checks/text/find-number.ts';

describe('a day in print', () => {
  it.each([
    '03.04.1990',
    '3/4/1990',
    '04-03-1990',
    '1990-04-03',
    '1990.04.03.',
    '03 04 1990',
    '3. 03.04.90 WIEN',
    '03 APR/AVR 1990',
    '03 APR 90',
    '3 April 1990',
    'APR 03, 1990',
    '3 avril 1990',
    '03 NISAN 1990',
    '03 квітня 1990',
    '03 апреля 1990',
    'DOB: O3/O4/l990',
    'DOB 04031990',
  ])('%s', (line) => {
    expect(saysDay(line, '1990-04-03')).toBe(true);
  });

  it.each([
    '03.05.1990',
    '13.04.1990',
    '03.04.1991',
    '103.04.1990',
    '03.04.19901',
    '03 MAY 1990',
    '0304',
    'A1990040312',
  ])('not %s', (line) => {
    expect(saysDay(line, '1990-04-03')).toBe(false);
  });

  it('is found whatever it is', () => {
    expect(daysIn('4b. 31.12.2046')).toEqual(['2046-12-31']);
    expect(daysIn('EXP 2046-12-31')).toEqual(['2046-12-31']);
    expect(daysIn('31 DEC/DÉC 2046')).toEqual(['2046-12-31']);
    expect(daysIn('31.13.2046 99')).toEqual([]);
  });
});

describe('a number in print', () => {
  it.each([
    ['Document no. C01X00T47', 'C01X00T47', true],
    ['5. CO1X OOT47', 'C01X00T47', true],
    ['4d X-1234-5678', 'X12345678', true],
    ['C01X00T48', 'C01X00T47', false],
    ['C01X00T4', 'C01X00T47', false],
    ['1234567890128', '1234567890123', true],
    ['1234567890188', '1234567890123', false],
    ['page 12345 of 99999', '12345', true],
    ['1234567', '12345', false],
    ['', 'C01X00T47', false],
  ] as const)('%s, %s: %s', (line, number, expected) => {
    expect(hasNumber(line, number, 0.92)).toBe(expected);
  });
});

describe('a name in print', () => {
  it.each([
    [['Surname', 'MULLER'], 'Müller', true],
    [['1. MUELLER'], 'Müller', true],
    [['GARCIA LOPEZ'], 'García López', true],
    [['1. GARCIA', '2. LOPEZ'], 'García López', true],
    [['GARCIALOPEZ'], 'García López', true],
    [["O'NEILL"], 'O’Neill', true],
    [['1. VAN DEN BERG'], 'van den Berg', true],
    [['KHRUSHCHEV'], 'Хрущёв', true],
    [['CHAMBERLAIM'], 'Chamberlain', true],
    [['MULLEN'], 'Müller', false],
    [['GARCIA'], 'García López', false],
    [['1. LI'], 'Li', true],
    [['place of birth LI XING CITY HOSPITAL'], 'Li', false],
    [['WANG'], '王', false],
    [[], 'Müller', false],
  ])('%j, %s: %s', (lines, name, expected) => {
    expect(hasName(lines, name, 'surname', 0.87)).toBe(expected);
  });
});
