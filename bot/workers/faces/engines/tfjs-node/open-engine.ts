import { createRequire } from 'node:module';

import type * as Tf from '@tensorflow/tfjs';

import type { FaceEngine } from '../../face-engine.ts';
import { tfjsEngine } from '../tfjs/tfjs-engine.ts';

/** TensorFlow's native library. Throws where it was not fetched when the package was installed. */
export async function openEngine(): Promise<FaceEngine> {
  const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof Tf;
  await tf.ready();
  return tfjsEngine('tfjs-node', tf, { padsUnevenly: false });
}
