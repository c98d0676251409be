import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { faceDistance } from '../face-distance.ts';
import type { FaceMeasurements } from '../photo-measurements.ts';
import { NOTHING_FOUND, type Findings } from '../verdict-of.ts';
import { zoneOf } from './check-zone.ts';
import type { DocumentClaim } from './document-claim.ts';

const WRONG: Findings = { retake: [{ code: 'document_side_wrong' }], review: [] };

/** Notices that a card's back was sent for its front, or its front for its back. A passport has one page to show. */
export function checkSide(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  otherSide: DocumentMeasurements | undefined,
): Findings {
  if (claim.documentType === 'passport') return NOTHING_FOUND;
  const isWrong =
    claim.side === 'front' ? isBack(measured, criteria) : isFront(measured, claim, criteria, otherSide);
  return isWrong ? WRONG : NOTHING_FOUND;
}

/** No portrait, but what only backs carry. */
function isBack(measured: DocumentMeasurements, criteria: Criteria): boolean {
  const hasPortrait = measured.faces.some((face) => face.score >= criteria.document.minFaceScore);
  return !hasPortrait && carriesData(measured, criteria);
}

/**
 * A portrait of full size, and nothing of what backs carry. Ghost images on backs are smaller, and patterns on
 * backs that a net takes for a face are not the holder's.
 */
function isFront(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  otherSide: DocumentMeasurements | undefined,
): boolean {
  const { minFaceScore, minPortraitWidthShare } = criteria.document;
  const holders = otherSide?.faces.filter((face) => face.score >= minFaceScore) ?? [];
  const isHolder = (face: FaceMeasurements) =>
    holders.some(
      (holder) =>
        holder.net === face.net &&
        faceDistance(holder.descriptor, face.descriptor) <= criteria.match.maxDistance,
    );
  const hasPortrait = measured.faces.some(
    (face) => face.score >= minFaceScore && face.widthShare >= minPortraitWidthShare && isHolder(face),
  );
  if (!hasPortrait || carriesData(measured, criteria)) return false;
  // A zone that is there but could not be read says that it is the back after all.
  return claim.documentType !== 'id_card' || (!measured.mrz.found && measured.mrz.why === 'no_lines');
}

const carriesData = (measured: DocumentMeasurements, criteria: Criteria) =>
  zoneOf(measured, criteria)?.mrz.wrongChecks.length === 0 || measured.barcode?.found === true;
