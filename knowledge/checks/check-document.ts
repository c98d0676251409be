import type { Verdict } from '../verdict.ts';
import { checkPhotoFile } from './check-photo-file.ts';
import type { Criteria } from './criteria.ts';
import { checkPage } from './document/check-page.ts';
import { checkParticulars, wasRead } from './document/check-particulars.ts';
import { checkPortrait, checkQuality, isSameSide } from './document/check-picture.ts';
import { checkSide } from './document/check-side.ts';
import { checkZone } from './document/check-zone.ts';
import type { DocumentClaim } from './document/document-claim.ts';
import type { DocumentMeasurements } from './document-measurements.ts';
import { asLastTry } from './last-try.ts';
import { joinFindings, verdictOf } from './verdict-of.ts';

export interface DocumentContext {
  /** The other side of the card, when it was given: cards carry the zone on one side only. */
  readonly otherSide?: DocumentMeasurements;
  /** True when the customer has tried often enough: what a person can settle goes to review. */
  readonly lastTry?: boolean;
}

/**
 * Judges one photo of a document: the file, whether it can be read, and whether what it says agrees with what
 * the customer said. Says nothing about whether the document is genuine.
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

  const portrait = checkPortrait(measured, claim, criteria);
  const particulars = checkParticulars(measured, claim, criteria, today, otherSide);
  const readable = portrait.retake.length === 0 && wasRead(measured, claim, criteria, today);
  const quality = checkQuality(measured, criteria, readable);
  // A blurred photo has no readable zone: naming the cause helps, naming its effects too does not.
  if (quality.retake.length > 0) return verdictOf(quality);
  const side = checkSide(measured, claim, criteria, otherSide);
  if (side.retake.length > 0) return verdictOf(side);
  const zone = checkZone(measured, claim, criteria, today, otherSide);
  const isAllThere = portrait.retake.length === 0 && zone.retake.length === 0;
  const page = checkPage(measured, claim, criteria, isAllThere);
  // The same here: a thumb on the zone is the cause, a zone that cannot be read its effect.
  if (page.retake.length > 0) return verdictOf(page);
  return verdictOf(joinFindings(portrait, zone, particulars, page));
}
