import type { ReasonCode } from '../../reasons/reason-code.ts';
import type { PhotoSlot } from '../../verification/submission.ts';
import type { Criteria } from '../criteria.ts';
import type { DuplicateEvidence, PictureLikeness } from './duplicate-evidence.ts';

/** For the reviewer alone. It never decides anything by itself. */
export interface DuplicateFinding {
  readonly likelihood: Likelihood;
  readonly codes: readonly ReasonCode[];
}

/** Strongest first. */
export const LIKELIHOODS = ['very_likely', 'likely', 'possible'] as const;
export type Likelihood = (typeof LIKELIHOODS)[number];

/**
 * Judges what a submission has in common with one of another account. Among many enrolled faces some are
 * near by chance, so a face that is not very near counts only together with something else. Undefined
 * when there is nothing that a reviewer should see.
 */
export function checkDuplicate(
  evidence: DuplicateEvidence,
  enrolledFaces: number,
  limits: Criteria['duplicate'],
): DuplicateFinding | undefined {
  const { sameDocument, sameBirthDate, similarName } = evidence;
  const distance = Math.min(...evidence.faces.map((face) => face.distance));
  const isNear = distance <= maxLoneDistance(enrolledFaces, limits);
  const sameParticulars = sameBirthDate || similarName;
  const copies = evidence.pictures.filter((picture) => isCopy(picture, limits));
  // Two documents of one series look alike to a hash of 64 bits, whoever holds them.
  const surely = copies.filter(
    ({ sameFile, mine }) =>
      sameFile || kindOf(mine) === 'selfie' || isNear || sameParticulars || sameDocument,
  );
  const samePicture =
    surely.length > 0 ||
    evidence.faces.some(
      (face) => face.mine === face.theirs && face.distance <= limits.maxSamePictureDistance,
    );
  const sameFace =
    isNear || (distance <= limits.maxDistance && (sameParticulars || sameDocument || samePicture));

  const codes: ReasonCode[] = [
    ...(sameDocument ? (['document_already_used'] as const) : []),
    ...(samePicture ? (['photo_already_used'] as const) : []),
    ...(sameFace ? (['face_already_enrolled'] as const) : []),
  ];
  if (codes.length === 0) return undefined;
  const sameFile = copies.some((copy) => copy.sameFile);
  if (sameFile || sameDocument || codes.length > 1 || (isNear && sameParticulars)) {
    return { likelihood: 'very_likely', codes };
  }
  return { likelihood: isNear || samePicture ? 'likely' : 'possible', codes };
}

/**
 * How near an enrolled face must be to count alone. With ten times as many faces there are ten times as many
 * strangers near by chance: the limit shrinks so that their expected number stays the same.
 */
export function maxLoneDistance(enrolledFaces: number, limits: Criteria['duplicate']): number {
  const expected = enrolledFaces * limits.falseMatchRate;
  const decades = Math.log10(Math.max(1, expected / limits.maxExpectedStrangers));
  return limits.maxDistance - decades * limits.distancePerDecade;
}

function isCopy({ sameFile, mine, theirs, bits }: PictureLikeness, limits: Criteria['duplicate']): boolean {
  if (sameFile) return true;
  if (kindOf(mine) !== kindOf(theirs)) return false;
  return bits <= (kindOf(mine) === 'selfie' ? limits.maxSelfieBits : limits.maxDocumentBits);
}

/** Pictures of one kind are compared by their looks; the same file counts wherever it was given. */
export function kindOf(slot: PhotoSlot): 'selfie' | 'document' {
  return slot === 'selfie' ? 'selfie' : 'document';
}
