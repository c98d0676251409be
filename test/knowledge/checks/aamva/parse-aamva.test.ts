import { describe, expect, it } from '@jest/globals';

import { parseAamva } from '../../../../knowledge/checks/aamva/parse-aamva.ts';
import { HOLDERS } from '../../../specimen/holders.ts';
import { barcodeText } from '../../../specimen/licence-barcode.ts';

const { anna, berta } = HOLDERS;

describe('the data of a North American barcode', () => {
  it.each(['02', '03', '04', '05', '06', '07', '08', '09', '10', '11'])(
    'are read in version %s',
    (version) => {
      expect(parseAamva(barcodeText(anna, { version }))).toEqual({
        kind: 'driving_licence',
        issuer: 'USA',
        documentNumber: 'C01X00T47',
        names: { primary: ['MULLER'], secondary: ['ANNA', 'MARIA'], truncated: false },
        birthDate: '1990-12-31',
        expiryDate: '2060-05-14',
      });
    },
  );

  it('are read from a Canadian licence, whose dates begin with the year', () => {
    const text = barcodeText(berta, { iin: '636012', country: 'CAN' });
    expect(text).toContain('DBB19850208');
    expect(parseAamva(text)).toMatchObject({
      issuer: 'CAN',
      birthDate: '1985-02-08',
      expiryDate: '2059-11-30',
    });
  });

  it('are read from the standard of 2000, which has names of its own for them', () => {
    // Version 1: no issuer's version in the header, one name of three parts, dates that begin with the year.
    const text =
      '@\n\x1e\rANSI 6360130102DL00390187ZN02260032DLDAAPUBLIC,JOHN,QUINCY\nDAQD12345678\nDBA20301210\n' +
      'DBB19610715\nDBC1\nDAG789 E OAK ST\nDAJNS\rZNZNAMVA\r';
    expect(parseAamva(text)).toEqual({
      kind: 'driving_licence',
      issuer: 'CAN',
      documentNumber: 'D12345678',
      names: { primary: ['PUBLIC'], secondary: ['JOHN', 'QUINCY'], truncated: false },
      birthDate: '1961-07-15',
      expiryDate: '2030-12-10',
    });
  });

  it('tell an ID card and an enhanced licence', () => {
    expect(parseAamva(barcodeText(anna, { kind: 'ID' }))?.kind).toBe('id_card');
    expect(parseAamva(barcodeText(anna, { kind: 'EN' }))?.kind).toBe('driving_licence');
  });

  it.each<[string, Record<string, string | undefined>, object]>([
    [
      'given names in one',
      { DAC: undefined, DAD: undefined, DCT: 'ANNA,MARIA' },
      { secondary: ['ANNA', 'MARIA'] },
    ],
    ['no middle name', { DAD: 'NONE' }, { secondary: ['ANNA'] }],
    ['a blank middle name', { DAD: '' }, { secondary: ['ANNA'] }],
    ['a cut-off surname', { DCS: 'VERYLONGSURNAME', DDE: 'T' }, { truncated: true }],
    ['a surname of two words', { DCS: "O'NEIL-GARCIA LOPEZ" }, { primary: ['ONEIL', 'GARCIA', 'LOPEZ'] }],
  ])('know %s', (_, elements, names) => {
    expect(parseAamva(barcodeText(anna, { elements }))?.names).toMatchObject(names);
  });

  it.each<[string, Record<string, string | undefined>, object]>([
    ['a day that does not exist', { DBB: '02301990' }, { birthDate: undefined }],
    ['an expiry that is none', { DBA: 'NONE' }, { expiryDate: undefined }],
    ['no country', { DCG: undefined }, { issuer: 'USA' }],
  ])('say nothing about %s', (_, elements, expected) => {
    expect(parseAamva(barcodeText(anna, { elements }))).toMatchObject(expected);
  });

  it.each([
    '',
    'https://example.org',
    '00123456789@GARCIA@BERTA@F@12345678@A@08/02/1985@01/01/2015',
    'ANSI 636000100001',
  ])('are not found in %j', (text) => {
    expect(parseAamva(text)).toBeUndefined();
  });
});
