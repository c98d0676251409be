import type { FaceEngine } from './face-engine.ts';
import type { NetName } from './nets/layers.ts';

interface Reference {
  readonly net: NetName;
  readonly width: number;
  readonly height: number;
  /** The first numbers of the first result. */
  readonly numbers: readonly number[];
}

/** What face-api's own code gave for the picture below, and for the detector the runtime that it was published for. */
const REFERENCES: readonly Reference[] = [
  {
    net: 'recognition',
    width: 150,
    height: 150,
    numbers: [-0.0726, 0.07823, 0.06076, -0.02731, -0.15928, -0.04223, -0.07413, -0.07148],
  },
  {
    net: 'landmarks',
    width: 112,
    height: 112,
    numbers: [0.40677, 0.49466, 0.54023, 0.52624, 0.54715, 0.54617, 0.62474, 0.64583],
  },
  {
    net: 'expression',
    width: 112,
    height: 112,
    numbers: [-2.39204, -4.67584, -1.35507, -4.54088, -3.88365, -7.17736, -3.31271],
  },
  {
    net: 'detector',
    width: 320,
    height: 240,
    numbers: [1.23656, -1.23921, 1.33288, -1.31325, 1.30645, -1.32507, 1.31984, -1.32409],
  },
];
const TOLERANCE = 1e-3;

/** Whether the nets give the numbers that they give elsewhere, on a picture drawn by a formula. */
export async function passesSelfTest(engine: FaceEngine): Promise<boolean> {
  for (const { net, width, height, numbers } of REFERENCES) {
    const [result] = await engine.run(net, { data: selfTestPicture(width, height), count: 1, width, height });
    const isRight = numbers.every((expected, i) => Math.abs((result?.[i] ?? NaN) - expected) < TOLERANCE);
    if (!isRight) return false;
  }
  return true;
}

function selfTestPicture(width: number, height: number): Float32Array {
  return Float32Array.from({ length: width * height * 3 }, (_, i) => (i * 37 + (i >> 9) * 11) % 256);
}
