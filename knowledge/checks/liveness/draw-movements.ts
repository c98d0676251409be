import { MOVEMENTS, type Movement } from '../../verification/liveness.ts';
import type { Criteria } from '../criteria.ts';
import type { SelfieMeasurements } from '../selfie-measurements.ts';

/** A challenge asks for so many. */
export const MOVEMENTS_ASKED = 2;

/** What can be asked of somebody: nothing that the selfie shows already, or that they cannot do. */
export function possibleMovements(
  selfie: SelfieMeasurements,
  cannot: readonly Movement[],
  limits: Criteria['liveness'],
): readonly Movement[] {
  const [face] = selfie.faces;
  if (!face) return [];
  const { pitch = 1, happy = 0, mouthOpen = 0, widthShare } = face;
  const leavesRoom: Readonly<Record<Movement, boolean>> = {
    turn_left: true,
    turn_right: true,
    look_up: pitch - limits.minPitchChangeSure > 0 && pitch > limits.maxPitchUnsure,
    smile: happy + limits.minHappyChange <= 1 && happy < limits.minHappyUnsure,
    open_mouth: mouthOpen < limits.minMouthOpenUnsure,
    come_closer: widthShare <= limits.maxFaceWidthShareToComeCloser,
  };
  return MOVEMENTS.filter((movement) => leavesRoom[movement] && !cannot.includes(movement));
}

/** Different movements in a random order; empty when too few are possible. */
export function drawMovements(
  possible: readonly Movement[],
  /** A whole number from 0 up to but not including its argument, which nobody can foresee. */
  randomBelow: (limit: number) => number,
): readonly Movement[] {
  if (possible.length < MOVEMENTS_ASKED) return [];
  const left = [...possible];
  return Array.from({ length: MOVEMENTS_ASKED }, () => left.splice(randomBelow(left.length), 1)).flat();
}
