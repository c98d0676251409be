import { Failure } from '../../failure.ts';
import type { NetName } from './nets/layers.ts';
import { passesSelfTest } from './self-test.ts';

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

export const ENGINES: Readonly<Record<EngineName, () => Promise<FaceEngine>>> = {
  'onnxruntime-node': async () => (await import('./engines/onnxruntime-node/open-engine.ts')).openEngine(),
  'tfjs-node': async () => (await import('./engines/tfjs-node/open-engine.ts')).openEngine(),
  'tfjs-wasm': async () => (await import('./engines/tfjs-wasm/open-engine.ts')).openEngine(),
};

/**
 * The first of these engines that works here and gives the right numbers. Nothing is fetched: weights and
 * binaries come with the packages. Throws Failure('worker_failed') when none passes the self-test.
 */
export async function openFaceEngine(
  names: readonly EngineName[] = ENGINE_NAMES,
  engines = ENGINES,
): Promise<FaceEngine> {
  for (const name of names) {
    // An engine that is not installed, or not for this machine, is no fault: the next one is asked.
    const engine = await engines[name]().catch(() => undefined);
    if (engine && (await passesSelfTest(engine))) return engine;
  }
  throw new Failure('worker_failed', `no engine for the face nets works here (${names.join(', ')})`);
}
