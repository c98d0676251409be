import { resizeGrey, toGrey, type Picture } from './picture.ts';

const EDGE_PX = 32;
const WAVES = 8;

/** cos((2x + 1)·k·π / 64) for x in a row of 32 and k waves. */
const COSINES = Array.from({ length: WAVES }, (_, k) =>
  Array.from({ length: EDGE_PX }, (_unused, x) => Math.cos(((2 * x + 1) * k * Math.PI) / (2 * EDGE_PX))),
);

/**
 * Perceptual hash: 64 bits that say which coarse waves of the picture are above the median. Survives
 * scaling, re-encoding and a change of brightness. 16 hexadecimal digits.
 */
export async function fingerprintOf(picture: Picture): Promise<string> {
  const { data } = await resizeGrey(await toGrey(picture, 512), EDGE_PX, EDGE_PX);
  const strengths = COSINES.flatMap((down) =>
    COSINES.map((across) => {
      let sum = 0;
      for (let y = 0; y < EDGE_PX; y++) {
        for (let x = 0; x < EDGE_PX; x++)
          sum += (data[y * EDGE_PX + x] ?? 0) * (down[y] ?? 0) * (across[x] ?? 0);
      }
      return sum;
    }),
  );
  // The first strength is the mean brightness, which says nothing about the drawing.
  const sorted = strengths.slice(1).sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? 0;
  let hash = '';
  for (let i = 0; i < strengths.length; i += 4) {
    const bits = [0, 1, 2, 3].reduce(
      (value, bit) => value * 2 + Number((strengths[i + bit] ?? 0) > middle),
      0,
    );
    hash += bits.toString(16);
  }
  return hash;
}
