import { describe, expect, it } from '@jest/globals';

import { checkDigit } from '../../../../knowledge/checks/mrz/check-digit.ts';
import type { MrzFormatId } from '../../../../knowledge/checks/mrz/mrz-formats.ts';
import { parseMrz } from '../../../../knowledge/checks/mrz/parse-mrz.ts';

/** The fictitious specimens printed in ICAO Doc 9303, parts 4 to 7. */
const SPECIMENS: Readonly<Record<Exclude<MrzFormatId, 'FRA-ID'>, readonly string[]>> = {
  TD3: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
  TD2: ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
  TD1: ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
  'MRV-A': ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'],
  'MRV-B': ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'],
};

describe('check digits', () => {
  it.each([
    ['520727', '3'],
    ['AB2134<<<', '5'],
    ['L898902C<', '3'],
    ['<<<<<<<<<', '0'],
  ])('weighs %s to %s', (text, digit) => {
    expect(checkDigit(text)).toBe(digit);
  });

  it('refuses what cannot stand in a zone', () => {
    expect(() => checkDigit('AB 12')).toThrow(RangeError);
  });
});

describe('parsing a zone', () => {
  it.each(Object.keys(SPECIMENS) as (keyof typeof SPECIMENS)[])("reads ICAO's %s specimen", (format) => {
    const mrz = parseMrz(format, SPECIMENS[format]);
    expect(mrz?.wrongChecks).toEqual([]);
    expect(mrz?.names).toEqual({ primary: ['ERIKSSON'], secondary: ['ANNA', 'MARIA'], truncated: false });
    expect(mrz?.issuer).toBe('UTO');
    expect(mrz?.sex).toBe('F');
  });

  it('names the field whose digit was altered, and the composite', () => {
    const [first = '', second = ''] = SPECIMENS.TD3;
    const altered = parseMrz('TD3', [first, second.replace('7408122', '7408132')]);
    expect(altered?.wrongChecks).toEqual(['birthDate', 'composite']);
  });

  it('finds out two altered fields that each carry a right digit, by the composite', () => {
    const [first = '', second = ''] = SPECIMENS.TD3;
    const expiry = '120415';
    const other = '220415';
    const altered = parseMrz('TD3', [first, second.replace(`${expiry}9`, other + checkDigit(other))]);
    expect(altered?.wrongChecks).toEqual(['composite']);
  });

  it('reads a document number that goes on in the optional field', () => {
    const head = 'D23145890';
    const whole = `${head}734`;
    const first = `I<UTO${head}<734${checkDigit(whole)}`.padEnd(30, '<');
    const mrz = parseMrz('TD1', [first, SPECIMENS.TD1[1] ?? '', SPECIMENS.TD1[2] ?? '']);
    expect(mrz?.documentNumber).toBe(whole);
    expect(mrz?.wrongChecks).not.toContain('documentNumber');
    const wrong = parseMrz('TD1', [
      first.replace('734', '735'),
      SPECIMENS.TD1[1] ?? '',
      SPECIMENS.TD1[2] ?? '',
    ]);
    expect(wrong?.wrongChecks).toContain('documentNumber');
  });

  it('takes a filler for the digit of a blank optional field, and only then', () => {
    const [first = ''] = SPECIMENS.TD3;
    const head = 'L898902C36UTO7408122F1204159';
    const composite = (rest: string) =>
      checkDigit(head.slice(0, 10) + head.slice(13, 20) + head.slice(21) + rest);
    const blank = '<'.repeat(15);
    expect(parseMrz('TD3', [first, head + blank + composite(blank)])?.wrongChecks).toEqual([]);
    const filled = 'ZE184226B<<<<<<';
    expect(parseMrz('TD3', [first, head + filled + composite(filled)])?.wrongChecks).toEqual(['optional']);
  });

  it('tells a name that is cut off from one that merely ends', () => {
    const [, second = ''] = SPECIMENS.TD3;
    const long = 'P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONGKR';
    expect(parseMrz('TD3', [long, second])?.names.truncated).toBe(true);
  });

  it('leaves letters out that stand alone among the fillers after the names', () => {
    const [, second = ''] = SPECIMENS.TD3;
    const noisy = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<K<<<<<<C<<<<K';
    expect(parseMrz('TD3', [noisy, second])?.names).toEqual({
      primary: ['ERIKSSON'],
      secondary: ['ANNA', 'MARIA'],
      truncated: false,
    });
  });

  it('reads an older French card: given names below, no date of expiry', () => {
    const number = '880692310285';
    const first = 'IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<';
    const second = `${number}${checkDigit(number)}CORINNE<<<<<<<651206${checkDigit('651206')}F`;
    const mrz = parseMrz('FRA-ID', [first, second + checkDigit(first + second)]);
    expect(mrz?.wrongChecks).toEqual([]);
    expect(mrz?.names).toEqual({ primary: ['BERTHIER'], secondary: ['CORINNE'], truncated: false });
    expect(mrz).toMatchObject({ documentNumber: number, birthDate: '651206', expiryDate: '', sex: 'F' });
  });

  it('takes fillers for the digit of an unknown birth date', () => {
    const [first = ''] = SPECIMENS.TD3;
    const blank = '<'.repeat(15);
    const start = 'L898902C36';
    const rest = `<<<<<<<M1204159${blank}`;
    const composite = checkDigit(start + rest.slice(0, 7) + rest.slice(8));
    expect(parseMrz('TD3', [first, `${start}UTO${rest}${composite}`])?.wrongChecks).toEqual([]);
  });

  it.each([
    ['a line too short', ['P<UTO', SPECIMENS.TD3[1] ?? '']],
    ['a line missing', [SPECIMENS.TD3[0] ?? '']],
    ['other characters', [(SPECIMENS.TD3[0] ?? '').replace('<', '-'), SPECIMENS.TD3[1] ?? '']],
  ])('gives nothing for %s', (_, lines) => {
    expect(parseMrz('TD3', lines)).toBeUndefined();
  });
});
