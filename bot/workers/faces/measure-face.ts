import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { Picture } from '../picture.ts';
import { alignedChip, findLandmarks } from './align-face.ts';
import { measureChip } from './measure-chip.ts';
import { CHIP_EDGE_PX, type Detection, type FaceEngine, type Point } from './face-engine.ts';
import { centreOf, mirror } from './warp.ts';

/** A crowd in the background says no more than a few faces do, and each costs a tenth of a second. */
const MAX_FACES = 4;

/** Measures the first few of the found faces, one after the other; they are in pixels of the picture. */
export async function measureFaces(
  engine: FaceEngine,
  picture: Picture,
  found: readonly Detection[],
): Promise<readonly FaceMeasurements[]> {
  const faces: FaceMeasurements[] = [];
  for (const face of found.slice(0, MAX_FACES)) faces.push(await measureFace(engine, picture, face));
  return faces;
}

async function measureFace(
  engine: FaceEngine,
  picture: Picture,
  found: Detection,
): Promise<FaceMeasurements> {
  const landmarks = await findLandmarks(engine, picture, found);
  const chip = alignedChip(picture, landmarks);
  const straight = await engine.descriptor(chip);
  const mirrored = await engine.descriptor(mirror(chip, CHIP_EDGE_PX));
  return {
    score: round(found.score, 3),
    box: {
      x: Math.round(found.x),
      y: Math.round(found.y),
      width: Math.round(found.width),
      height: Math.round(found.height),
    },
    widthShare: round(found.width / Math.min(picture.width, picture.height), 3),
    yaw: round(yawOf(landmarks), 3),
    chip: measureChip(chip),
    descriptor: Array.from(straight, (value, i) => round((value + (mirrored[i] ?? 0)) / 2, 4)),
  };
}

/** Where the nose stands between the edges of the jaw, along the line of the eyes: 0 in the middle, ±1 at an edge. */
function yawOf(landmarks: readonly Point[]): number {
  const [leftEye, rightEye] = [centreOf(landmarks.slice(36, 42)), centreOf(landmarks.slice(42, 48))];
  const angle = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  const along = (point: Point | undefined) =>
    ((point?.x ?? 0) - leftEye.x) * Math.cos(angle) + ((point?.y ?? 0) - leftEye.y) * Math.sin(angle);
  const [nose, left, right] = [along(landmarks[30]), along(landmarks[2]), along(landmarks[14])];
  const width = Math.abs(right - left);
  return width === 0 ? 1 : (Math.abs(nose - left) - Math.abs(right - nose)) / width;
}

function round(value: number, places: number): number {
  const factor = 10 ** places;
  return Math.round(value * factor) / factor;
}
