import { isSamePicture } from '../compare-pictures.ts';
import type { Criteria } from '../criteria.ts';
import type { DocumentMeasurements } from '../document-measurements.ts';
import type { FaceMeasurements } from '../photo-measurements.ts';
import type { SelfieMeasurements } from '../selfie-measurements.ts';
import { distanceBetween } from './distance-between.ts';

type KnownFace = Pick<FaceMeasurements, 'descriptor' | 'net' | 'yaw' | 'pitch' | 'mouthOpen' | 'happy'>;

/** What is kept of a picture to know it again. */
export interface EarlierPicture {
  readonly uploadId: string;
  readonly digest: string;
  readonly fingerprint?: string;
  readonly face?: KnownFace;
}

export function earlierPicture(
  uploadId: string,
  { file, fingerprint, faces: [face] }: DocumentMeasurements | SelfieMeasurements,
): EarlierPicture {
  return {
    uploadId,
    digest: file.digest,
    ...(fingerprint !== undefined && { fingerprint }),
    ...(face && { face: knownFace(face) }),
  };
}

function knownFace({ descriptor, net, yaw, pitch, mouthOpen, happy }: FaceMeasurements): KnownFace {
  return {
    ...{ descriptor, yaw },
    ...(net !== undefined && { net }),
    ...(pitch !== undefined && { pitch }),
    ...(mouthOpen !== undefined && { mouthOpen }),
    ...(happy !== undefined && { happy }),
  };
}

/** Whether a picture was sent before: the same file, or a copy that was encoded anew, mirrored or cut. */
export function wasSeenBefore(
  picture: EarlierPicture,
  earlier: readonly EarlierPicture[],
  limits: Criteria['liveness'],
): boolean {
  return earlier.some((other) => other.uploadId !== picture.uploadId && isCopy(picture, other, limits));
}

function isCopy(one: EarlierPicture, other: EarlierPicture, limits: Criteria['liveness']): boolean {
  if (one.digest === other.digest) return true;
  if (!one.face || !other.face) return false;
  // The mean of a face and its mirror image: mirroring changes it little.
  const distance = distanceBetween(one.face, other.face);
  if (distance === undefined) return false;
  const isMirrored = hasSameFingerprint(one, other, limits.maxMirroredFingerprintBits, mirrored);
  if (isMirrored && distance <= limits.maxMirroredCopyDistance) return true;
  // Before a camera that stands still, a smile changes little else: with another expression it is no copy.
  if (!isSamePose(one.face, other.face, limits)) return false;
  if (distance <= limits.maxCutCopyDistance) return true;
  return distance <= limits.maxCopyDistance && hasSameFingerprint(one, other, limits.maxSameFingerprintBits);
}

function isSamePose(one: KnownFace, other: KnownFace, limits: Criteria['liveness']): boolean {
  const near = (a: number | undefined, b: number | undefined, most: number) =>
    a === undefined || b === undefined || Math.abs(a - b) <= most;
  const most = limits.maxCopyPoseDifference;
  return (
    near(Math.abs(one.yaw), Math.abs(other.yaw), most) &&
    near(one.pitch, other.pitch, most) &&
    near(one.mouthOpen, other.mouthOpen, most) &&
    near(one.happy, other.happy, limits.maxCopyHappyDifference)
  );
}

function hasSameFingerprint(
  one: EarlierPicture,
  other: EarlierPicture,
  maxBits: number,
  as = (fingerprint: string) => fingerprint,
): boolean {
  if (one.fingerprint === undefined || other.fingerprint === undefined) return false;
  return isSamePicture(
    { file: { digest: one.digest }, fingerprint: as(one.fingerprint) },
    { file: { digest: other.digest }, fingerprint: other.fingerprint },
    maxBits,
  );
}

/** The fingerprint of the mirror image, nearly: every second wave across changes its sign. */
function mirrored(fingerprint: string): string {
  return Array.from(fingerprint, (digit) => (Number.parseInt(digit, 16) ^ 0b0101).toString(16)).join('');
}
