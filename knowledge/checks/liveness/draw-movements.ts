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

/**
 * What a hand can make of a picture: bent paper turns, and everything comes closer. The others need a face that
 * moves in itself.
 */
const OF_THE_HEAD: ReadonlySet<Movement> = new Set(['turn_left', 'turn_right', 'come_closer']);

/** Two movements in a random order, one of the head and one of the face where both are possible; else empty or any two. */
export function drawMovements(
  possible: readonly Movement[],
  /** A whole number from 0 up to but not including its argument, which nobody can foresee. */
  randomBelow: (limit: number) => number,
): readonly Movement[] {
  if (possible.length < MOVEMENTS_ASKED) return [];
  const draw = (from: readonly Movement[]) => from[randomBelow(from.length)] ?? from[0];
  const first = draw(possible);
  if (first === undefined) return [];
  const others = possible.filter((movement) => movement !== first);
  const ofOtherKind = others.filter((movement) => OF_THE_HEAD.has(movement) !== OF_THE_HEAD.has(first));
  const second = draw(ofOtherKind.length > 0 ? ofOtherKind : others);
  return second === undefined ? [] : [first, second];
}
