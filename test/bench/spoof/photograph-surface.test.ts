import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { photographPaper, type Held } from '../../../bench/spoof/photograph-surface.ts';
import { createRandom } from '../../specimen/random.ts';

/** Black but for a white bar in the middle. */
let picture: Buffer;
const EDGE = 200;

beforeAll(async () => {
  const bar = `<svg width="${EDGE}" height="${EDGE}"><rect width="100%" height="100%"/><rect x="90" width="20" height="100%" fill="#fff"/></svg>`;
  picture = await sharp(Buffer.from(bar)).png().toBuffer();
});

/** Where the bar is on the photo's middle row, as a share of the width. */
async function barAt(held: Held): Promise<number> {
  const photo = await photographPaper(picture, held, createRandom(1));
  const { data, info } = await sharp(photo).greyscale().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([EDGE, EDGE]);
  let [sum, of] = [0, 0];
  for (let x = 52; x < 148; x++) {
    if ((data[100 * EDGE + x] ?? 0) < 190) continue;
    sum += x;
    of++;
  }
  expect(of).toBeGreaterThan(5);
  return sum / of / EDGE;
}

describe('a sheet before a camera', () => {
  it('shows its middle in the middle when it is held straight, flat or bent', async () => {
    expect(await barAt({})).toBeCloseTo(0.5, 1);
    expect(await barAt({ bent: { radius: 0.3, turned: 0 } })).toBeCloseTo(0.5, 1);
  });

  it('turned about its curve, takes its middle to the side, as a head takes its nose', async () => {
    expect(await barAt({ bent: { radius: 0.3, turned: 35 } })).toBeGreaterThan(0.6);
    expect(await barAt({ bent: { radius: 0.3, turned: -35 } })).toBeLessThan(0.4);
  });

  it('turned flat, keeps its middle where it is', async () => {
    expect(await barAt({ yaw: 40 })).toBeCloseTo(0.5, 1);
  });
});
