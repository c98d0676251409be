import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { Picture } from '../picture.ts';
import { alignedChip, expressionSquare, findLandmarks } from './align-face.ts';
import { CHIP_EDGE_PX, type Detection, type FaceEngine } from './face-engine.ts';
import { measureChip } from './measure-chip.ts';
import { measurePose } from './measure-pose.ts';
import { round } from './round.ts';
import { mirror } from './warp.ts';

/** Changes with everything that changes descriptors: the weights, the alignment, the averaging. */
export const DESCRIPTOR_NET = 'face-api-1.7.15/chip68-mirror';

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
    ...measurePose(landmarks),
    happy: round(await engine.happy(expressionSquare(picture, landmarks)), 3),
    chip: measureChip(chip),
    descriptor: Array.from(straight, (value, i) => round((value + (mirrored[i] ?? 0)) / 2, 4)),
    net: DESCRIPTOR_NET,
  };
}
