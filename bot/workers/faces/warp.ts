import type { Picture } from '../picture.ts';
import { halfOf } from './coarser.ts';
import type { Point } from './geometry.ts';

/** x' = a·x − b·y + tx, y' = b·x + a·y + ty: turns, scales and shifts, nothing else. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/** The similarity that brings the points `from` nearest to `to` (least squares). Both have the same length. */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const [f, t] = [centreOf(from), centreOf(to)];
  let [cos, sin, size] = [0, 0, 0];
  from.forEach((point, i) => {
    const target = to[i] ?? t;
    const [x, y, u, v] = [point.x - f.x, point.y - f.y, target.x - t.x, target.y - t.y];
    cos += x * u + y * v;
    sin += x * v - y * u;
    size += x * x + y * y;
  });
  const [a, b] = [cos / size, sin / size];
  return { a, b, tx: t.x - a * f.x + b * f.y, ty: t.y - b * f.x - a * f.y };
}

export function centreOf(points: readonly Point[]): Point {
  return {
    x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
    y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
  };
}

/**
 * Draws a square of `edgePx` whose pixel (u, v) comes from where `map` puts it in the picture. Smooth between
 * pixels, averaged when the square is coarser than the picture, black outside. Red, green, blue, 0..255.
 */
export function warp(picture: Picture, map: Similarity, edgePx: number): Float32Array {
  const { source, ...fine } = fineEnough(picture, map);
  const square = new Float32Array(edgePx * edgePx * 3);
  sample(source, fine, { data: square, width: edgePx, height: edgePx });
  return square;
}

interface Target {
  /** Black before. */
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Draws every pixel (u, v) from between those of the picture where `map` puts it, whose middles are whole numbers. */
export function sample({ width, height, data }: Picture, { a, b, tx, ty }: Similarity, target: Target): void {
  const square = target.data;
  const row = width * 3;
  for (let v = 0; v < target.height; v++) {
    for (let u = 0; u < target.width; u++) {
      const x = a * u - b * v + tx;
      const y = b * u + a * v + ty;
      const left = Math.floor(x);
      const top = Math.floor(y);
      if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
        const [fx, fy] = [x - left, y - top];
        const from = top * row + left * 3;
        const to = (v * target.width + u) * 3;
        square[to] = between(data, from, row, fx, fy);
        square[to + 1] = between(data, from + 1, row, fx, fy);
        square[to + 2] = between(data, from + 2, row, fx, fy);
        continue;
      }
      if (left < -1 || top < -1 || left >= width || top >= height) continue;
      // Neighbours outside of the picture are black.
      const right = left + 1 < width ? x - left : 0;
      const below = top + 1 < height ? y - top : 0;
      const here = left >= 0 ? left + 1 - x : 0;
      const above = top >= 0 ? top + 1 - y : 0;
      const from = Math.max(0, top) * row + Math.max(0, left) * 3;
      const across = left >= 0 && left + 1 < width ? 3 : 0;
      const down = top >= 0 && top + 1 < height ? row : 0;
      const [w00, w10, w01, w11] = [above * here, above * right, below * here, below * right];
      const at = (v * target.width + u) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const i = from + channel;
        square[at + channel] =
          w00 * (data[i] ?? 0) +
          w10 * (data[i + across] ?? 0) +
          w01 * (data[i + down] ?? 0) +
          w11 * (data[i + across + down] ?? 0);
      }
    }
  }
}

/** Nearly all the time is spent here: small enough to be compiled into the loop. */
function between(data: Uint8Array, at: number, row: number, fx: number, fy: number): number {
  const [p, q] = [data[at] ?? 0, data[at + 3] ?? 0];
  const [r, s] = [data[at + row] ?? 0, data[at + row + 3] ?? 0];
  const upper = p + (q - p) * fx;
  return upper + (r + (s - r) * fx - upper) * fy;
}

/** The picture, halved until a square that is drawn from it is no longer much coarser. */
function fineEnough(picture: Picture, map: Similarity): Similarity & { source: Picture } {
  let { a, b, tx, ty } = map;
  // Sampling points lie in the middle of pixels.
  tx += 0.5 * (a - b) - 0.5;
  ty += 0.5 * (a + b) - 0.5;
  let source = picture;
  while (Math.hypot(a, b) >= 2 && source.width > 8 && source.height > 8) {
    source = halfOf(source);
    [a, b] = [a / 2, b / 2];
    [tx, ty] = [(tx + 0.5) / 2 - 0.5, (ty + 0.5) / 2 - 0.5];
  }
  return { source, a, b, tx, ty };
}
