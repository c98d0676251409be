import type { Reason } from '../../verdict.ts';
import { isSamePicture } from '../compare-pictures.ts';
import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import { NOTHING_FOUND, type Findings } from '../verdict-of.ts';
import { zoneOf } from './check-zone.ts';
import { barcodeOf } from './compare-barcode.ts';
import type { DocumentClaim } from './document-claim.ts';

/** Judges the portrait: every front shows one. */
export function checkPortrait(
  measured: DocumentMeasurements,
  claim: DocumentClaim,
  criteria: Criteria,
): Findings {
  if (claim.side === 'back' || hasPortrait(measured, criteria)) return NOTHING_FOUND;
  return { retake: [{ code: 'document_face_missing' }], review: [] };
}

const hasPortrait = (measured: DocumentMeasurements, criteria: Criteria) =>
  measured.faces.some((face) => face.score >= criteria.document.minFaceScore);

/** One picture twice, or two pictures of one side: a card carries its zone or barcode on one side only. */
export function isSameSide(a: DocumentMeasurements, b: DocumentMeasurements, criteria: Criteria): boolean {
  if (isSamePicture(a, b, criteria.document.maxSameFingerprintBits)) return true;
  if (barcodeOf(a) && barcodeOf(b)) return true;
  return zoneOf(a, criteria) !== undefined && zoneOf(b, criteria) !== undefined;
}

/**
 * What is wrong with the photo itself. Blur and darkness count only when something could not be read: a sharp
 * zone on a dark table is fine. Glare counts beyond a limit in any case, because it hides what only people read.
 */
export function checkQuality(
  measured: DocumentMeasurements,
  criteria: Criteria,
  readable: boolean,
): Findings {
  const { quality } = measured;
  if (!quality) return NOTHING_FOUND;
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
  return { retake: found, review: [] };
}
