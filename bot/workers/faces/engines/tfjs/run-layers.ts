import type * as Tf from '@tensorflow/tfjs';

import { keepSize } from '../../nets/keep-size.ts';
import type { Layer, Net } from '../../nets/layers.ts';

/** A net whose weights lie in TensorFlow's memory, ready to run. */
export interface LoadedNet {
  run(input: Tf.Tensor4D): Tf.Tensor[];
}

type Step = (results: readonly Tf.Tensor[], input: Tf.Tensor4D) => Tf.Tensor;

export function loadNet(tf: typeof Tf, net: Net): LoadedNet {
  const steps = net.layers.map((layer) => toStep(tf, layer));
  return {
    run: (input) =>
      tf.tidy(() => {
        const results: Tf.Tensor[] = [];
        for (const step of steps) results.push(step(results, input));
        return net.outputs.map((place) => at(results, place));
      }),
  };
}

function at(results: readonly Tf.Tensor[], place: number): Tf.Tensor {
  const result = results[place];
  if (!result) throw new Error(`no layer ${place}`);
  return result;
}
const pixelsAt = (results: readonly Tf.Tensor[], place: number) => at(results, place) as Tf.Tensor4D;

function toStep(tf: typeof Tf, layer: Layer): Step {
  switch (layer.kind) {
    case 'input':
      return (_, input) => input;
    case 'normalise': {
      const [mean, scale] = [tf.tensor1d([...layer.mean]), tf.scalar(layer.scale)];
      return (results) => tf.mul(tf.sub(at(results, layer.from), mean), scale);
    }
    case 'convolve':
      return convolution(tf, layer);
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

function convolution(tf: typeof Tf, layer: Extract<Layer, { kind: 'convolve' }>): Step {
  const [rows = 1, columns = 1, ins = 1, outs = 1] = layer.filters.shape;
  const filter = tf.tensor4d(layer.filters.data, [rows, columns, ins, outs]);
  const bias = tf.tensor1d(layer.bias);
  const { top, left, bottom, right } = layer.padding;
  const isPadded = top + left + bottom + right > 0;
  const reach = { rows: (rows - 1) * layer.dilation + 1, columns: (columns - 1) * layer.dilation + 1 };
  const shared = {
    filter,
    bias,
    strides: layer.stride,
    dilations: layer.dilation,
    activation: layer.relu ? ('relu' as const) : ('linear' as const),
  };
  return (results) => {
    const from = pixelsAt(results, layer.from);
    const [, height, width] = from.shape;
    const wanted = keepSize({ height, width }, reach, layer.stride);
    // What keeps the size, backends pad without a copy; anything else not every backend pads by itself.
    const keepsSize = isPadded && SIDES.every((side) => wanted[side] === layer.padding[side]);
    const x =
      isPadded && !keepsSize
        ? tf.pad(from, [
            [0, 0],
            [top, bottom],
            [left, right],
            [0, 0],
          ])
        : from;
    const pad = keepsSize ? ('same' as const) : ('valid' as const);
    return layer.perChannel
      ? tf.fused.depthwiseConv2d({ x, pad, ...shared })
      : tf.fused.conv2d({ x, pad, ...shared });
  };
}

const SIDES = ['top', 'left', 'bottom', 'right'] as const;
