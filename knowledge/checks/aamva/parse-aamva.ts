import type { MrzNames } from '../mrz/parse-mrz.ts';
import { printedWords } from '../particulars/name-words.ts';
import { BLANK, ELEMENTS, issuerOf, KINDS, TRUNCATIONS, type ElementName } from './elements.ts';

/** What the barcode of a North American licence or ID card says. Strings are empty where it says nothing. */
export interface Aamva {
  readonly kind: 'driving_licence' | 'id_card' | undefined;
  /** ICAO code of the issuing country. */
  readonly issuer: string;
  readonly documentNumber: string;
  readonly names: MrzNames;
  /** YYYY-MM-DD; undefined when it is not a date. */
  readonly birthDate: string | undefined;
  readonly expiryDate: string | undefined;
}

/** Issuer's number, version, and from version 2 on the issuer's own version; then how many subfiles follow. */
const HEADER = /(?:ANSI |AAMVA|AAMVA )(\d{6})(\d{2})/;
/** Kind, offset and length of a subfile. Offsets are often wrong by a few bytes, so only the kind is used. */
const DESIGNATOR = /^([A-Z]{2})[\dO]{8}/;
const SUBFILE_HEAD = /^(DL|ID|EN|Z[A-Z])(?=[DZ][A-Z]{2})/;

/** Takes the data of a PDF417 apart. Undefined when they are not a licence's by the standard. */
export function parseAamva(text: string): Aamva | undefined {
  const header = HEADER.exec(text);
  if (!header) return undefined;
  const [whole, iin = '', version = ''] = header;
  let rest = text.slice(header.index + whole.length + (Number(version) < 2 ? 2 : 4));
  const kinds: string[] = [];
  for (let found = DESIGNATOR.exec(rest); found; found = DESIGNATOR.exec(rest)) {
    kinds.push(found[1] ?? '');
    rest = rest.slice(found[0].length);
  }
  const elements = readElements(rest);
  const value = (name: ElementName): string =>
    ELEMENTS[name].map((id) => elements.get(id)).find((found) => found !== undefined) ?? '';
  const names = readNames(value, elements);
  const documentNumber = value('number');
  if (documentNumber === '' && names.primary.length === 0) return undefined;
  return {
    kind: kinds.map((kind) => KINDS[kind]).find((kind) => kind !== undefined),
    issuer: issuerOf(value('country'), iin),
    documentNumber,
    names,
    birthDate: readDay(value('birthDate')),
    expiryDate: readDay(value('expiryDate')),
  };
}

/** One element a line: three letters and its value. Those of the first subfile count; later ones are the issuer's own. */
function readElements(body: string): ReadonlyMap<string, string> {
  const elements = new Map<string, string>();
  for (const line of body.split(/\p{Cc}+/u)) {
    const [, id = '', value = ''] = /^([DZ][A-Z]{2})(.*)$/.exec(line.trim().replace(SUBFILE_HEAD, '')) ?? [];
    if (id !== '' && !BLANK.test(value) && !elements.has(id)) elements.set(id, value.trim());
  }
  return elements;
}

function readNames(value: (name: ElementName) => string, elements: ReadonlyMap<string, string>): MrzNames {
  const truncated = TRUNCATIONS.some((id) => elements.get(id) === 'T');
  const surname = value('surname');
  if (surname === '') {
    const [primary = '', ...given] = value('wholeName').split(/[,@$]/);
    return { primary: printedWords(primary), secondary: printedWords(given.join(' ')), truncated };
  }
  const first = value('firstName');
  const given = first === '' ? value('givenNames') : `${first} ${value('middleName')}`;
  return { primary: printedWords(surname), secondary: printedWords(given), truncated };
}

/**
 * MMDDCCYY in the United States, CCYYMMDD in Canada and in version 1. The two cannot be mistaken for each other: no
 * month is 19 or 20, and no century has the number of a month.
 */
function readDay(text: string): string | undefined {
  const digits = text.replace(/[^0-9]/g, '');
  if (digits.length !== 8) return undefined;
  const yearFirst = /^(19|20)/.test(digits);
  const year = yearFirst ? digits.slice(0, 4) : digits.slice(4);
  const [month, day] = yearFirst
    ? [digits.slice(4, 6), digits.slice(6)]
    : [digits.slice(0, 2), digits.slice(2, 4)];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists && Number(year) >= 1900 ? `${year}-${month}-${day}` : undefined;
}
