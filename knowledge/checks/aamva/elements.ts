/**
 * The elements of the AAMVA DL/ID Card Design Standard, Annex D, that tell who holds the card, by the names that the
 * versions 1 (2000) to 11 (2025) gave them. The first that is there and not blank counts.
 */
export const ELEMENTS = {
  number: ['DAQ', 'DBJ'],
  surname: ['DCS', 'DAB'],
  firstName: ['DAC'],
  middleName: ['DAD'],
  /** Versions 2 and 3: all given names in one. */
  givenNames: ['DCT'],
  /** Version 1: the whole name, its parts separated by commas, the surname first. */
  wholeName: ['DAA'],
  birthDate: ['DBB'],
  expiryDate: ['DBA'],
  country: ['DCG'],
} as const;
export type ElementName = keyof typeof ELEMENTS;

/** `T`: the name was cut off to fit (surname, first, middle). */
export const TRUNCATIONS = ['DDE', 'DDF', 'DDG'] as const;

/** What issuers write where they have nothing to write. */
export const BLANK = /^(NONE|UNAVL|UNAVAIL|N\/A|NULL|[\s.-]*)$/i;

/** Kinds of subfile: EN is an enhanced driver's licence. */
export const KINDS: Readonly<Record<string, 'driving_licence' | 'id_card'>> = {
  DL: 'driving_licence',
  EN: 'driving_licence',
  ID: 'id_card',
};

/** Issuer identification numbers of Canada's provinces and Mexico's states; the others are of the United States. */
const CANADA = [
  '636028', // British Columbia
  '604432', // Alberta
  '636044', // Saskatchewan
  '636048', // Manitoba
  '636012', // Ontario
  '604428', // Quebec
  '636017', // New Brunswick
  '636013', // Nova Scotia
  '604426', // Prince Edward Island
  '636016', // Newfoundland and Labrador
  '604429', // Yukon
  '604434', // Northwest Territories
  '604433', // Nunavut
];
const MEXICO = ['636056', '636057'];

const COUNTRIES: Readonly<Record<string, string>> = {
  USA: 'USA',
  US: 'USA',
  CAN: 'CAN',
  CDN: 'CAN',
  MEX: 'MEX',
};

/** ICAO code of the issuing country, from the element or from the header's issuer number. */
export function issuerOf(country: string | undefined, iin: string): string {
  const named = COUNTRIES[country?.toUpperCase() ?? ''];
  if (named) return named;
  if (CANADA.includes(iin)) return 'CAN';
  if (MEXICO.includes(iin)) return 'MEX';
  return /^(636|604)/.test(iin) ? 'USA' : '';
}
