import { Failure } from '../../failure.ts';
import { ENGINE_NAMES, type EngineName, type FaceEngine } from './face-engine.ts';
import { passesSelfTest } from './self-test.ts';

/** @public The engines' test opens them one by one. */
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
