import { expiryDay } from '../../../knowledge/checks/mrz/mrz-dates.ts';
import { parseMrz, type Mrz } from '../../../knowledge/checks/mrz/parse-mrz.ts';
import { compareBirthDate } from '../../../knowledge/checks/particulars/compare-birth-date.ts';
import { compareCountry } from '../../../knowledge/checks/particulars/compare-country.ts';
import { compareDocumentNumber } from '../../../knowledge/checks/particulars/compare-document-number.ts';
import { compareNames } from '../../../knowledge/checks/particulars/compare-names.ts';
import type { Submission } from '../../../knowledge/verification/submission.ts';
import { countryWords, dayWords, DOCUMENT_WORDS } from './words.ts';

/** What the customer typed beside what the document's machine-readable zone says. */
export interface ParticularsLine {
  readonly label: string;
  readonly typed: string;
  /** Empty when no zone was read. */
  readonly read: string;
  readonly comparison: 'agrees' | 'unsure' | 'differs' | 'not_read';
}

export interface ReadZone {
  readonly lines: readonly string[];
  readonly mrz: Mrz;
}

/** The zone of whichever side carries one. */
export function zoneOf(submission: Submission): ReadZone | undefined {
  for (const photo of [submission.photos.document_front, submission.photos.document_back]) {
    const reading = photo?.measurements.mrz;
    const mrz = reading?.found ? parseMrz(reading.format, reading.lines) : undefined;
    if (reading?.found && mrz) return { lines: reading.lines, mrz };
  }
  return undefined;
}

export function compareParticulars(submission: Submission, today: Date): readonly ParticularsLine[] {
  const { answers } = submission;
  const mrz = zoneOf(submission)?.mrz;
  const line = (
    label: string,
    typed: string,
    read: string,
    compare: (zone: Mrz) => ParticularsLine['comparison'],
  ): ParticularsLine => ({ label, typed, read, comparison: mrz ? compare(mrz) : 'not_read' });
  const surname = answers.surname ?? '';
  const givenNames = answers.givenNames ?? '';
  const type = answers.documentType;
  const names = (zone: Mrz) => compareNames(zone.names, surname, givenNames);
  return [
    line('Surname', surname, mrz?.names.primary.join(' ') ?? '', names),
    line('Given names', givenNames || '(none)', mrz?.names.secondary.join(' ') ?? '', names),
    line('Date of birth', answers.birthDate ? dayWords(answers.birthDate) : '', birthWords(mrz), (zone) =>
      compareBirthDate(zone.birthDate, answers.birthDate ?? ''),
    ),
    line('Document number', answers.documentNumber ?? '', mrz?.documentNumber ?? '', (zone) =>
      compareDocumentNumber(zone.documentNumber, answers.documentNumber ?? ''),
    ),
    line('Issued by', answers.country ? countryWords(answers.country) : '', mrz?.issuer ?? '', (zone) =>
      compareCountry(zone.issuer, answers.country ?? ''),
    ),
    line('Document', type ? DOCUMENT_WORDS[type] : '', mrz ? `Code ${mrz.documentCode}` : '', (zone) =>
      (type === 'passport') === zone.documentCode.startsWith('P') ? 'agrees' : 'differs',
    ),
    line('Good until', '', expiryWords(mrz, today), (zone) => expiryComparison(zone, today)),
  ];
}

/** YYMMDD as it is printed: the zone does not say which century. */
function birthWords(mrz: Mrz | undefined): string {
  return mrz ? `${mrz.birthDate.slice(4, 6)}.${mrz.birthDate.slice(2, 4)}.${mrz.birthDate.slice(0, 2)}` : '';
}

function expiryWords(mrz: Mrz | undefined, today: Date): string {
  if (!mrz) return '';
  const expiry = expiryDay(mrz.expiryDate, today);
  return expiry ? dayWords(expiry) : mrz.expiryDate;
}

function expiryComparison(mrz: Mrz, today: Date): ParticularsLine['comparison'] {
  const expiry = expiryDay(mrz.expiryDate, today);
  if (expiry === undefined) return 'unsure';
  return expiry < today.toISOString().slice(0, 10) ? 'differs' : 'agrees';
}
