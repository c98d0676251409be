import type { Criteria } from '../../../knowledge/checks/criteria.ts';
import type { TextLine } from '../../../knowledge/checks/document-measurements.ts';
import { barcodeOf, compareBarcode } from '../../../knowledge/checks/document/compare-barcode.ts';
import { confirmByText } from '../../../knowledge/checks/document/confirm-by-text.ts';
import type { DocumentClaim } from '../../../knowledge/checks/document/document-claim.ts';
import type { ParticularField } from '../../../knowledge/checks/document/findings.ts';
import { expiryDay } from '../../../knowledge/checks/mrz/mrz-dates.ts';
import { parseMrz, type Mrz } from '../../../knowledge/checks/mrz/parse-mrz.ts';
import { compareBirthDate } from '../../../knowledge/checks/particulars/compare-birth-date.ts';
import { compareCountry } from '../../../knowledge/checks/particulars/compare-country.ts';
import { compareDocumentNumber } from '../../../knowledge/checks/particulars/compare-document-number.ts';
import { compareDocumentType } from '../../../knowledge/checks/particulars/compare-document-type.ts';
import { compareNames } from '../../../knowledge/checks/particulars/compare-names.ts';
import type { Comparison } from '../../../knowledge/checks/particulars/comparison.ts';
import type { Submission } from '../../../knowledge/verification/submission.ts';
import { countryWords, dayWords, DOCUMENT_WORDS } from './words.ts';

/** What the customer typed beside what the document says, in each of the ways in which it says it. */
export interface ParticularsLine {
  readonly field: Field;
  readonly label: string;
  readonly typed: string;
  /** Empty when nothing was read. */
  readonly readings: readonly Reading[];
  /** The worst of the readings. */
  readonly comparison: Comparison | 'not_read';
}

export interface Reading {
  readonly source: 'zone' | 'barcode' | 'print';
  /** What it says; empty for the print, in which the typed words are looked for. */
  readonly value: string;
  readonly comparison: Comparison;
}

export interface ReadZone {
  readonly lines: readonly string[];
  readonly mrz: Mrz;
}

/** The lines of the table; `givenNames` has no comparison of its own, names are compared as a whole. */
type Field = ParticularField | 'givenNames';
type Readings = Readonly<Partial<Record<Field, Reading>>>;

/** The zone of whichever side carries one. */
export function zoneOf(submission: Submission): ReadZone | undefined {
  for (const { measurements } of documentPhotos(submission)) {
    const reading = measurements.mrz;
    const mrz = reading.found ? parseMrz(reading.format, reading.lines) : undefined;
    if (reading.found && mrz) return { lines: reading.lines, mrz };
  }
  return undefined;
}

/** The print of whichever side was read. */
export function printOf(submission: Submission): readonly TextLine[] {
  return documentPhotos(submission).flatMap(({ measurements }) => measurements.text ?? []);
}

export function compareParticulars(
  submission: Submission,
  criteria: Criteria,
  today: Date,
): readonly ParticularsLine[] {
  const claim = claimOf(submission);
  const { documentType } = submission.answers;
  const zone = zoneOf(submission);
  const print = printOf(submission);
  const sources: readonly Readings[] = [
    ...(zone ? [zoneReadings(zone.mrz, claim, today)] : []),
    ...documentPhotos(submission).map(({ measurements }) => {
      const barcode = barcodeOf(measurements);
      return barcode ? barcodeReadings(barcode, claim, today) : {};
    }),
    ...(print.length > 0 ? [printReadings(print, claim, criteria, today)] : []),
  ];
  const line = (label: string, field: Field, typed: string): ParticularsLine => {
    const readings = sources.flatMap((source) => source[field] ?? []);
    return { field, label, typed, readings, comparison: worst(readings) };
  };
  return [
    line('Surname', 'name', claim.surname),
    line('Given names', 'givenNames', claim.givenNames || '(none)'),
    line('Date of birth', 'birthDate', claim.birthDate ? dayWords(claim.birthDate) : ''),
    line('Document number', 'documentNumber', claim.documentNumber),
    line('Issued by', 'country', claim.country ? countryWords(claim.country) : ''),
    line('Document', 'documentType', documentType ? DOCUMENT_WORDS[documentType] : ''),
    line('Good until', 'expiryDate', ''),
  ];
}

