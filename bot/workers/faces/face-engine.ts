import type { NetName } from './nets/layers.ts';

/** Pictures of one size, one after the other: red, green, blue, 0..255, in rows from the top left. */
export interface Batch {
  readonly data: Float32Array;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** Runs a net on pictures. All that comes before and after is ours and the same on every engine. */
export interface FaceEngine {
  readonly name: EngineName;
  /** The net's results in their order: for each picture its rows of pixels, channels last, or its numbers. */
  run(net: NetName, batch: Batch): Promise<readonly Float32Array[]>;
}

/** Quickest first. WebAssembly is there always; the others where their native libraries are. */
export const ENGINE_NAMES = ['onnxruntime-node', 'tfjs-node', 'tfjs-wasm'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];
