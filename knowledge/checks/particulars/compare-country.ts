import countries from 'i18n-iso-countries/index.js';

import type { Comparison } from './comparison.ts';

/** ICAO codes of issuers that are not ISO 3166-1 alpha-3 codes, with the country they stand for. */
const ICAO_ONLY: Readonly<Record<string, string>> = {
  D: 'DE',
  // Issuers whose older documents are still carried.
  ROM: 'RO',
  TMP: 'TL',
  ZAR: 'CD',
  ZIM: 'ZW',
  GBD: 'GB',
  GBN: 'GB',
  GBO: 'GB',
  GBP: 'GB',
  GBS: 'GB',
  RKS: 'XK',
  XKX: 'XK',
};

/** Countries whose documents people of these places carry; the zone names the country alone. */
const ISSUED_BY: Readonly<Record<string, readonly string[]>> = {
  AU: ['CC', 'CX', 'NF'],
  CN: ['HK', 'MO'],
  DK: ['FO', 'GL'],
  FI: ['AX'],
  FR: ['BL', 'GF', 'GP', 'MF', 'MQ', 'NC', 'PF', 'PM', 'RE', 'TF', 'WF', 'YT'],
  GB: ['AI', 'BM', 'FK', 'GG', 'GI', 'IM', 'JE', 'KY', 'MS', 'PN', 'SH', 'TC', 'VG'],
  NL: ['AW', 'BQ', 'CW', 'SX'],
  NO: ['BV', 'SJ'],
  NZ: ['CK', 'NU', 'TK'],
  US: ['AS', 'GU', 'MP', 'PR', 'UM', 'VI'],
};

/**
 * Compares the country that the customer named (ISO 3166-1 alpha-2) with the zone's issuer. Letters that are no
 * country's code were misread or stand for an organisation (UNO, XXA, EUE, XOM): `unsure`. So is the country of a
 * holder whose document another state issued, such as a residence permit or a travel document for refugees.
 */
export function compareCountry(issuer: string, claimed: string, nationality = ''): Comparison {
  const country = countryOf(issuer);
  if (country === undefined) return 'unsure';
  if (country === claimed || ISSUED_BY[country]?.includes(claimed)) return 'agrees';
  return countryOf(nationality) === claimed ? 'unsure' : 'differs';
}

const countryOf = (code: string): string | undefined => ICAO_ONLY[code] ?? countries.alpha3ToAlpha2(code);
