import type { Reason } from '../../verdict.ts';
import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { expiryDay } from '../mrz/mrz-dates.ts';
import type { JudgedMrz } from '../mrz/judge-reading.ts';
import type { FieldName } from '../mrz/mrz-formats.ts';
import { compareBirthDate } from '../particulars/compare-birth-date.ts';
import { compareCountry } from '../particulars/compare-country.ts';
import { compareDocumentNumber } from '../particulars/compare-document-number.ts';
import { compareDocumentType } from '../particulars/compare-document-type.ts';
import { compareNames } from '../particulars/compare-names.ts';
import type { Comparison } from '../particulars/comparison.ts';
import { NOTHING_FOUND, type Findings } from '../verdict-of.ts';
import { zoneOf } from './check-zone.ts';
import { barcodeOf, compareBarcode } from './compare-barcode.ts';
import { confirmByText, isConfirmedByText } from './confirm-by-text.ts';
import type { DocumentClaim } from './document-claim.ts';
import { findingsOf, lastDayAnywhere } from './findings.ts';

/** Compares what the customer said with what the document says, in whichever way it says it surest. */
export function checkParticulars(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  today: Date,
  otherSide: DocumentMeasurements | undefined,
): Findings {
  const zone = zoneOf(measured, criteria);
  if (zone) return compareWithZone(zone, claim, today);
  const barcode = barcodeOf(measured);
  if (barcode) return findingsOf(compareBarcode(barcode, claim, today));
  const isFrontOfLicence = claim.documentType === 'driving_licence' && claim.side === 'front';
  // The barcode on the back says it all, and is judged with the back.
  if (!isFrontOfLicence || (otherSide && barcodeOf(otherSide))) return NOTHING_FOUND;
  return findingsOf(confirmByText(measured.text ?? [], claim, criteria, today));
}

/** Whether a photo is good enough to read: its zone, its barcode or its print was read and says what was looked for. */
export function wasRead(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  today: Date,
): boolean {
  if (zoneOf(measured, criteria)?.mrz.wrongChecks.length === 0 || barcodeOf(measured)) return true;
  return isConfirmedByText(measured, claim, criteria, today);
}

/**
 * Compares what was read for sure. A field whose own check digit is wrong was misread: it proves nothing. One in
 * which a character is in doubt can agree with what the customer said, but does not contradict it.
 */
function compareWithZone({ mrz, unsure: doubtful }: JudgedMrz, claim: DocumentClaim, today: Date): Findings {
  const retake: Reason[] = [];
  const unsure: string[] = [];
  const isDoubtful = (...fields: readonly FieldName[]) => fields.some((field) => doubtful.includes(field));
  const judgeField = (field: string, code: Reason['code'], comparison: Comparison, inDoubt: boolean) => {
    if (comparison === 'differs' && !inDoubt) retake.push({ code });
    else if (comparison !== 'agrees') unsure.push(field);
  };
  const type = compareDocumentType(mrz.documentCode, mrz.issuer, claim.documentType);
  judgeField('documentType', 'document_type_differs', type, isDoubtful('documentCode', 'issuer'));
  const names = compareNames(mrz.names, claim.surname, claim.givenNames);
  judgeField('name', 'document_name_differs', names, isDoubtful('names', 'givenNames'));
  const country = compareCountry(mrz.issuer, claim.country, mrz.nationality);
  judgeField('country', 'document_country_differs', country, isDoubtful('issuer', 'nationality'));
  if (!mrz.wrongChecks.includes('birthDate')) {
    const comparison = compareBirthDate(mrz.birthDate, claim.birthDate);
    judgeField('birthDate', 'document_birth_date_differs', comparison, isDoubtful('birthDate'));
  }
  if (!mrz.wrongChecks.includes('documentNumber')) {
    const comparison = compareDocumentNumber(mrz.documentNumber, claim.documentNumber, mrz.optional);
    const inDoubt = isDoubtful('documentNumber', 'optional', 'optional2');
    judgeField('documentNumber', 'document_number_differs', comparison, inDoubt);
  }
  if (!mrz.wrongChecks.includes('expiryDate')) {
    const expiry = expiryDay(mrz.expiryDate, today);
    if (expiry === undefined || isDoubtful('expiryDate')) unsure.push('expiryDate');
    else if (expiry < lastDayAnywhere(today)) retake.push({ code: 'document_expired' });
  }
  const review: Reason[] =
    unsure.length > 0
      ? [{ code: 'document_details_unconfirmed', details: { fields: unsure.join(' ') } }]
      : [];
  return { retake, review };
}
