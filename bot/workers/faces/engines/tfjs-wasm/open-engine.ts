import { createRequire } from 'node:module';
import path from 'node:path';

import type * as Tf from '@tensorflow/tfjs';

import type { FaceEngine } from '../../face-engine.ts';
import { tfjsEngine } from '../tfjs/tfjs-engine.ts';

const require = createRequire(import.meta.url);

/** WebAssembly, which works everywhere. Nothing is fetched: the binary comes with the package. */
export async function openEngine(): Promise<FaceEngine> {
  const tf = require('@tensorflow/tfjs') as typeof Tf;
  const backend = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  backend.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep);
  await tf.setBackend('wasm');
  await tf.ready();
  return tfjsEngine('tfjs-wasm', tf, { padsUnevenly: true });
}
