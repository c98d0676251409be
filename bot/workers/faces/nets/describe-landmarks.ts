import { COLOUR_MEANS } from './describe-recognition.ts';
import type { Net } from './layers.ts';
import { NetBuilder, type Result } from './net-builder.ts';
import { readFaceApiWeights } from './read-weights.ts';

export const LANDMARK_EDGE_PX = 112;

/** 136 numbers: x and y of 68 points as shares of the square's edge. */
export const describeLandmarks = () => describe('face_landmark_68_model');

/** Seven strengths, of which the second is a smile; they become shares by softmax. */
export const describeExpression = () => describe('face_expression_model');

/** face-api's small net of densely joined blocks, with a last layer of its own for each purpose. */
function describe(model: string): Net {
  const weights = readFaceApiWeights(model);
  const net = new NetBuilder();

  const separable = (from: Result, name: string, stride: number, relu: boolean): Result => {
    const filters = weights(`${name}/depthwise_filter`);
    const channels = net.convolveChannels(from, {
      filters,
      bias: new Float32Array(filters.shape[2] ?? 0),
      stride,
      padding: 'same',
      relu: false,
    });
    return net.convolve(channels, {
      filters: weights(`${name}/pointwise_filter`),
      bias: weights(`${name}/bias`).data,
      padding: 'same',
      relu,
    });
  };
  const block = (from: Result, name: string, isFirst: boolean): Result => {
    const first = isFirst
      ? net.convolve(from, {
          filters: weights(`${name}/conv0/filters`),
          bias: weights(`${name}/conv0/bias`).data,
          stride: 2,
          padding: 'same',
          relu: true,
        })
      : separable(from, `${name}/conv0`, 2, true);
    const second = separable(first, `${name}/conv1`, 1, false);
    const third = separable(net.add([first, second], true), `${name}/conv2`, 1, false);
    const fourth = separable(net.add([first, second, third], true), `${name}/conv3`, 1, false);
    return net.add([first, second, third, fourth], true);
  };

  let result = net.normalise(net.input(LANDMARK_EDGE_PX, LANDMARK_EDGE_PX), COLOUR_MEANS, 1 / 255);
  for (let i = 0; i < 4; i++) result = block(result, `dense${i}`, i === 0);
  return net.build(net.dense(net.average(result), weights('fc/weights'), weights('fc/bias').data));
}
