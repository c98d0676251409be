import type * as Tf from '@tensorflow/tfjs';

import type { FaceEngine } from '../../face-engine.ts';
import { describeNet } from '../../nets/describe-net.ts';
import { NET_NAMES, type NetName } from '../../nets/layers.ts';
import { loadNet, type Abilities, type LoadedNet } from './run-layers.ts';

/** The nets on TensorFlow.js, whatever its backend is. */
export function tfjsEngine(name: FaceEngine['name'], tf: typeof Tf, abilities: Abilities): FaceEngine {
  const nets = new Map<NetName, LoadedNet>(
    NET_NAMES.map((net) => [net, loadNet(tf, describeNet(net), abilities)]),
  );
  return {
    name,
    async run(net, batch) {
      const loaded = nets.get(net);
      if (!loaded) throw new Error(`no net ${net}`);
      const results = loaded.run(batch);
      try {
        return await Promise.all(
          results.map(async (result) => Float32Array.from((await result.data()) as Float32Array)),
        );
      } finally {
        tf.dispose(results);
      }
    },
  };
}
