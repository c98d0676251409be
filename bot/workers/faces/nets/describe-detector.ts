import { readFileSync } from 'node:fs';

import type { Net } from './layers.ts';
import { evenly, NetBuilder, type Result } from './net-builder.ts';

/** Any size will do that this divides evenly; the size here only serves the account of shapes. */
const NOMINAL = { height: 240, width: 320 };

/**
 * RFB-320 of the Ultra-Light-Fast-Generic-Face-Detector-1MB (MIT, see README.md): eight results, for each of
 * four grids the scores (background and face, for each anchor) and the boxes (four numbers for each anchor).
 */
export function describeDetector(): Net {
  const net = new NetBuilder();
  const next = readNumbers(new URL('./rfb-320.bin', import.meta.url));

  interface Shape {
    readonly size: 1 | 3;
    readonly stride?: number;
    readonly dilation?: number;
    readonly relu?: boolean;
  }
  const convolve = (from: Result, channels: number, shape: Shape): Result => {
    const { size, stride = 1, dilation = 1, relu = true } = shape;
    const filters = {
      data: next(size * size * from.channels * channels),
      shape: [size, size, from.channels, channels],
    };
    const bias = next(channels);
    const padding = evenly(size === 3 ? dilation : 0);
    return net.convolve(from, { filters, bias, stride, dilation, padding, relu });
  };
  const perChannel = (from: Result, stride: number): Result => {
    const filters = { data: next(9 * from.channels), shape: [3, 3, from.channels, 1] };
    const bias = next(from.channels);
    return net.convolveChannels(from, { filters, bias, stride, padding: evenly(1), relu: true });
  };
  const separable = (from: Result, channels: number, stride = 1): Result =>
    convolve(perChannel(from, stride), channels, { size: 1 });
  const branch = (from: Result, widths: readonly number[], dilation: number): Result => {
    let result = convolve(from, 8, { size: 1, relu: false });
    for (const width of widths) result = convolve(result, width, { size: 3 });
    return convolve(result, 16, { size: 3, dilation, relu: false });
  };

  let result = net.normalise(net.input(NOMINAL.height, NOMINAL.width), [127, 127, 127], 1 / 128);
  result = convolve(result, 16, { size: 3, stride: 2 });
  result = separable(result, 32);
  result = separable(result, 32, 2);
  result = separable(result, 32);
  result = separable(result, 64, 2);
  result = separable(result, 64);
  result = separable(result, 64);
  // The receptive field block that gave the net its name: three widths of view side by side.
  const views = [branch(result, [16], 2), branch(result, [16], 3), branch(result, [12, 16], 5)] as const;
  const joined = convolve(net.concatenate(views), 64, { size: 1, relu: false });
  const straight = convolve(result, 64, { size: 1, relu: false });
  const eighth = net.add([joined, straight], true);

  const outputs: Result[] = [];
  const heads = (from: Result, anchors: number): void => {
    for (const numbers of [2, 4]) {
      outputs.push(convolve(perChannel(from, 1), anchors * numbers, { size: 1, relu: false }));
    }
  };
  heads(eighth, 3);
  const sixteenth = separable(separable(separable(eighth, 128, 2), 128), 128);
  heads(sixteenth, 2);
  const thirtySecond = separable(separable(sixteenth, 256, 2), 256);
  heads(thirtySecond, 2);
  const sixtyFourth = separable(convolve(thirtySecond, 64, { size: 1 }), 256, 2);
  for (const numbers of [2, 4]) outputs.push(convolve(sixtyFourth, 3 * numbers, { size: 3, relu: false }));
  return net.build(...outputs);
}

/** Hands out the file's numbers in order. They lie in it as the layers above ask for them. */
function readNumbers(file: URL): (count: number) => Float32Array {
  const bytes = readFileSync(file);
  let at = 0;
  return (count) => {
    const numbers = Float32Array.from({ length: count }, (_, i) => bytes.readFloatLE(at + 4 * i));
    at += 4 * count;
    return numbers;
  };
}
