import { createRequire } from 'node:module';

import type * as Ort from 'onnxruntime-node';

import type { FaceEngine } from '../../face-engine.ts';
import { describeNet } from '../../nets/describe-net.ts';
import { NET_NAMES, type NetName } from '../../nets/layers.ts';
import { onnxFile } from './onnx-file.ts';

/** One picture at a time and one core for it: the pool has a thread for each core. */
const OPTIONS = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
} as const;

/** Microsoft's ONNX Runtime, whose native library comes inside of its package. Throws where it is not installed. */
export async function openEngine(): Promise<FaceEngine> {
  const ort = createRequire(import.meta.url)('onnxruntime-node') as typeof Ort;
  const sessions = new Map<NetName, { session: Ort.InferenceSession; outputs: readonly string[] }>();
  for (const name of NET_NAMES) {
    const net = describeNet(name);
    const session = await ort.InferenceSession.create(onnxFile(net), OPTIONS);
    sessions.set(name, { session, outputs: net.outputs.map((_, i) => `output${i}`) });
  }
  return {
    name: 'onnxruntime-node',
    async run(net, { data, count, height, width }) {
      const opened = sessions.get(net);
      if (!opened) throw new Error(`no net ${net}`);
      const results = await opened.session.run({
        input: new ort.Tensor('float32', data, [count, height, width, 3]),
      });
      return opened.outputs.map((output) => {
        const result = results[output];
        if (!(result?.data instanceof Float32Array)) throw new Error(`${net} gave no ${output}`);
        return toRows(result.data, result.dims);
      });
    },
  };
}

/** Channels from second to last place. */
function toRows(data: Float32Array, dims: readonly number[]): Float32Array {
  const [count = 1, channels = 1, height = 1, width = 1] = dims;
  const pixels = height * width;
  if (pixels === 1) return data;
  const rows = new Float32Array(data.length);
  for (let n = 0; n < count; n++) {
    for (let c = 0; c < channels; c++) {
      const from = (n * channels + c) * pixels;
      for (let p = 0; p < pixels; p++) rows[(n * pixels + p) * channels + c] = data[from + p] ?? 0;
    }
  }
  return rows;
}
