import type { Criteria } from '../../knowledge/checks/criteria.ts';
import type {
  DuplicateEvidence,
  PictureLikeness,
} from '../../knowledge/checks/duplicates/duplicate-evidence.ts';
import { kindOf } from '../../knowledge/checks/duplicates/check-duplicate.ts';
import { similarNames } from '../../knowledge/checks/duplicates/similar-names.ts';
import { differingBits } from '../../knowledge/checks/compare-pictures.ts';
import { faceDistance } from '../../knowledge/checks/face-distance.ts';
import type { FaceMeasurements } from '../../knowledge/checks/photo-measurements.ts';
import {
  PHOTO_SLOTS,
  type Answers,
  type PhotoSlot,
  type Photos,
} from '../../knowledge/verification/submission.ts';

/** A face as it is kept: the descriptor, and the net that measured it. */
export interface EnrolledFace {
  readonly net: string;
  readonly descriptor: readonly number[];
}

export interface EnrolledPicture {
  readonly slot: PhotoSlot;
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
  readonly fingerprint?: string;
}

/** What is kept of a submission to find a second account of the same person. */
export interface Enrolment {
  readonly selfie?: EnrolledFace;
  /** Compared with the selfies of others, never searched for itself: it may be small or a copy. */
  readonly portrait?: EnrolledFace;
  readonly pictures: readonly EnrolledPicture[];
  readonly birthDate: string;
  readonly surname: string;
  readonly givenNames: string;
}

/** `withFaces`: false where an operator may not compare faces across accounts. */
export function enrolmentOf(
  { answers, photos }: { readonly answers: Answers; readonly photos: Photos },
  criteria: Criteria,
  withFaces: boolean,
): Enrolment {
  const selfie = photos.selfie?.measurements.faces.find(({ score }) => score >= criteria.selfie.minFaceScore);
  const portrait = photos.document_front?.measurements.faces.find(
    ({ score }) => score >= criteria.document.minFaceScore,
  );
  return {
    ...(withFaces && selfie && { selfie: faceOf(selfie) }),
    ...(withFaces && portrait && { portrait: faceOf(portrait) }),
    pictures: PHOTO_SLOTS.flatMap((slot) => {
      const measured = photos[slot]?.measurements;
      if (!measured) return [];
      const { file, fingerprint } = measured;
      return [{ slot, digest: file.digest, ...(fingerprint !== undefined && { fingerprint }) }];
    }),
    birthDate: answers.birthDate ?? '',
    surname: answers.surname ?? '',
    givenNames: answers.givenNames ?? '',
  };
}

/** Photos measured before nets had names were measured by one and the same. */
const faceOf = ({ net, descriptor }: FaceMeasurements): EnrolledFace => ({
  net: net ?? 'unnamed',
  descriptor,
});

/** What two submissions have in common. `maxBits`: pictures that differ in more are not mentioned. */
export function compareEnrolments(
  mine: Enrolment,
  theirs: Enrolment,
  limits: { readonly maxDistance: number; readonly maxBits: number },
): Omit<DuplicateEvidence, 'sameDocument'> {
  const probes = [
    ['selfie', mine.selfie],
    ['document_front', mine.portrait],
  ] as const;
  return {
    faces: probes.flatMap(([slot, face]) => {
      // Numbers of two nets have nothing to do with each other.
      if (!face || face.net !== theirs.selfie?.net) return [];
      const distance = faceDistance(face.descriptor, theirs.selfie.descriptor);
      return distance <= limits.maxDistance ? [{ mine: slot, theirs: 'selfie', distance }] : [];
    }),
    pictures: mine.pictures.flatMap((one) =>
      theirs.pictures.flatMap((other) => likenessOf(one, other, limits.maxBits)),
    ),
    sameBirthDate: mine.birthDate !== '' && mine.birthDate === theirs.birthDate,
    similarName: similarNames(mine, theirs),
  };
}

function likenessOf(one: EnrolledPicture, other: EnrolledPicture, maxBits: number): PictureLikeness[] {
  const about = { mine: one.slot, theirs: other.slot };
  if (one.digest === other.digest) return [{ ...about, bits: 0, sameFile: true }];
  if (!one.fingerprint || !other.fingerprint || kindOf(one.slot) !== kindOf(other.slot)) return [];
  const bits = differingBits(one.fingerprint, other.fingerprint);
  return bits <= maxBits ? [{ ...about, bits, sameFile: false }] : [];
}
