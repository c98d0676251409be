import type { GreyPicture } from '../picture.ts';
import type { Cutting } from './grey-operations.ts';
import type { Levels } from './levels.ts';
import { STRIP_HEIGHT_PX } from './zone-net.ts';

/** Where a column of the new strip lies in the old one, and how far its pixels are apart there, downwards. */
export interface Column {
  readonly x: number;
  readonly y: number;
  readonly rise: number;
}

/**
 * Straightens a bent line: each column of the result is taken from where `columnAt` says, straight from the
 * picture that the strip was cut from, so that nothing is smoothed twice.
 */
export function sampleStrip(
  levels: Levels,
  strip: Cutting,
  width: number,
  columnAt: (u: number) => Column,
): GreyPicture {
  const result = new Uint8Array(width * STRIP_HEIGHT_PX);
  const [cos, sin] = [Math.cos(strip.angle) * strip.scale, Math.sin(strip.angle) * strip.scale];
  const [x0, y0] = [(strip.width - 1) / 2, (strip.height - 1) / 2];
  const { rise } = columnAt(width / 2);
  const { picture, factor } = levels.at(Math.abs(rise) * strip.scale);
  for (let u = 0; u < width; u++) {
    const column = columnAt(u);
    for (let v = 0; v < STRIP_HEIGHT_PX; v++) {
      const dx = column.x - x0;
      const dy = column.y + (v - (STRIP_HEIGHT_PX - 1) / 2) * column.rise - y0;
      const x = (strip.x + cos * dx - sin * dy + 0.5) / factor - 0.5;
      const y = (strip.y + sin * dx + cos * dy + 0.5) / factor - 0.5;
      result[v * width + u] = cubicAt(picture, x, y);
    }
  }
  return { width, height: STRIP_HEIGHT_PX, data: result };
}

/** The level between pixels, by Catmull and Rom's cubic; the border goes on outside. */
function cubicAt({ width, height, data }: GreyPicture, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const left = cx | 0;
  const top = cy | 0;
  const fx = cx - left;
  const fy = cy - top;
  const x0 = left > 0 ? left - 1 : 0;
  const x2 = left + 1 < width ? left + 1 : width - 1;
  const x3 = left + 2 < width ? left + 2 : width - 1;
  const upper = lineAt(data, (top > 0 ? top - 1 : 0) * width, x0, left, x2, x3, fx);
  const here = lineAt(data, top * width, x0, left, x2, x3, fx);
  const below = lineAt(data, Math.min(height - 1, top + 1) * width, x0, left, x2, x3, fx);
  const lower = lineAt(data, Math.min(height - 1, top + 2) * width, x0, left, x2, x3, fx);
  const level = between(upper, here, below, lower, fy);
  return level < 0 ? 0 : level > 255 ? 255 : level + 0.5;
}

function lineAt(
  data: Uint8Array,
  start: number,
  x0: number,
  x1: number,
  x2: number,
  x3: number,
  share: number,
): number {
  return between(
    data[start + x0] ?? 0,
    data[start + x1] ?? 0,
    data[start + x2] ?? 0,
    data[start + x3] ?? 0,
    share,
  );
}

function between(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
