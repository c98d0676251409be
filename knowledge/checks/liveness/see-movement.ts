import type { Movement } from '../../verification/liveness.ts';
import type { Criteria } from '../criteria.ts';
import type { FaceMeasurements } from '../photo-measurements.ts';

/** Whether a face does what was asked. `unmeasured`: an older release measured one of the two photos. */
export type Sighting = 'sure' | 'unsure' | 'none' | 'unmeasured';

type Limits = Criteria['liveness'];

/** A movement shows in the photo itself and in what changed since the selfie; both count. */
export function seeMovement(
  movement: Movement,
  face: FaceMeasurements,
  selfie: FaceMeasurements,
  limits: Limits,
): Sighting {
  switch (movement) {
    case 'turn_left':
    case 'turn_right':
      return seeTurn(movement, face, selfie, limits);
    case 'look_up':
      return seeLookUp(face, selfie, limits);
    case 'smile':
      return seeRise(face.happy, selfie.happy, {
        unsure: limits.minHappyUnsure,
        sure: limits.minHappySure,
        change: limits.minHappyChange,
      });
    case 'open_mouth':
      return seeRise(face.mouthOpen, selfie.mouthOpen, {
        unsure: limits.minMouthOpenUnsure,
        sure: limits.minMouthOpenSure,
        change: limits.minMouthOpenChange,
      });
    case 'come_closer': {
      const growth = face.widthShare / Math.max(selfie.widthShare, 0.01);
      return grade(growth, limits.minCloserUnsure, limits.minCloserSure);
    }
  }
}

/**
 * A turn to the customer's own left moves the nose to the right of a photo as others see them, which is where
 * `yaw` is positive. In a file that the camera mirrored it is the other way round.
 */
function seeTurn(
  movement: 'turn_left' | 'turn_right',
  face: FaceMeasurements,
  selfie: FaceMeasurements,
  limits: Limits,
): Sighting {
  const towards = movement === 'turn_left' ? 1 : -1;
  return worse(
    grade(towards * face.yaw, limits.minYawUnsure, limits.minYawSure),
    grade(towards * (face.yaw - selfie.yaw), limits.minYawChangeUnsure, limits.minYawChangeSure),
  );
}

function seeLookUp(face: FaceMeasurements, selfie: FaceMeasurements, limits: Limits): Sighting {
  if (face.pitch === undefined) return 'unmeasured';
  const shown = grade(-face.pitch, -limits.maxPitchUnsure, -limits.maxPitchSure);
  if (selfie.pitch === undefined) return worse(shown, 'unsure');
  const change = selfie.pitch - face.pitch;
  return worse(shown, grade(change, limits.minPitchChangeUnsure, limits.minPitchChangeSure));
}

function seeRise(
  value: number | undefined,
  before: number | undefined,
  limits: { readonly unsure: number; readonly sure: number; readonly change: number },
): Sighting {
  if (value === undefined) return 'unmeasured';
  const shown = grade(value, limits.unsure, limits.sure);
  if (before === undefined) return worse(shown, 'unsure');
  return worse(shown, value - before >= limits.change ? 'sure' : 'none');
}

function grade(value: number, unsureFrom: number, sureFrom: number): Sighting {
  if (value >= sureFrom) return 'sure';
  return value >= unsureFrom ? 'unsure' : 'none';
}

const ORDER: readonly Sighting[] = ['none', 'unmeasured', 'unsure', 'sure'];

function worse(one: Sighting, other: Sighting): Sighting {
  return ORDER.indexOf(one) < ORDER.indexOf(other) ? one : other;
}
