import sharp from 'sharp';

import { findLandmarks } from '../../bot/workers/faces/align-face.ts';
import type { FaceEngine } from '../../bot/workers/faces/face-engine.ts';
import { findSelfieFaces } from '../../bot/workers/faces/find-faces.ts';
import { centreOf } from '../../bot/workers/faces/warp.ts';
import { measureSelfie } from '../../bot/workers/measure-selfie.ts';
import { decodeUpload } from '../../bot/workers/picture.ts';
import type { FaceMeasurements } from '../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import type { Features } from '../../test/specimen/movements.ts';

/** A picture of somebody, as large as a webcam's, measured as a selfie. */
export interface Still {
  readonly file: string;
  readonly person: string;
  /** JPEG, upright. */
  readonly photo: Buffer;
  readonly measured: SelfieMeasurements;
  /** The face in the middle. */
  readonly face: FaceMeasurements;
}

/** Small pictures are enlarged to this, so that papers and screens can be drawn at the size they are photographed. */
const EDGE_PX = 640;

/** Undefined where no face is found, or another one is the largest. */
export async function openStill(
  engine: FaceEngine,
  bytes: Buffer,
  about: Pick<Still, 'file' | 'person'>,
): Promise<Still | undefined> {
  const photo = await sharp(bytes)
    .autoOrient()
    .resize(EDGE_PX, EDGE_PX, { fit: 'inside', kernel: 'cubic' })
    .jpeg({ quality: 92 })
    .toBuffer();
  const measured = await measureSelfie(engine, photo);
  const [face] = measured.faces;
  if (!face) return undefined;
  const { widthPx = 0 } = measured.file;
  const isInMiddle = Math.abs(face.box.x + face.box.width / 2 - widthPx / 2) < widthPx / 4;
  return isInMiddle ? { ...about, photo, measured, face } : undefined;
}

/** Where eyes and mouth are on it. */
export async function featuresOf(engine: FaceEngine, photo: Buffer): Promise<Features | undefined> {
  const picture = await decodeUpload(photo, 1280);
  const [box] = await findSelfieFaces(engine, picture);
  if (!box) return undefined;
  const points = await findLandmarks(engine, picture, box);
  return {
    left: centreOf(points.slice(36, 42)),
    right: centreOf(points.slice(42, 48)),
    mouth: centreOf(points.slice(48, 68)),
  };
}
