import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import type { FaceEngine } from './faces/face-engine.ts';
import { findSelfieFaces } from './faces/find-faces.ts';
import { measureFaces } from './faces/measure-face.ts';
import { fingerprintOf } from './fingerprint.ts';
import { measureQuality } from './measure-quality.ts';
import { inspectPhoto } from './photo-file.ts';
import { shrink } from './picture.ts';

/** Enough for the nets, whose squares have 512 pixels, and for the face's sharpness. */
const SELFIE_EDGE_PX = 1280;

export async function measureSelfie(engine: FaceEngine, bytes: Buffer): Promise<SelfieMeasurements> {
  const { file, picture } = await inspectPhoto(bytes);
  if (!picture) return { kind: 'selfie', file, faces: [], engine: engine.name };
  const selfie = await shrink(picture, SELFIE_EDGE_PX);
  return {
    kind: 'selfie',
    file,
    quality: await measureQuality(selfie),
    fingerprint: await fingerprintOf(selfie),
    faces: await measureFaces(engine, selfie, await findSelfieFaces(engine, selfie)),
    engine: engine.name,
  };
}
