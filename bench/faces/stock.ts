import { createRequire } from 'node:module';
import path from 'node:path';

import type * as FaceApi from '@vladmandic/face-api';
import type * as Tf from '@tensorflow/tfjs';

import { decodeUpload } from '../../bot/workers/picture.ts';

/** face-api as it comes: its SSD, its landmarks, its crop without turning, one descriptor. Undefined when it finds no face. */
export type StockPipeline = (
  photo: Buffer,
) => Promise<{ readonly descriptor: readonly number[] } | undefined>;

const require = createRequire(import.meta.url);

export async function openStock(): Promise<StockPipeline> {
  const tf = require('@tensorflow/tfjs') as typeof Tf;
  const backend = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  backend.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep);
  await tf.setBackend('wasm');
  await tf.ready();
  const api = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as typeof FaceApi;
  const folder = path.resolve(path.dirname(require.resolve('@vladmandic/face-api')), '..', 'model');
  const { ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet } = api.nets;
  for (const net of [ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet]) await net.loadFromDisk(folder);

  return async (photo) => {
    const { data, width, height } = await decodeUpload(photo, 640);
    const tensor = tf.tensor3d(data, [height, width, 3], 'int32');
    try {
      // face-api bundles a second copy of tfjs's types.
      const found = await api
        .detectAllFaces(tensor as unknown as FaceApi.TNetInput)
        .withFaceLandmarks()
        .withFaceDescriptors();
      const fromMiddle = ({ detection: { box } }: (typeof found)[number]) =>
        Math.hypot(box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2);
      const face = [...found].sort((a, b) => fromMiddle(a) - fromMiddle(b))[0];
      return face && { descriptor: Array.from(face.descriptor) };
    } finally {
      tensor.dispose();
    }
  };
}