const documentPhotos = ({ photos }: Submission) =>
  [photos.document_front, photos.document_back].filter((photo) => photo !== undefined);

function claimOf({ answers }: Submission): DocumentClaim {
  return {
    documentType: answers.documentType ?? 'passport',
    side: 'front',
    country: answers.country ?? '',
    surname: answers.surname ?? '',
    givenNames: answers.givenNames ?? '',
    birthDate: answers.birthDate ?? '',
    documentNumber: answers.documentNumber ?? '',
  };
}

function worst(readings: readonly Reading[]): ParticularsLine['comparison'] {
  const found = new Set(readings.map(({ comparison }) => comparison));
  // What one source confirms needs no second: print is hard to read.
  const order = ['differs', 'agrees', 'unsure'] as const;
  return order.find((comparison) => found.has(comparison)) ?? 'not_read';
}

function zoneReadings(mrz: Mrz, claim: DocumentClaim, today: Date): Readings {
  const reading = (value: string, comparison: Comparison): Reading => ({ source: 'zone', value, comparison });
  const names = compareNames(mrz.names, claim.surname, claim.givenNames);
  const number = compareDocumentNumber(mrz.documentNumber, claim.documentNumber, mrz.optional);
  const type = compareDocumentType(mrz.documentCode, mrz.issuer, claim.documentType);
  const expiry = expiryDay(mrz.expiryDate, today);
  return {
    name: reading(mrz.names.primary.join(' '), names),
    givenNames: reading(mrz.names.secondary.join(' '), names),
    birthDate: reading(birthWords(mrz), compareBirthDate(mrz.birthDate, claim.birthDate)),
    documentNumber: reading(mrz.documentNumber, number),
    country: reading(mrz.issuer, compareCountry(mrz.issuer, claim.country, mrz.nationality)),
    documentType: reading(`Code ${mrz.documentCode}`, type),
    expiryDate: reading(expiry ? dayWords(expiry) : mrz.expiryDate, expiryComparison(expiry, today)),
  };
}

function barcodeReadings(
  barcode: NonNullable<ReturnType<typeof barcodeOf>>,
  claim: DocumentClaim,
  today: Date,
): Readings {
  const compared = compareBarcode(barcode, claim, today);
  const reading = (value: string, field: ParticularField): Reading => ({
    source: 'barcode',
    value,
    comparison: compared[field] ?? 'unsure',
  });
  const { names, birthDate, expiryDate, kind } = barcode;
  return {
    name: reading(names.primary.join(' '), 'name'),
    givenNames: reading(names.secondary.join(' '), 'name'),
    birthDate: reading(birthDate ? dayWords(birthDate) : '', 'birthDate'),
    documentNumber: reading(barcode.documentNumber, 'documentNumber'),
    country: reading(barcode.issuer, 'country'),
    documentType: reading(kind ? DOCUMENT_WORDS[kind] : '', 'documentType'),
    expiryDate: reading(expiryDate ? dayWords(expiryDate) : '', 'expiryDate'),
  };
}

function printReadings(
  print: readonly TextLine[],
  claim: DocumentClaim,
  criteria: Criteria,
  today: Date,
): Readings {
  const compared = confirmByText(print, claim, criteria, today);
  return Object.fromEntries(
    Object.entries(compared).map(([field, comparison]) => [
      field,
      { source: 'print', value: '', comparison },
    ]),
  );
}

/** YYMMDD as it is printed: the zone does not say which century. */
function birthWords(mrz: Mrz): string {
  return `${mrz.birthDate.slice(4, 6)}.${mrz.birthDate.slice(2, 4)}.${mrz.birthDate.slice(0, 2)}`;
}

function expiryComparison(expiry: string | undefined, today: Date): Comparison {
  if (expiry === undefined) return 'unsure';
  return expiry < today.toISOString().slice(0, 10) ? 'differs' : 'agrees';
}
