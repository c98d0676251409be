import type { Net, Weights } from './layers.ts';
import { NetBuilder, type Result } from './net-builder.ts';
import { readFaceApiWeights } from './read-weights.ts';

export const CHIP_EDGE_PX = 150;

/** Means of red, green and blue that dlib's and face-api's nets were trained with. */
export const COLOUR_MEANS = [122.782, 117.001, 104.298] as const;

/** dlib's face net (a ResNet with 29 layers) with face-api's weights: 128 numbers for an aligned chip. */
export function describeRecognition(): Net {
  const weights = readFaceApiWeights('face_recognition_model');
  const net = new NetBuilder();

  const convolve = (from: Result, name: string, stride: number, relu: boolean): Result => {
    const scales = weights(`${name}/scale/weights`).data;
    const shifts = weights(`${name}/scale/biases`).data;
    const bias = weights(`${name}/conv/bias`).data.map(
      (value, i) => value * (scales[i] ?? 1) + (shifts[i] ?? 0),
    );
    const filters = scaled(weights(`${name}/conv/filters`), scales);
    return net.convolve(from, { filters, bias, stride, padding: stride === 1 ? 'same' : 'none', relu });
  };
  const keep = (from: Result, name: string): Result => {
    const inner = convolve(convolve(from, `${name}/conv1`, 1, true), `${name}/conv2`, 1, false);
    return net.add([inner, from], true);
  };
  const halve = (from: Result, name: string): Result => {
    const inner = convolve(convolve(from, `${name}/conv1`, 2, true), `${name}/conv2`, 1, false);
    const pooled = net.pool('average_pool', from, 2, 2);
    const [height, width] = [Math.max(inner.height, pooled.height), Math.max(inner.width, pooled.width)];
    const channels = Math.max(inner.channels, pooled.channels);
    const both = [inner, pooled].map((result) => net.padTo(result, height, width, channels));
    return net.add([both[0] ?? inner, both[1] ?? pooled], true);
  };

  let result = net.normalise(net.input(CHIP_EDGE_PX, CHIP_EDGE_PX), COLOUR_MEANS, 1 / 255);
  result = convolve(result, 'conv32_down', 2, true);
  result = net.pool('max_pool', result, 3, 2);
  for (const [name, step] of STEPS) result = step === 'halve' ? halve(result, name) : keep(result, name);
  return net.build(net.dense(net.average(result), weights('fc')));
}

const STEPS = [
  ['conv32_1', 'keep'],
  ['conv32_2', 'keep'],
  ['conv32_3', 'keep'],
  ['conv64_down', 'halve'],
  ['conv64_1', 'keep'],
  ['conv64_2', 'keep'],
  ['conv64_3', 'keep'],
  ['conv128_down', 'halve'],
  ['conv128_1', 'keep'],
  ['conv128_2', 'keep'],
  ['conv256_down', 'halve'],
  ['conv256_1', 'keep'],
  ['conv256_2', 'keep'],
  ['conv256_down_out', 'halve'],
] as const;

/** A scale of each result's channel, taken into the filters. */
function scaled(filters: Weights, scales: Float32Array): Weights {
  const data = filters.data.map((value, i) => value * (scales[i % scales.length] ?? 1));
  return { data, shape: filters.shape };
}
