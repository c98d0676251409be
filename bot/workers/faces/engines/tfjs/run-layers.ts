import type * as Tf from '@tensorflow/tfjs';

import type { Batch } from '../../face-engine.ts';
import type { Layer, Net } from '../../nets/layers.ts';

/** A net whose weights lie in TensorFlow's memory, ready to run. */
export interface LoadedNet {
  run(batch: Batch): Tf.Tensor[];
}

type Step = (results: readonly Tf.Tensor[], input: Tf.Tensor4D) => Tf.Tensor;

/** `padsUnevenly`: the backend pads by itself, as told; not every one does, and it spares a copy. */
export interface Abilities {
  readonly padsUnevenly: boolean;
}

export function loadNet(tf: typeof Tf, net: Net, abilities: Abilities): LoadedNet {
  const steps = net.layers.map((layer) => toStep(tf, layer, abilities));
  const prepared = net.layers.find((layer) => layer.kind === 'normalise');
  return {
    run: ({ data, count, height, width }) =>
      tf.tidy(() => {
        const input = tf.tensor4d(prepared ? normalised(data, prepared) : data, [count, height, width, 3]);
        const results: Tf.Tensor[] = [];
        for (const step of steps) results.push(step(results, input));
        return net.outputs.map((place) => at(results, place));
      }),
  };
}

/** Backends take long to subtract three numbers from every pixel. */
function normalised(
  data: Float32Array,
  { mean, scale }: Extract<Layer, { kind: 'normalise' }>,
): Float32Array {
  const [red = 0, green = 0, blue = 0] = mean;
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    result[i] = ((data[i] ?? 0) - red) * scale;
    result[i + 1] = ((data[i + 1] ?? 0) - green) * scale;
    result[i + 2] = ((data[i + 2] ?? 0) - blue) * scale;
  }
  return result;
}

function at(results: readonly Tf.Tensor[], place: number): Tf.Tensor {
  const result = results[place];
  if (!result) throw new Error(`no layer ${place}`);
  return result;
}
const pixelsAt = (results: readonly Tf.Tensor[], place: number) => at(results, place) as Tf.Tensor4D;

function toStep(tf: typeof Tf, layer: Layer, abilities: Abilities): Step {
  switch (layer.kind) {
    case 'input':
      return (_, input) => input;
    case 'normalise':
      // Done before the numbers became a tensor.
      return (results) => at(results, layer.from);
    case 'convolve':
      return convolution(tf, layer, abilities);
    case 'add':
      return (results) => {
        const sum = layer.from.map((place) => at(results, place)).reduce((a, b) => tf.add(a, b));
        return layer.relu ? tf.relu(sum) : sum;
      };
    case 'concatenate':
      return (results) =>
        tf.concat(
          layer.from.map((place) => pixelsAt(results, place)),
          3,
        );
    case 'max_pool':
      return (results) => tf.maxPool(pixelsAt(results, layer.from), layer.size, layer.stride, 'valid');
    case 'average_pool':
      return (results) => tf.avgPool(pixelsAt(results, layer.from), layer.size, layer.stride, 'valid');
    case 'pad':
      return (results) =>
        tf.pad(pixelsAt(results, layer.from), [
          [0, 0],
          [0, layer.rows],
          [0, layer.columns],
          [0, layer.channels],
        ]);
    case 'average':
      return (results) => tf.mean(at(results, layer.from), [1, 2]);
    case 'dense': {
      const [ins = 0, outs = 0] = layer.weights.shape;
      const [weights, bias] = [tf.tensor2d(layer.weights.data, [ins, outs]), tf.tensor1d(layer.bias)];
      return (results) => tf.add(tf.matMul(at(results, layer.from) as Tf.Tensor2D, weights), bias);
    }
  }
}

function convolution(
  tf: typeof Tf,
  layer: Extract<Layer, { kind: 'convolve' }>,
  { padsUnevenly }: Abilities,
): Step {
  const [rows = 1, columns = 1, ins = 1, outs = 1] = layer.filters.shape;
  const filter = tf.tensor4d(layer.filters.data, [rows, columns, ins, outs]);
  const bias = tf.tensor1d(layer.bias);
  const { top, left, bottom, right } = layer.padding;
  const edges: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const isPadded = top + left + bottom + right > 0;
  const shared = {
    filter,
    bias,
    strides: layer.stride,
    dilations: layer.dilation,
    pad: isPadded && padsUnevenly ? (edges as unknown as number) : ('valid' as const),
    activation: layer.relu ? ('relu' as const) : ('linear' as const),
  };
  return (results) => {
    const from = pixelsAt(results, layer.from);
    const x = isPadded && !padsUnevenly ? tf.pad(from, edges) : from;
    return layer.perChannel ? tf.fused.depthwiseConv2d({ x, ...shared }) : tf.fused.conv2d({ x, ...shared });
  };
}
