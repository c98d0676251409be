import countries from 'i18n-iso-countries/index.js';

/** Codes of ICAO Doc 9303 part 3, section 5, that are no country's in ISO 3166. */
const OTHERS = [
  'D<<',
  'EUE',
  'GBD',
  'GBN',
  'GBO',
  'GBP',
  'GBS',
  'IAO',
  'RKS',
  'UNK',
  'UNO',
  'UNA',
  'UTO',
  'XAA',
  'XAE',
  'XBA',
  'XCC',
  'XCE',
  'XCO',
  'XCT',
  'XDC',
  'XEC',
  'XIM',
  'XMP',
  'XOM',
  'XPO',
  'XSM',
  'XXA',
  'XXB',
  'XXC',
  'XXX',
  'ROM',
  'ZIM',
  'YUG',
  'SCG',
  'ANT',
];

/** What can stand for an issuing state or a nationality in a zone, three characters each. */
export const STATE_CODES: readonly string[] = [...Object.keys(countries.getAlpha3Codes()), ...OTHERS];
