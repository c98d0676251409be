import type { Picture } from '../picture.ts';
import { halfOf } from './coarser.ts';
import { sample, type Similarity } from './sample.ts';
import type { Point } from './geometry.ts';

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
  return sample(source, fine, { width: edgePx, height: edgePx });
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
