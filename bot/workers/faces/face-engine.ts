import { createRequire } from 'node:module';
import path from 'node:path';

import type * as FaceApi from '@vladmandic/face-api';
import type * as Tf from '@tensorflow/tfjs';

import { Failure } from '../../failure.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** In pixels of the square that was searched. */
export interface Detection {
  readonly score: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Edges of the squares that the nets see, in pixels. */
export const DETECTION_EDGE_PX = 512;
export const CLOSE_UP_EDGE_PX = 320;
export const LANDMARK_EDGE_PX = 112;
export const CHIP_EDGE_PX = 150;

/** The nets, whatever they run on. Pictures are squares of red, green, blue, 0..255, in rows from the top left. */
export interface FaceEngine {
  readonly name: 'tfjs-node' | 'wasm';
  /** Slower; finds small faces too. Takes a square of DETECTION_EDGE_PX. */
  detect(square: Uint8Array, minScore: number): Promise<readonly Detection[]>;
  /** Quicker; for faces that fill the picture. Takes a square of CLOSE_UP_EDGE_PX. */
  detectCloseUp(square: Uint8Array, minScore: number): Promise<readonly Detection[]>;
  /** 68 points in pixels of a square of LANDMARK_EDGE_PX that holds one face. */
  landmarks(square: Float32Array): Promise<readonly Point[]>;
  /** How sure the expression net is of a smile, 0..1, in a square of LANDMARK_EDGE_PX that holds one face. */
  happy(square: Float32Array): Promise<number>;
  /** 128 numbers for an aligned chip of CHIP_EDGE_PX. */
  descriptor(chip: Float32Array): Promise<Float32Array>;
}

const require = createRequire(import.meta.url);

type Tensors = Pick<typeof Tf, 'tensor3d' | 'setBackend' | 'ready'>;
type Nets = Pick<typeof FaceApi, 'nets' | 'SsdMobilenetv1Options' | 'TinyFaceDetectorOptions'>;

/**
 * The quickest engine that works here: tfjs-node where its native library loads and gives right numbers, else
 * WebAssembly, which works everywhere. Nothing is fetched: weights and binaries come with the packages.
 * Throws Failure('worker_failed') when not even WebAssembly passes the self-test.
 */
export async function openFaceEngine(): Promise<FaceEngine> {
  const native = await openNative().catch(() => undefined);
  if (native && (await passesSelfTest(native))) return native;
  const wasm = await openWasm();
  if (await passesSelfTest(wasm)) return wasm;
  throw new Failure('worker_failed', 'the face nets give wrong numbers on this machine');
}

async function openNative(): Promise<FaceEngine> {
  const tensors = require('@tensorflow/tfjs-node') as Tensors;
  await tensors.ready();
  return loadNets('tfjs-node', tensors, require('@vladmandic/face-api/dist/face-api.node.js') as Nets);
}

async function openWasm(): Promise<FaceEngine> {
  const tensors = require('@tensorflow/tfjs') as Tensors;
  const backend = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
  backend.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + path.sep);
  await tensors.setBackend('wasm');
  await tensors.ready();
  return loadNets('wasm', tensors, require('@vladmandic/face-api/dist/face-api.node-wasm.js') as Nets);
}

async function loadNets(name: FaceEngine['name'], tensors: Tensors, api: Nets): Promise<FaceEngine> {
  const { ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceExpressionNet, faceRecognitionNet } =
    api.nets;
  const folder = path.resolve(path.dirname(require.resolve('@vladmandic/face-api')), '..', 'model');
  for (const net of [
    ssdMobilenetv1,
    tinyFaceDetector,
    faceLandmark68Net,
    faceExpressionNet,
    faceRecognitionNet,
  ]) {
    await net.loadFromDisk(folder);
  }

  async function withTensor<T>(
    square: Uint8Array | Float32Array,
    edge: number,
    use: (tensor: FaceApi.TNetInput) => Promise<T>,
  ): Promise<T> {
    const tensor = tensors.tensor3d(
      square,
      [edge, edge, 3],
      square instanceof Float32Array ? 'float32' : 'int32',
    );
    try {
      // face-api bundles a second copy of tfjs's types.
      return await use(tensor as unknown as FaceApi.TNetInput);
    } finally {
      tensor.dispose();
    }
  }

  return {
    name,
    detect: (square, minScore) =>
      withTensor(square, DETECTION_EDGE_PX, async (tensor) => {
        const options = new api.SsdMobilenetv1Options({ minConfidence: minScore, maxResults: 20 });
        return (await ssdMobilenetv1.locateFaces(tensor, options)).map(toDetection);
      }),
    detectCloseUp: (square, minScore) =>
      withTensor(square, CLOSE_UP_EDGE_PX, async (tensor) => {
        const options = new api.TinyFaceDetectorOptions({
          inputSize: CLOSE_UP_EDGE_PX,
          scoreThreshold: minScore,
        });
        return (await tinyFaceDetector.locateFaces(tensor, options)).map(toDetection);
      }),
    landmarks: (square) =>
      withTensor(square, LANDMARK_EDGE_PX, async (tensor) => {
        const found = (await faceLandmark68Net.detectLandmarks(tensor)) as FaceApi.FaceLandmarks68;
        return found.positions.map(({ x, y }) => ({ x, y }));
      }),
    happy: (square) =>
      withTensor(square, LANDMARK_EDGE_PX, async (tensor) => {
        const found = (await faceExpressionNet.predictExpressions(tensor)) as FaceApi.FaceExpressions;
        return found.happy;
      }),
    descriptor: (chip) =>
      withTensor(
        chip,
        CHIP_EDGE_PX,
        async (tensor) => (await faceRecognitionNet.computeFaceDescriptor(tensor)) as Float32Array,
      ),
  };
}

const toDetection = ({ score, box }: FaceApi.FaceDetection): Detection => ({
  score,
  x: box.x,
  y: box.y,
  width: box.width,
  height: box.height,
});

/** Whether the net gives the numbers that it gives elsewhere, on a chip drawn by a formula. */
async function passesSelfTest(engine: FaceEngine): Promise<boolean> {
  const numbers = await engine.descriptor(selfTestChip());
  return SELF_TEST_NUMBERS.every((expected, i) => Math.abs((numbers[i] ?? NaN) - expected) < 2e-3);
}

function selfTestChip(): Float32Array {
  return Float32Array.from(
    { length: CHIP_EDGE_PX * CHIP_EDGE_PX * 3 },
    (_, i) => (i * 37 + (i >> 9) * 11) % 256,
  );
}

const SELF_TEST_NUMBERS = [
  -0.0726, 0.07823, 0.06076, -0.02731, -0.15928, -0.04223, -0.07413, -0.07148,
] as const;
