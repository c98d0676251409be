import type { Reason } from '../../verdict.ts';
import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { faceDistance } from '../face-distance.ts';
import { NOTHING_FOUND, type Findings } from '../verdict-of.ts';
import type { DocumentClaim } from './document-claim.ts';

/**
 * What is wrong with how the document was put before the camera. What is plain to see is asked for again; what
 * only looks so goes to a person, because a genuine document may look so too. `readable`: portrait and zone
 * are all there.
 */
export function checkPage(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
  readable: boolean,
): Findings {
  const { faults } = measured;
  // Measured by an older release.
  if (!faults) return NOTHING_FOUND;
  const limits = criteria.document;
  const retake: Reason[] = [];
  const review: Reason[] = [];
  if (faults.otherDocument) retake.push({ code: 'document_several' });
  else if (hasTwoHolders(measured, criteria)) review.push({ code: 'document_several' });

  if (faults.screen > limits.maxScreenGridSure) retake.push({ code: 'document_is_screen' });
  else if (faults.screen > limits.maxScreenGrid) review.push({ code: 'document_is_screen' });

  // Backs of genuine cards may well be printed in black alone.
  if (claim.side === 'front') {
    if (faults.colour < limits.minColour) retake.push({ code: 'document_is_copy' });
    else if (faults.colour < limits.minColourSure) review.push({ code: 'document_is_copy' });
  }
  const outline = checkOutline(measured, limits, readable);
  return { retake: [...retake, ...outline.retake], review: [...review, ...outline.review] };
}

/** Whether the page is all there, as far as its outline is sure. */
function checkOutline(
  { page }: DocumentMeasurements,
  limits: Criteria['document'],
  readable: boolean,
): Findings {
  if (!page || page.confidence < limits.minPageConfidence) return NOTHING_FOUND;
  const retake: Reason[] = [];
  const review: Reason[] = [];
  if (page.outside > limits.maxPageOutside) retake.push({ code: 'document_cut_off' });
  else if (page.openSides > 0 && page.share <= limits.maxOpenPageShare) {
    // The photo may end exactly where the page does.
    (readable ? review : retake).push({ code: 'document_cut_off' });
  }
  if ((page.coveredCorner ?? 0) > limits.maxCoveredCorner) retake.push({ code: 'document_corner_covered' });
  return { retake, review };
}

/** Two portraits of about one size that show different people. A ghost image shows the same one, and is smaller. */
function hasTwoHolders({ faces }: DocumentMeasurements, criteria: Criteria): boolean {
  const [first, second] = faces.filter((face) => face.score >= criteria.document.minOtherFaceScore);
  if (!first || !second) return false;
  const isAsLarge = second.box.width >= criteria.document.minOtherFaceSize * first.box.width;
  const differ =
    first.net === second.net &&
    faceDistance(first.descriptor, second.descriptor) > criteria.match.minDifferentDistance;
  return isAsLarge && differ;
}
