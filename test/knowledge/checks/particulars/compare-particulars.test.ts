import { describe, expect, it } from '@jest/globals';

import { compareBirthDate } from '../../../../knowledge/checks/particulars/compare-birth-date.ts';
import { compareCountry } from '../../../../knowledge/checks/particulars/compare-country.ts';
import { compareDocumentType } from '../../../../knowledge/checks/particulars/compare-document-type.ts';
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
    ['XXA', 'DE', 'unsure'],
    ['EUE', 'BE', 'unsure'],
    ['XOM', 'IT', 'unsure'],
    ['GBN', 'GB', 'agrees'],
    ['ZIM', 'ZW', 'agrees'],
  ] as const)('issuer %s, country %s: %s', (issuer, country, result) => {
    expect(compareCountry(issuer, country)).toBe(result);
  });

  it('leaves the document of a foreigner to a person', () => {
    expect(compareCountry('D', 'TR', 'TUR')).toBe('unsure');
    expect(compareCountry('D', 'TR', 'D')).toBe('differs');
    expect(compareCountry('D', 'DE', 'TUR')).toBe('agrees');
  });

  it.each([
    ['P', 'UTO', 'passport', 'agrees'],
    ['PD', 'UTO', 'passport', 'agrees'],
    ['ID', 'UTO', 'passport', 'differs'],
    ['IP', 'USA', 'passport', 'differs'],
    ['V', 'UTO', 'passport', 'differs'],
    ['ID', 'UTO', 'id_card', 'agrees'],
    ['I', 'UTO', 'id_card', 'agrees'],
    ['IP', 'USA', 'id_card', 'agrees'],
    ['A', 'UTO', 'id_card', 'agrees'],
    ['C', 'UTO', 'id_card', 'agrees'],
    ['IR', 'D', 'id_card', 'unsure'],
    ['AR', 'D', 'id_card', 'unsure'],
    ['C1', 'USA', 'id_card', 'unsure'],
    ['AC', 'UTO', 'id_card', 'unsure'],
    ['P', 'UTO', 'id_card', 'differs'],
    ['V', 'UTO', 'id_card', 'differs'],
    ['I', 'USA', 'driving_licence', 'agrees'],
    ['ID', 'D', 'driving_licence', 'differs'],
  ] as const)('code %s of %s, chosen %s: %s', (code, issuer, chosen, result) => {
    expect(compareDocumentType(code, issuer, chosen)).toBe(result);
  });

  it('knows the number that a state prints in an optional field', () => {
    // The layout of Spain's and Turkey's cards: the number of the card, and the number of the person.
    expect(compareDocumentNumber('BAA000589', '99999999R', ['99999999R', ''])).toBe('agrees');
    expect(compareDocumentNumber('A12Z34567', '12345678901', ['12345678901<<TC', ''])).toBe('agrees');
    expect(compareDocumentNumber('BAA000589', '99999999T', ['99999999R', ''])).toBe('differs');
    expect(compareDocumentNumber('BAA000589', '123', ['123', ''])).toBe('differs');
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
