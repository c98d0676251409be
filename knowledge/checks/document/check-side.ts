import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { NOTHING_FOUND, type Findings } from '../verdict-of.ts';
import { zoneOf } from './check-zone.ts';
import type { DocumentClaim } from './document-claim.ts';

const WRONG: Findings = { retake: [{ code: 'document_side_wrong' }], review: [] };

/** Notices that a card's back was sent for its front, or its front for its back. A passport has one page to show. */
export function checkSide(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
): Findings {
  if (claim.documentType === 'passport') return NOTHING_FOUND;
  const isWrong = claim.side === 'front' ? isBack(measured, criteria) : isFront(measured, claim, criteria);
  return isWrong ? WRONG : NOTHING_FOUND;
}

/** No portrait, but what only backs carry. */
function isBack(measured: DocumentMeasurements, criteria: Criteria): boolean {
  const hasPortrait = measured.faces.some((face) => face.score >= criteria.document.minFaceScore);
  return !hasPortrait && carriesData(measured);
}

/** A portrait of full size, and nothing of what backs carry. Ghost images on backs are smaller. */
function isFront(measured: DocumentMeasurements, claim: DocumentClaim, criteria: Criteria): boolean {
  const { minFaceScore, minPortraitWidthShare } = criteria.document;
  const hasPortrait = measured.faces.some(
    (face) => face.score >= minFaceScore && face.widthShare >= minPortraitWidthShare,
  );
  if (!hasPortrait || carriesData(measured)) return false;
  // A zone that is there but could not be read says that it is the back after all.
  return claim.documentType !== 'id_card' || (!measured.mrz.found && measured.mrz.why === 'no_lines');
}

const carriesData = (measured: DocumentMeasurements) =>
  zoneOf(measured)?.wrongChecks.length === 0 || measured.barcode?.found === true;
