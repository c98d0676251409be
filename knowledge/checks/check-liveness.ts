import type { Movement } from '../verification/liveness.ts';
import type { Reason, Verdict } from '../verdict.ts';
import { checkPhotoFile } from './check-photo-file.ts';
import type { Criteria } from './criteria.ts';
import type { DocumentMeasurements } from './document-measurements.ts';
import { distanceBetween } from './liveness/distance-between.ts';
import { earlierPicture, wasSeenBefore, type EarlierPicture } from './liveness/earlier-picture.ts';
import { seeMovement } from './liveness/see-movement.ts';
import type { FaceMeasurements } from './photo-measurements.ts';
import type { SelfieMeasurements } from './selfie-measurements.ts';
import { NOTHING_FOUND, verdictOf, type Findings } from './verdict-of.ts';

/** What a photo for one prompt is judged against. */
export interface LivenessContext {
  readonly movement: Movement;
  readonly askedAt: string;
  readonly uploadId: string;
  readonly uploadedAt: string;
  readonly selfie: SelfieMeasurements;
  readonly documents: readonly DocumentMeasurements[];
  /** Every other picture that this customer ever sent for a verification. */
  readonly earlier: readonly EarlierPicture[];
  readonly side: TurnSide;
}

/** What the other photos of this challenge say about left and right. */
export interface TurnSide {
  /** The other prompt is the opposite turn: `coming`, or answered in a photo as others see it or a mirrored one. */
  readonly opposite?: 'coming' | 'plain' | 'mirrored';
  /** A photo for this very prompt was turned to the other side already. */
  readonly triedBefore: boolean;
}

/**
 * Judges a photo that was sent for a prompt: in time, never seen before, the movement that was asked for, and
 * the face of the selfie. It tells a picture held before the camera from a person who does as asked; a good
 * video that holds the movement passes. What is doubtful goes to a person.
 */
export function checkLiveness(
  measured: SelfieMeasurements,
  context: LivenessContext,
  criteria: Criteria,
): Verdict {
  const refuse = (reason: Reason) => verdictOf({ retake: [reason], review: [] });
  const late = checkTime(context, criteria.liveness);
  if (late) return refuse(late);
  if (measured.file.measuringFailed) return refuse({ code: 'check_unavailable' });
  const fileFault = checkPhotoFile(measured.file, criteria.photo);
  if (fileFault) return refuse(fileFault);
  const picture = earlierPicture(context.uploadId, measured);
  if (wasSeenBefore(picture, context.earlier, criteria.liveness)) {
    return refuse({ code: 'liveness_picture_used' });
  }
  const [face, ...others] = measured.faces.filter(({ score }) => score >= criteria.selfie.minFaceScore);
  if (!face) return refuse({ code: 'liveness_face_missing' });
  const minOtherWidth = face.box.width * criteria.selfie.minOtherFaceWidthShare;
  if (others.some(({ box }) => box.width >= minOtherWidth)) return refuse({ code: 'selfie_several_faces' });
  const unclear = checkClearness(face, criteria);
  if (unclear) return refuse(unclear);
  const [selfie] = context.selfie.faces;
  if (!selfie) return verdictOf({ retake: [], review: [{ code: 'liveness_face_unsure' }] });

  const match = matchFace(face, selfie, context, criteria);
  if (match.retake.length > 0) return verdictOf(match);
  const movement = judgeMovement(face, selfie, context, criteria.liveness);
  if (movement.retake.length > 0) return verdictOf(movement);
  return verdictOf({ retake: [], review: [...movement.review, ...match.review] });
}

/** Only what arrived after the prompt and within its time counts; both times are the server's. */
function checkTime(
  { askedAt, uploadedAt }: LivenessContext,
  limits: Criteria['liveness'],
): Reason | undefined {
  const elapsedMs = Date.parse(uploadedAt) - Date.parse(askedAt);
  if (elapsedMs < 0) return { code: 'liveness_too_early' };
  if (elapsedMs > limits.maxSeconds * 1000) return { code: 'liveness_too_late' };
  return undefined;
}

