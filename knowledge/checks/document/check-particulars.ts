import type { Reason } from '../../verdict.ts';
import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { expiryDay } from '../mrz/mrz-dates.ts';
import type { Mrz } from '../mrz/parse-mrz.ts';
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
  const mrz = zoneOf(measured);
  if (mrz) return compareWithZone(mrz, claim, today);
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
  if (zoneOf(measured)?.wrongChecks.length === 0 || barcodeOf(measured)) return true;
  return isConfirmedByText(measured, claim, criteria, today);
}

/** Compares what check digits vouch for. A field whose own check digit is wrong was misread: it proves nothing. */
function compareWithZone(mrz: Mrz, claim: DocumentClaim, today: Date): Findings {
  const retake: Reason[] = [];
  const unsure: string[] = [];
  const judgeField = (field: string, code: Reason['code'], comparison: Comparison) => {
    if (comparison === 'differs') retake.push({ code });
    if (comparison === 'unsure') unsure.push(field);
  };
  const type = compareDocumentType(mrz.documentCode, mrz.issuer, claim.documentType);
  judgeField('documentType', 'document_type_differs', type);
  judgeField('name', 'document_name_differs', compareNames(mrz.names, claim.surname, claim.givenNames));
  judgeField(
    'country',
    'document_country_differs',
    compareCountry(mrz.issuer, claim.country, mrz.nationality),
  );
  if (!mrz.wrongChecks.includes('birthDate')) {
    judgeField('birthDate', 'document_birth_date_differs', compareBirthDate(mrz.birthDate, claim.birthDate));
  }
  if (!mrz.wrongChecks.includes('documentNumber')) {
    const comparison = compareDocumentNumber(mrz.documentNumber, claim.documentNumber, mrz.optional);
    judgeField('documentNumber', 'document_number_differs', comparison);
  }
  if (!mrz.wrongChecks.includes('expiryDate')) {
    const expiry = expiryDay(mrz.expiryDate, today);
    if (expiry === undefined) unsure.push('expiryDate');
    else if (expiry < lastDayAnywhere(today)) retake.push({ code: 'document_expired' });
  }
  const review: Reason[] =
    unsure.length > 0
      ? [{ code: 'document_details_unconfirmed', details: { fields: unsure.join(' ') } }]
      : [];
  return { retake, review };
}
