import countries from 'i18n-iso-countries/index.js';

import type { Comparison } from './comparison.ts';

/** ICAO codes of issuers that are not ISO 3166-1 alpha-3 codes, with the country they stand for. */
const ICAO_ONLY: Readonly<Record<string, string>> = {
  D: 'DE',
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
 * Compares the country that the customer named (ISO 3166-1 alpha-2) with the zone's issuer. Letters that are
 * no issuer's code were misread or stand for an organisation: `unsure`.
 */
export function compareCountry(issuer: string, claimed: string): Comparison {
  const country = ICAO_ONLY[issuer] ?? countries.alpha3ToAlpha2(issuer);
  if (country === undefined) return 'unsure';
  return country === claimed || ISSUED_BY[country]?.includes(claimed) ? 'agrees' : 'differs';
}
