import type { Picture } from '../picture.ts';
import { alignedChip, TRAINED_CUT, type Cut } from './align-face.ts';
import type { FaceEngine } from './face-engine.ts';
import type { Point } from './geometry.ts';
import { CHIP_EDGE_PX } from './nets/describe-recognition.ts';
import { mirror } from './warp.ts';

/** Changes with everything that changes descriptors: weights, alignment, colours, averaging, scale. */
export const DESCRIPTOR_NET = 'face-api-1.7.15/six-cuts';

/**
 * The net sees the face six times: as it was trained, wider and narrower, higher and lower, half of them mirrored.
 * The mean errs less than any of them.
 */
const OTHER_CUTS: readonly { readonly cut: Cut; readonly mirrored: boolean }[] = [
  { cut: { ...TRAINED_CUT, room: 0.32 }, mirrored: false },
  { cut: { ...TRAINED_CUT, room: 0.19 }, mirrored: true },
  { cut: { ...TRAINED_CUT, loweredPx: -4 }, mirrored: false },
  { cut: { ...TRAINED_CUT, loweredPx: 4 }, mirrored: true },
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

/** 128 numbers for the face with these points: `trainedChip` is its chip with the room that the net was trained with. */
export async function describeFace(
  engine: FaceEngine,
  picture: Picture,
  landmarks: readonly Point[],
  trainedChip: Float32Array,
): Promise<number[]> {
  const flip = (chip: Float32Array) => mirror(chip, CHIP_EDGE_PX);
  const chips = [
    trainedChip,
    flip(trainedChip),
    ...OTHER_CUTS.map(({ cut, mirrored }) => {
      const chip = alignedChip(picture, landmarks, cut);
      return mirrored ? flip(chip) : chip;
    }),
  ].map(inSkinTone);
  const data = new Float32Array(chips.length * trainedChip.length);
  chips.forEach((chip, i) => {
    data.set(chip, i * chip.length);
  });
  const batch = { data, count: chips.length, height: CHIP_EDGE_PX, width: CHIP_EDGE_PX };
  const [numbers = new Float32Array()] = await engine.run('recognition', batch);
  const size = numbers.length / chips.length;
  const mean = Array.from(
    { length: size },
    (_, i) => chips.reduce((sum, _chip, k) => sum + (numbers[k * size + i] ?? 0), 0) / chips.length,
  );
  const factor = (USUAL_LENGTH / Math.hypot(...mean)) ** LENGTH_POWER;
  return mean.map((value) => value * factor);
}

function inSkinTone(chip: Float32Array): Float32Array {
  const toned = new Float32Array(chip.length);
  for (let i = 0; i < chip.length; i += 3) {
    const grey = 0.299 * (chip[i] ?? 0) + 0.587 * (chip[i + 1] ?? 0) + 0.114 * (chip[i + 2] ?? 0);
    toned[i] = Math.min(255, grey * SKIN_TONE[0]);
    toned[i + 1] = Math.min(255, grey * SKIN_TONE[1]);
    toned[i + 2] = Math.min(255, grey * SKIN_TONE[2]);
  }
  return toned;
}
