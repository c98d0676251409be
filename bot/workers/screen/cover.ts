import sharp from 'sharp';

import type { Box } from '../../../knowledge/checks/photo-measurements.ts';
import type { Picture } from '../picture.ts';

/** Around each place, as a share of its height: boxes of words are tight. */
const MARGIN = 0.18;
const QUALITY = 88;

/**
 * A copy of the picture in which these places have one colour, their own mean: a blur of print can be undone by
 * whoever knows the typeface, a single colour cannot. JPEG, without metadata.
 */
export async function cover(picture: Picture, boxes: readonly Box[]): Promise<Uint8Array> {
  const { width, height } = picture;
  const data = Buffer.from(picture.data);
  for (const box of boxes) fill(data, width, insideOf(box, width, height));
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function insideOf({ x, y, width: w, height: h }: Box, width: number, height: number): Area {
  const margin = Math.ceil(MARGIN * h) + 1;
  return {
    left: Math.max(0, Math.floor(x) - margin),
    top: Math.max(0, Math.floor(y) - margin),
    right: Math.min(width, Math.ceil(x + w) + margin),
    bottom: Math.min(height, Math.ceil(y + h) + margin),
  };
}

function fill(data: Buffer, width: number, { left, top, right, bottom }: Area): void {
  const count = Math.max(0, right - left) * Math.max(0, bottom - top);
  if (count === 0) return;
  const sums = [0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      for (const c of [0, 1, 2]) sums[c] = (sums[c] ?? 0) + (data[(y * width + x) * 3 + c] ?? 0);
    }
  }
  const mean = sums.map((sum) => Math.round(sum / count));
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      for (const c of [0, 1, 2]) data[(y * width + x) * 3 + c] = mean[c] ?? 0;
    }
  }
}
