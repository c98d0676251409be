import type { Criteria } from '../../../knowledge/checks/criteria.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import { distanceBetween } from '../../../knowledge/checks/liveness/distance-between.ts';
import { seeMovement, type Sighting } from '../../../knowledge/checks/liveness/see-movement.ts';
import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import type { ChallengeEnd, LivenessPhoto, Movement } from '../../../knowledge/verification/liveness.ts';
import { band, number, type CriterionLine } from './criteria-lines.ts';

export const MOVEMENT_WORDS: Readonly<Record<Movement, string>> = {
  turn_left: 'Turn the head to the own left',
  turn_right: 'Turn the head to the own right',
  look_up: 'Look up',
  smile: 'Smile',
  open_mouth: 'Open the mouth',
  come_closer: 'Come closer',
};

export const END_WORDS: Readonly<Record<ChallengeEnd, string>> = {
  passed: 'All movements shown',
  failed: 'Ended: not shown',
  expired: 'Ended: too late',
  given_up: 'Ended: others or a person asked for, or left',
};

type Limits = Criteria['liveness'];

/** A photo of a movement beside what is demanded of it. */
export function livenessLines(
  photo: LivenessPhoto,
  about: {
    readonly movement: Movement;
    readonly askedAt: string;
    readonly selfie: SelfieMeasurements | undefined;
    readonly documents: readonly DocumentMeasurements[];
  },
  criteria: Criteria,
): readonly CriterionLine[] {
  const { liveness: limits, selfie: faceLimits } = criteria;
  const seconds = (Date.parse(photo.uploadedAt) - Date.parse(about.askedAt)) / 1000;
  const counted = photo.measurements.faces.filter(({ score }) => score >= faceLimits.minFaceScore);
  const lines: CriterionLine[] = [
    {
      label: 'Arrived after',
      measured: `${seconds.toFixed(1)} s`,
      criterion: `from 0 to ${limits.maxSeconds} s`,
      holds: seconds >= 0 && seconds <= limits.maxSeconds ? 'yes' : 'no',
    },
    {
      label: 'Faces',
      measured: String(counted.length),
      criterion: 'exactly one',
      holds: counted.length === 1 ? 'yes' : counted.length === 0 ? 'no' : 'unsure',
    },
  ];
  const [face] = counted;
  const [selfie] = about.selfie?.faces ?? [];
  if (!face || !selfie) return lines;
  const documentFaces = about.documents
    .flatMap(({ faces }) => faces)
    .filter(({ score }) => score >= criteria.document.minFaceScore);
  return [
    ...lines,
    movementLine(about.movement, face, selfie, limits),
    distanceLine('Distance to the selfie', face, [selfie], limits.maxDistance, limits.minDifferentDistance),
    distanceLine(
      'Distance to the portrait',
      face,
      documentFaces,
      limits.maxDistanceToDocument,
      Number.POSITIVE_INFINITY,
    ),
  ];
}

const HOLDS: Readonly<Record<Sighting, CriterionLine['holds']>> = {
  sure: 'yes',
  unsure: 'unsure',
  unmeasured: 'unsure',
  none: 'no',
};

function movementLine(
  movement: Movement,
  face: FaceMeasurements,
  selfie: FaceMeasurements,
  limits: Limits,
): CriterionLine {
  const { label, now, before, criterion } = figuresOf(movement, face, selfie, limits);
  const shown = (value: number | undefined) => (value === undefined ? 'not measured' : number(value));
  return {
    label,
    measured: `${shown(now)}; on the selfie ${shown(before)}`,
    criterion,
    holds: HOLDS[seeMovement(movement, face, selfie, limits)],
  };
}

function figuresOf(
  movement: Movement,
  face: FaceMeasurements,
  selfie: FaceMeasurements,
  limits: Limits,
): { label: string; now: number | undefined; before: number | undefined; criterion: string } {
  const from = (unsure: number, sure: number, change: number) =>
    `from ${number(unsure)}, sure from ${number(sure)}, and ${number(change)} more than on the selfie`;
  switch (movement) {
    case 'turn_left':
    case 'turn_right': {
      const side = movement === 'turn_left' ? 'right' : 'left';
      const towards = movement === 'turn_left' ? 1 : -1;
      return {
        label: `Turned to the ${side} of the picture`,
        now: towards * face.yaw,
        before: towards * selfie.yaw,
        criterion: `${from(limits.minYawUnsure, limits.minYawSure, limits.minYawChangeSure)}; below 0 to the other side, as in a mirrored file`,
      };
    }
    case 'look_up':
      return {
        label: 'Height of the nose',
        now: face.pitch,
        before: selfie.pitch,
        criterion: `up to ${number(limits.maxPitchUnsure)}, sure up to ${number(limits.maxPitchSure)}, and ${number(limits.minPitchChangeSure)} less than on the selfie`,
      };
    case 'smile':
      return {
        label: 'Smile',
        now: face.happy,
        before: selfie.happy,
        criterion: from(limits.minHappyUnsure, limits.minHappySure, limits.minHappyChange),
      };
    case 'open_mouth':
      return {
        label: 'Open mouth',
        now: face.mouthOpen,
        before: selfie.mouthOpen,
        criterion: from(limits.minMouthOpenUnsure, limits.minMouthOpenSure, limits.minMouthOpenChange),
      };
    case 'come_closer':
      return {
        label: 'Width of the face in the picture',
        now: face.widthShare,
        before: selfie.widthShare,
        criterion: `${number(limits.minCloserUnsure)} times as wide as on the selfie, sure from ${number(limits.minCloserSure)} times`,
      };
  }
}

function distanceLine(
  label: string,
  face: FaceMeasurements,
  others: readonly FaceMeasurements[],
  same: number,
  different: number,
): CriterionLine {
  const nearest = Math.min(...others.flatMap((other) => distanceBetween(face, other) ?? []));
  const isKnown = Number.isFinite(nearest);
  const above = Number.isFinite(different) ? `, another person above ${number(different)}` : '';
  return {
    label,
    measured: isKnown ? number(nearest) : 'nothing to compare with',
    criterion: `the same person up to ${number(same)}${above}`,
    holds: isKnown ? band(nearest, same, different) : 'unsure',
  };
}
