import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import type { FaceEngine } from './faces/face-engine.ts';
import { findSelfieFaces } from './faces/find-faces.ts';
import { measureFaces } from './faces/measure-face.ts';
import { fingerprintOf } from './fingerprint.ts';
import { measureQuality } from './measure-quality.ts';
import { inspectPhoto } from './photo-file.ts';

/** Enough for the nets and for the face's sharpness, and a JPEG of a phone decodes in half the time. */
const SELFIE_EDGE_PX = 1280;

export async function measureSelfie(engine: FaceEngine, bytes: Buffer): Promise<SelfieMeasurements> {
  const { file, picture } = await inspectPhoto(bytes, SELFIE_EDGE_PX);
  if (!picture) return { kind: 'selfie', file, faces: [], engine: engine.name };
  return {
    kind: 'selfie',
    file,
    quality: await measureQuality(picture),
    fingerprint: await fingerprintOf(picture),
    faces: await measureFaces(engine, picture, await findSelfieFaces(engine, picture), 'live'),
    engine: engine.name,
  };
}
