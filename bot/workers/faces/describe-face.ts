import { faceDistance } from '../../../knowledge/checks/face-distance.ts';
import type { Picture } from '../picture.ts';
import { alignedChip, TRAINED_CUT, type Cut } from './align-face.ts';
import type { FaceEngine } from './face-engine.ts';
import type { Point } from './geometry.ts';
import { CHIP_EDGE_PX } from './nets/describe-recognition.ts';

/** Changes with everything that changes descriptors: weights, alignment, colours, averaging, scale. */
export const DESCRIPTOR_NET = 'face-api-1.7.15/two-or-four-cuts';

interface View {
  readonly cut: Cut;
  readonly mirrored: boolean;
}

/** The net sees every face twice: a little higher than it was trained, and a little lower and mirrored. */
const FIRST_VIEWS: readonly View[] = [
  { cut: { ...TRAINED_CUT, loweredPx: -4 }, mirrored: false },
  { cut: { ...TRAINED_CUT, loweredPx: 4 }, mirrored: true },
];
/**
 * Where the two say different things, it looks twice more, wider and narrower. The mean of four errs less than that
 * of two; where the two agree it hardly does. One face in three has them disagree.
 */
const FURTHER_VIEWS: readonly View[] = [
  { cut: { ...TRAINED_CUT, room: 0.32 }, mirrored: true },
  { cut: { ...TRAINED_CUT, room: 0.19 }, mirrored: false },
];
/** Distance between the descriptors of the first two. */
const AGREEMENT = 0.25;

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
  const look = (views: readonly View[]) => lookAt(engine, picture, landmarks, views);
  const first = await look(FIRST_VIEWS);
  const [one, other] = first.map(inScale);
  if (one && other && faceDistance(one, other) <= AGREEMENT) return inScale(meanOf(first));
  return inScale(meanOf([...first, ...(await look(FURTHER_VIEWS))]));
}

/** What the net says of each view, one row of numbers for each. */
async function lookAt(
  engine: FaceEngine,
  picture: Picture,
  landmarks: readonly Point[],
  views: readonly View[],
): Promise<Float32Array[]> {
  const data = new Float32Array(views.length * CHIP_EDGE_PX * CHIP_EDGE_PX * 3);
  views.forEach(({ cut, mirrored }, i) => {
    const chip = alignedChip(picture, landmarks, cut);
    putInSkinTone(chip, data.subarray(i * chip.length, (i + 1) * chip.length), mirrored);
  });
  const batch = { data, count: views.length, height: CHIP_EDGE_PX, width: CHIP_EDGE_PX };
  const [numbers = new Float32Array()] = await engine.run('recognition', batch);
  const size = numbers.length / views.length;
  return views.map((_, i) => numbers.subarray(i * size, (i + 1) * size));
}

const meanOf = (rows: readonly Float32Array[]): number[] =>
  Array.from({ length: rows[0]?.length ?? 0 }, (_, i) =>
    rows.reduce((sum, row) => sum + (row[i] ?? 0) / rows.length, 0),
  );

function inScale(numbers: ArrayLike<number>): number[] {
  const values = Array.from(numbers);
  const factor = (USUAL_LENGTH / Math.hypot(...values)) ** LENGTH_POWER;
  return values.map((value) => value * factor);
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
