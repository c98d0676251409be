import type { Reason, Verdict } from '../verdict.ts';
import { checkPhotoFile } from './check-photo-file.ts';
import { isSamePicture } from './compare-pictures.ts';
import type { Criteria } from './criteria.ts';
import type { DocumentMeasurements } from './document-measurements.ts';
import { asLastTry } from './last-try.ts';
import { nearestPortrait } from './nearest-portrait.ts';
import type { FaceMeasurements } from './photo-measurements.ts';
import type { SelfieMeasurements } from './selfie-measurements.ts';
import { verdictOf } from './verdict-of.ts';

export interface SelfieContext {
  /** True when the customer has tried often enough: what a person can settle goes to review. */
  readonly lastTry?: boolean;
}

/**
 * Judges a selfie: the file, exactly one face that can be seen well, and whether it is the face on the
 * documents. A pre-check: a match is no proof of identity, a person decides.
 */
export function checkSelfie(
  measured: SelfieMeasurements,
  documents: readonly DocumentMeasurements[],
  criteria: Criteria,
  context: SelfieContext = {},
): Verdict {
  const verdict = judge(measured, documents, criteria);
  return context.lastTry ? asLastTry(verdict) : verdict;
}

function judge(
  measured: SelfieMeasurements,
  documents: readonly DocumentMeasurements[],
  criteria: Criteria,
): Verdict {
  const refuse = (reason: Reason, ...more: Reason[]) => verdictOf({ retake: [reason, ...more], review: [] });
  if (measured.file.measuringFailed)
    return verdictOf({ retake: [{ code: 'check_unavailable' }], review: [] });
  const fileFault = checkPhotoFile(measured.file, criteria.photo);
  if (fileFault) return refuse(fileFault);
  const isCopy = documents.some((document) =>
    isSamePicture(measured, document, criteria.selfie.maxSameFingerprintBits),
  );
  if (isCopy) return refuse({ code: 'selfie_same_picture' });

  const [face, ...others] = measured.faces.filter((found) => found.score >= criteria.selfie.minFaceScore);
  if (!face) return refuse(whyFaceless(measured, criteria.selfie));
  const second = others.some(
    (other) => other.box.width >= face.box.width * criteria.selfie.minOtherFaceWidthShare,
  );
  if (second) return refuse({ code: 'selfie_several_faces' });

  const { retake, review } = checkFaceQuality(face, criteria.selfie);
  if (retake.length > 0) return verdictOf({ retake, review });
  const match = matchFace(face, documents, criteria);
  if (match.retake.length > 0 && Math.abs(face.yaw) > criteria.selfie.maxYawUnmatched) {
    return refuse({ code: 'selfie_face_turned' });
  }
  return verdictOf({ retake: match.retake, review: [...match.review, ...review] });
}

/** Why there is no face, as far as the whole picture tells: the cause helps more than that nothing was found. */
function whyFaceless({ quality }: SelfieMeasurements, limits: Criteria['selfie']): Reason {
  if (quality && quality.medianBrightness < limits.minMedianBrightnessFaceless)
    return { code: 'selfie_dark' };
  if (quality && quality.sharpness < limits.minSharpnessFaceless) return { code: 'selfie_blurred' };
  return { code: 'selfie_face_missing' };
}

/** The components of ISO/IEC 29794-5 that this net is known to suffer from. */
function checkFaceQuality(
  face: FaceMeasurements,
  limits: Criteria['selfie'],
): { retake: Reason[]; review: Reason[] } {
  const retake: Reason[] = [];
  const review: Reason[] = [];
  const { chip } = face;
  if (face.widthShare < limits.minFaceWidthShare || face.box.width < limits.minFaceWidthPx) {
    retake.push({ code: 'selfie_face_too_small' });
  }
  if (Math.abs(face.yaw) > limits.maxYaw) retake.push({ code: 'selfie_face_turned' });
  const isDark = chip.brightness < limits.minFaceBrightness;
  const isBright = chip.brightness > limits.maxFaceBrightness || chip.burntShare > limits.maxBurntShare;
  if (isDark) retake.push({ code: 'selfie_dark' });
  if (isBright) retake.push({ code: 'selfie_bright' });
  // In bad light neither strokes nor colours can be trusted: say what is wrong with the light first.
  if (isDark || isBright) return { retake, review };
  if (chip.sharpness < limits.minFaceSharpness) retake.push({ code: 'selfie_blurred' });
  else if (chip.sharpness < limits.minFaceSharpnessSure) review.push({ code: 'selfie_blurred' });
  if (chip.coverage > limits.maxCoverage) retake.push({ code: 'selfie_covered' });
  const { eyeLight = 1 } = chip;
  if (eyeLight < limits.minEyeLight) retake.push({ code: 'selfie_sunglasses' });
  else if (eyeLight < limits.minEyeLightSure) review.push({ code: 'selfie_sunglasses' });
  return { retake, review };
}

function matchFace(
  face: FaceMeasurements,
  documents: readonly DocumentMeasurements[],
  criteria: Criteria,
): { retake: Reason[]; review: Reason[] } {
  const distance = nearestPortrait(face, documents, criteria);
  // Nothing to compare with: what the document lacks its own check has said already.
  if (distance === Infinity) return { retake: [], review: [{ code: 'selfie_face_unsure' }] };
  if (distance <= criteria.match.maxDistance) return { retake: [], review: [] };
  if (distance <= criteria.match.minDifferentDistance)
    return { retake: [], review: [{ code: 'selfie_face_unsure' }] };
  return { retake: [{ code: 'selfie_face_differs' }], review: [] };
}
