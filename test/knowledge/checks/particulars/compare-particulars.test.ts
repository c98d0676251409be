import { describe, expect, it } from '@jest/globals';

import { compareBirthDate } from '../../../../knowledge/checks/particulars/compare-birth-date.ts';
import { compareCountry } from '../../../../knowledge/checks/particulars/compare-country.ts';
import { compareDocumentNumber } from '../../../../knowledge/checks/particulars/compare-document-number.ts';

describe('comparing the particulars', () => {
  it.each([
    ['D', 'DE', 'agrees'],
    ['FRA', 'FR', 'agrees'],
    ['GBD', 'GB', 'agrees'],
    ['RKS', 'XK', 'agrees'],
    ['CHN', 'HK', 'agrees'],
    ['USA', 'PR', 'agrees'],
    ['FRA', 'DE', 'differs'],
    ['DEU', 'FR', 'differs'],
    ['UTO', 'DE', 'unsure'],
    ['UNO', 'CH', 'unsure'],
    ['FRH', 'FR', 'unsure'],
  ] as const)('issuer %s, country %s: %s', (issuer, country, result) => {
    expect(compareCountry(issuer, country)).toBe(result);
  });

  it.each([
    ['C01X00T47', 'C01X00T47', 'agrees'],
    ['C01X00T47', 'c01x-00 t47', 'agrees'],
    ['C01X00T47', 'CO1XOOT47', 'agrees'],
    ['C01X00T47', 'C01X00T478', 'agrees'],
    ['C01X00T47', 'C01X00T479', 'differs'],
    ['C01X00T47', 'C01X00T48', 'differs'],
    ['C01X00T47', 'C01X00T4', 'differs'],
    ['', 'C01X00T47', 'unsure'],
  ] as const)('number %s, typed %s: %s', (printed, typed, result) => {
    expect(compareDocumentNumber(printed, typed)).toBe(result);
  });

  it.each([
    ['901231', '1990-12-31', 'agrees'],
    ['901231', '1991-12-31', 'differs'],
    ['901231', '1990-12-13', 'differs'],
    ['080212', '2008-12-02', 'differs'],
    ['90<<<<', '1990-12-31', 'unsure'],
    ['91<<<<', '1990-12-31', 'differs'],
    ['<<<<<<', '1990-12-31', 'unsure'],
  ] as const)('birth date %s, given %s: %s', (printed, claimed, result) => {
    expect(compareBirthDate(printed, claimed)).toBe(result);
  });
});
