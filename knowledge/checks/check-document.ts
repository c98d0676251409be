import type { DocumentType } from '../verification/submission.ts';
import type { Reason, Verdict } from '../verdict.ts';
import { checkPhotoFile } from './check-photo-file.ts';
import { isSamePicture } from './compare-pictures.ts';
import type { Criteria } from './criteria.ts';
import type { DocumentMeasurements } from './document-measurements.ts';
import { asLastTry } from './last-try.ts';
import { expiryDay } from './mrz/mrz-dates.ts';
import { parseMrz, type Mrz } from './mrz/parse-mrz.ts';
import { compareBirthDate } from './particulars/compare-birth-date.ts';
import { compareCountry } from './particulars/compare-country.ts';
import { compareDocumentNumber } from './particulars/compare-document-number.ts';
import { compareNames, type Comparison } from './particulars/compare-names.ts';
import { verdictOf } from './verdict-of.ts';

/** What the customer says about the document. */
export interface DocumentClaim {
  readonly documentType: DocumentType;
  readonly side: 'front' | 'back';
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly surname: string;
  /** Empty for people whose document shows one name only. */
  readonly givenNames: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly documentNumber: string;
}

export interface DocumentContext {
  /** The other side of the card, when it was given: cards carry the zone on one side only. */
  readonly otherSide?: DocumentMeasurements;
  /** True when the customer has tried often enough: what a person can settle goes to review. */
  readonly lastTry?: boolean;
}

/**
 * Judges one photo of a document: the file, whether it can be read, and whether its machine-readable zone
 * agrees with what the customer said. Says nothing about whether the document is genuine.
 */
export function checkDocument(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  today: Date,
  context: DocumentContext = {},
): Verdict {
  const verdict = judge(measured, claim, criteria, today, context.otherSide);
  return context.lastTry ? asLastTry(verdict) : verdict;
}

function judge(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  today: Date,
  otherSide: DocumentMeasurements | undefined,
): Verdict {
  if (measured.file.measuringFailed)
    return verdictOf({ retake: [{ code: 'check_unavailable' }], review: [] });
  const fileFault = checkPhotoFile(measured.file, criteria.photo);
  if (fileFault) return verdictOf({ retake: [fileFault], review: [] });
  if (otherSide && isSameSide(measured, otherSide, criteria)) {
    return verdictOf({ retake: [{ code: 'document_sides_same' }], review: [] });
  }

  const mrz = zoneOf(measured);
  const faceMissing = claim.side === 'front' && !hasFace(measured, criteria);
  const mrzFault = zoneFault(measured, mrz, claim, otherSide);
  const poor = poorQuality(measured, criteria, !faceMissing && mrz?.wrongChecks.length === 0);
  // A blurred photo has no readable zone: naming the cause helps, naming its effects too does not.
  if (poor.length > 0) return verdictOf({ retake: poor, review: [] });

  const retake: Reason[] = [];
  const review: Reason[] = [];
  if (faceMissing) retake.push({ code: 'document_face_missing' });
  if (mrzFault) retake.push(mrzFault);
  if (mrz) {
    const particulars = checkParticulars(mrz, claim, today);
    retake.push(...particulars.retake);
    review.push(...particulars.review);
  } else if (claim.documentType === 'driving_licence' && claim.side === 'front') {
    review.push({ code: 'document_details_unconfirmed' });
  }
  return verdictOf({ retake, review });
}

/** One picture twice, or two pictures of one side: a card carries its zone on one side only. */
function isSameSide(a: DocumentMeasurements, b: DocumentMeasurements, criteria: Criteria): boolean {
  if (isSamePicture(a, b, criteria.document.maxSameFingerprintBits)) return true;
  return zoneOf(a) !== undefined && zoneOf(b) !== undefined;
}

function zoneOf(measured: DocumentMeasurements): Mrz | undefined {
  return measured.mrz.found ? parseMrz(measured.mrz.format, measured.mrz.lines) : undefined;
}

const hasFace = (measured: DocumentMeasurements, criteria: Criteria) =>
  measured.faces.some((face) => face.score >= criteria.document.minFaceScore);

/** Passports carry the zone on the photo page, cards mostly on the back, driving licences not at all. */
function zoneFault(
  measured: DocumentMeasurements,
  mrz: Mrz | undefined,
  claim: DocumentClaim,
  otherSide: DocumentMeasurements | undefined,
): Reason | undefined {
  if (mrz && mrz.wrongChecks.length > 0) {
    return { code: 'document_mrz_invalid', details: { checks: mrz.wrongChecks.join(' ') } };
  }
  if (mrz) return undefined;
  const onThisSide =
    claim.documentType === 'passport' ||
    (claim.documentType === 'id_card' && claim.side === 'back' && !(otherSide && zoneOf(otherSide)));
  if (!onThisSide) return undefined;
  const missing = !measured.mrz.found && measured.mrz.why === 'no_lines';
  return { code: missing ? 'document_mrz_missing' : 'document_mrz_unreadable' };
}

/**
 * Blur and darkness count only when something could not be read: a sharp zone on a dark table is fine. Glare
 * counts beyond a limit in any case, because it hides what only people read.
 */
function poorQuality(measured: DocumentMeasurements, criteria: Criteria, readable: boolean): Reason[] {
  const { quality } = measured;
  if (!quality) return [];
  const limits = criteria.document;
  const found: Reason[] = [];
  const isDark = quality.medianBrightness < limits.minMedianBrightness;
  if (!readable && isDark) found.push({ code: 'document_dark' });
  // Strokes are faint in the dark: what looks like blur then is none.
  if (!readable && !isDark && quality.sharpness < limits.minSharpness)
    found.push({ code: 'document_blurred' });
  const canTellGlare = quality.medianBrightness <= limits.maxMedianBrightnessForGlare;
  if (canTellGlare && quality.glareShare > (readable ? limits.maxGlareShareReadable : limits.maxGlareShare)) {
    found.push({ code: 'document_glare' });
  }
  return found;
}

/** Compares what check digits vouch for. A field whose own check digit is wrong was misread: it proves nothing. */
function checkParticulars(
  mrz: Mrz,
  claim: DocumentClaim,
  today: Date,
): { retake: Reason[]; review: Reason[] } {
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
