import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { Picture } from '../picture.ts';
import { alignedChip, expressionSquare, findLandmarks } from './align-face.ts';
import { cutAround } from './cut-around.ts';
import { describeFace, DESCRIPTOR_NET } from './describe-face.ts';
import type { Detection } from './detect-faces.ts';
import type { FaceEngine } from './face-engine.ts';
import { measureChip } from './measure-chip.ts';
import { measurePose } from './measure-pose.ts';
import { LANDMARK_EDGE_PX } from './nets/describe-landmarks.ts';
import { round } from './round.ts';

/** A crowd in the background says no more than a few faces do. */
const MAX_FACES = 4;

/** Printed ones make no movement, so nobody asks whether they smile. */
export type Liveliness = 'live' | 'printed';

/** Measures the first few of the found faces, one after the other; they are in pixels of the picture. */
export async function measureFaces(
  engine: FaceEngine,
  picture: Picture,
  found: readonly Detection[],
  liveliness: Liveliness,
): Promise<readonly FaceMeasurements[]> {
  const faces: FaceMeasurements[] = [];
  for (const face of found.slice(0, MAX_FACES)) {
    faces.push(await measureFace(engine, picture, face, liveliness));
  }
  return faces;
}

async function measureFace(
  engine: FaceEngine,
  picture: Picture,
  found: Detection,
  liveliness: Liveliness,
): Promise<FaceMeasurements> {
  const { part, face } = cutAround(picture, found);
  const landmarks = await findLandmarks(engine, part, face);
  const chip = alignedChip(part, landmarks);
  const descriptor = await describeFace(engine, part, landmarks);
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
    ...(liveliness === 'live' && {
      happy: round(await smileOf(engine, expressionSquare(part, landmarks)), 3),
    }),
    chip: measureChip(chip),
    descriptor: descriptor.map((value) => round(value, 4)),
    net: DESCRIPTOR_NET,
  };
}

/** Where the expression net puts a smile among neutral, happy, sad, angry, fearful, disgusted and surprised. */
const HAPPY = 1;

async function smileOf(engine: FaceEngine, square: Float32Array): Promise<number> {
  const batch = { data: square, count: 1, height: LANDMARK_EDGE_PX, width: LANDMARK_EDGE_PX };
  const [strengths = new Float32Array()] = await engine.run('expression', batch);
  const shares = strengths.map((strength) => Math.exp(strength - Math.max(...strengths)));
  return (shares[HAPPY] ?? 0) / shares.reduce((sum, share) => sum + share, 0);
}
