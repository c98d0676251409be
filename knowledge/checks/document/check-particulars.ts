import type { DocumentType } from '../../verification/submission.ts';
import type { Reason } from '../../verdict.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { expiryDay } from '../mrz/mrz-dates.ts';
import type { Mrz } from '../mrz/parse-mrz.ts';
import { compareBirthDate } from '../particulars/compare-birth-date.ts';
import { compareCountry } from '../particulars/compare-country.ts';
import { compareDocumentNumber } from '../particulars/compare-document-number.ts';
import { compareNames } from '../particulars/compare-names.ts';
import type { Comparison } from '../particulars/comparison.ts';
import { NOTHING_FOUND, type Findings } from '../verdict-of.ts';
import { zoneOf } from './check-zone.ts';
import type { DocumentClaim } from './document-claim.ts';

/** Compares what the customer said with what the document says. */
export function checkParticulars(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  today: Date,
): Findings {
  const mrz = zoneOf(measured);
  if (mrz) return compareWithZone(mrz, claim, today);
  if (claim.documentType === 'driving_licence' && claim.side === 'front') {
    return { retake: [], review: [{ code: 'document_details_unconfirmed' }] };
  }
  return NOTHING_FOUND;
}

/** Compares what check digits vouch for. A field whose own check digit is wrong was misread: it proves nothing. */
function compareWithZone(mrz: Mrz, claim: DocumentClaim, today: Date): Findings {
  const retake: Reason[] = [];
  const unsure: string[] = [];
  const judgeField = (field: string, code: Reason['code'], comparison: Comparison) => {
    if (comparison === 'differs') retake.push({ code });
    if (comparison === 'unsure') unsure.push(field);
  };
  if (!isOfType(mrz, claim.documentType)) retake.push({ code: 'document_type_differs' });
  judgeField('name', 'document_name_differs', compareNames(mrz.names, claim.surname, claim.givenNames));
  judgeField('country', 'document_country_differs', compareCountry(mrz.issuer, claim.country));
  if (!mrz.wrongChecks.includes('birthDate')) {
    judgeField('birthDate', 'document_birth_date_differs', compareBirthDate(mrz.birthDate, claim.birthDate));
  }
  if (!mrz.wrongChecks.includes('documentNumber')) {
    const comparison = compareDocumentNumber(mrz.documentNumber, claim.documentNumber);
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

function isOfType(mrz: Mrz, documentType: DocumentType): boolean {
  const isPassport = mrz.documentCode.startsWith('P');
  return documentType === 'passport' ? isPassport : !isPassport && !mrz.documentCode.startsWith('V');
}

/** The day that it still is somewhere on Earth: a document is good through its last day there. */
function lastDayAnywhere(today: Date): string {
  return new Date(today.getTime() - 12 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