/** Milder than for the selfie: a head that moves is never quite as sharp. */
function checkClearness(face: FaceMeasurements, { selfie, liveness }: Criteria): Reason | undefined {
  if (face.box.width < liveness.minFaceWidthPx) return { code: 'selfie_face_too_small' };
  if (face.chip.brightness < selfie.minFaceBrightness) return { code: 'selfie_dark' };
  if (face.chip.brightness > selfie.maxFaceBrightness || face.chip.burntShare > selfie.maxBurntShare) {
    return { code: 'selfie_bright' };
  }
  return face.chip.sharpness < liveness.minFaceSharpness ? { code: 'selfie_blurred' } : undefined;
}

/** The same face as on the selfie, and not clearly another one than on the document. */
function matchFace(
  face: FaceMeasurements,
  selfie: FaceMeasurements,
  { documents }: LivenessContext,
  { liveness: limits, document }: Criteria,
): Findings {
  const distance = distanceBetween(face, selfie);
  if (distance !== undefined && distance > limits.minDifferentDistance) {
    return { retake: [{ code: 'liveness_face_differs' }], review: [] };
  }
  const unsure: Findings = { retake: [], review: [{ code: 'liveness_face_unsure' }] };
  if (distance === undefined || distance > limits.maxDistance) return unsure;
  const toPortraits = documents
    .flatMap(({ faces }) => faces)
    .filter(({ score }) => score >= document.minFaceScore)
    .flatMap((portrait) => distanceBetween(face, portrait) ?? []);
  // Without a portrait the selfie's own check has said so.
  const nearest = Math.min(...toPortraits);
  return Number.isFinite(nearest) && nearest > limits.maxDistanceToDocument ? unsure : NOTHING_FOUND;
}

function judgeMovement(
  face: FaceMeasurements,
  selfie: FaceMeasurements,
  { movement, side }: LivenessContext,
  limits: Criteria['liveness'],
): Findings {
  const seen = seeMovement(movement, face, selfie, limits);
  const isTurn = movement === 'turn_left' || movement === 'turn_right';
  if (isTurn) {
    const opposite = seeMovement(movement === 'turn_left' ? 'turn_right' : 'turn_left', face, selfie, limits);
    if (opposite === 'sure' || (seen === 'none' && opposite === 'unsure'))
      return judgeOtherSide(opposite, side);
    if (seen !== 'none' && side.opposite === 'mirrored')
      return judgeOtherSide(seen, { ...side, opposite: 'plain' });
  }
  if (seen === 'none') return { retake: [{ code: 'liveness_movement_missing' }], review: [] };
  return seen === 'sure' ? NOTHING_FOUND : { retake: [], review: [{ code: 'liveness_movement_unsure' }] };
}

/**
 * The head is turned, to the other side of the picture than asked. Many front cameras mirror their files, so
 * that alone is no fault: two opposite turns only have to be opposite. For a single turn nobody can tell; the
 * customer is asked for the other side once, and after that a person looks.
 */
function judgeOtherSide(seen: 'sure' | 'unsure' | 'none' | 'unmeasured', side: TurnSide): Findings {
  if (side.opposite === 'coming' || side.opposite === 'mirrored') {
    return seen === 'sure' ? NOTHING_FOUND : { retake: [], review: [{ code: 'liveness_movement_unsure' }] };
  }
  const otherSide: Reason = { code: 'liveness_other_side' };
  return side.triedBefore ? { retake: [], review: [otherSide] } : { retake: [otherSide], review: [] };
}

/**
 * How a refused photo ends its challenge: by another person's face, by the end of the time, or as one too many.
 * Everything else may be mended within the time.
 */
export function endOf(
  verdict: Verdict,
  photosSoFar: number,
  limits: Criteria['liveness'],
): 'failed' | 'expired' | undefined {
  if (verdict.outcome !== 'retake') return undefined;
  const codes = verdict.reasons.map(({ code }) => code);
  if (codes.includes('liveness_too_late')) return 'expired';
  const isLastTry = photosSoFar + 1 >= limits.maxPhotosPerPrompt;
  return codes.includes('liveness_face_differs') || isLastTry ? 'failed' : undefined;
}
