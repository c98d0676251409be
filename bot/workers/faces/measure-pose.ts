import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { Point } from './geometry.ts';
import { round } from './round.ts';
import { centreOf } from './warp.ts';

export type Pose = Required<Pick<FaceMeasurements, 'yaw' | 'pitch' | 'rollDegrees' | 'mouthOpen'>>;

/** How the head is held and whether the mouth is open, from the 68 points. */
export function measurePose(landmarks: readonly Point[]): Pose {
  const { at, rollDegrees } = levelled(landmarks);
  return {
    yaw: round(yawOf(at), 3),
    pitch: round(at(30).y / mean(at(51).y, at(57).y), 3),
    rollDegrees: round(rollDegrees, 1),
    mouthOpen: round(mouthOpenOf(at), 3),
  };
}

/** The points as they lie when the line of the eyes is level and its left end the origin. */
function levelled(landmarks: readonly Point[]): { at: (index: number) => Point; rollDegrees: number } {
  const [left, right] = [centreOf(landmarks.slice(36, 42)), centreOf(landmarks.slice(42, 48))];
  const angle = Math.atan2(right.y - left.y, right.x - left.x);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = (index: number) => {
    const { x, y } = landmarks[index] ?? left;
    return {
      x: (x - left.x) * cos + (y - left.y) * sin,
      y: (y - left.y) * cos - (x - left.x) * sin,
    };
  };
  return { at, rollDegrees: (angle * 180) / Math.PI };
}

/** Where the nose stands between the edges of the jaw: 0 in the middle, ±1 at an edge. */
function yawOf(at: (index: number) => Point): number {
  const [nose, left, right] = [at(30).x, at(2).x, at(14).x];
  const width = Math.abs(right - left);
  return width === 0 ? 1 : (Math.abs(nose - left) - Math.abs(right - nose)) / width;
}

function mouthOpenOf(at: (index: number) => Point): number {
  const gap = (upper: number, lower: number) =>
    Math.hypot(at(upper).x - at(lower).x, at(upper).y - at(lower).y);
  return (gap(61, 67) + gap(62, 66) + gap(63, 65)) / 3 / gap(48, 54);
}

const mean = (a: number, b: number) => (a + b) / 2;
