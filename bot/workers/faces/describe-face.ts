import type { Picture } from '../picture.ts';
import { alignedChip, type Cut } from './align-face.ts';
import type { FaceEngine } from './face-engine.ts';
import type { Point } from './geometry.ts';
import { CHIP_EDGE_PX } from './nets/describe-recognition.ts';

/** Changes with everything that changes descriptors: weights, alignment, colours, averaging, scale. */
export const DESCRIPTOR_NET = 'face-api-1.7.15/two-cuts';

/**
 * The net sees the face twice: a little wider and higher than it was trained, and a little narrower, lower and
 * mirrored. What each errs by cancels out in their mean, which errs less than that of the trained cut and its mirror
 * image, and hardly more than that of six.
 */
const CUTS: readonly { readonly cut: Cut; readonly mirrored: boolean }[] = [
  { cut: { room: 0.285, loweredPx: -3 }, mirrored: false },
  { cut: { room: 0.22, loweredPx: 3 }, mirrored: true },
];

/**
 * The net knows colour pictures only, and portraits on documents are often grey. All faces become grey in one
 * tone of skin: so the net meets what it knows, and the colour of a lamp or a print plays no part.
 */
const SKIN_TONE = [1.18, 0.96, 0.83] as const;

/**
 * The net gives faces that it hardly knows (blurred, far away, very young) short vectors, which lie near to
 * each other whoever they are. Dividing by a part of the length moves them apart; the factor keeps the usual
 * scale of distances.
 */
const LENGTH_POWER = 0.75;
const USUAL_LENGTH = 1.41;

/** 128 numbers for the face with these points. */
export async function describeFace(
  engine: FaceEngine,
  picture: Picture,
  landmarks: readonly Point[],
): Promise<number[]> {
  const data = new Float32Array(CUTS.length * CHIP_EDGE_PX * CHIP_EDGE_PX * 3);
  CUTS.forEach(({ cut, mirrored }, i) => {
    const chip = alignedChip(picture, landmarks, cut);
    putInSkinTone(chip, data.subarray(i * chip.length, (i + 1) * chip.length), mirrored);
  });
  const batch = { data, count: CUTS.length, height: CHIP_EDGE_PX, width: CHIP_EDGE_PX };
  const [numbers = new Float32Array()] = await engine.run('recognition', batch);
  const size = numbers.length / CUTS.length;
  const mean = Array.from(
    { length: size },
    (_, i) => CUTS.reduce((sum, _cut, k) => sum + (numbers[k * size + i] ?? 0), 0) / CUTS.length,
  );
  const factor = (USUAL_LENGTH / Math.hypot(...mean)) ** LENGTH_POWER;
  return mean.map((value) => value * factor);
}

/** Left and right exchanged where it is to be mirrored. */
function putInSkinTone(chip: Float32Array, target: Float32Array, mirrored: boolean): void {
  const rowLength = CHIP_EDGE_PX * 3;
  for (let row = 0; row < chip.length; row += rowLength) {
    for (let column = 0; column < rowLength; column += 3) {
      const from = row + column;
      const to = mirrored ? row + rowLength - 3 - column : from;
      const grey = 0.299 * (chip[from] ?? 0) + 0.587 * (chip[from + 1] ?? 0) + 0.114 * (chip[from + 2] ?? 0);
      target[to] = Math.min(255, grey * SKIN_TONE[0]);
      target[to + 1] = Math.min(255, grey * SKIN_TONE[1]);
      target[to + 2] = Math.min(255, grey * SKIN_TONE[2]);
    }
  }
}
