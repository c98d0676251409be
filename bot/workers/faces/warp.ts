import type { Picture } from '../picture.ts';
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
  let source = picture;
  let { a, b, tx, ty } = map;
  // Sampling points lie in the middle of pixels.
  tx += 0.5 * (a - b) - 0.5;
  ty += 0.5 * (a + b) - 0.5;
  while (Math.hypot(a, b) >= 2 && source.width > 8 && source.height > 8) {
    source = halve(source);
    [a, b] = [a / 2, b / 2];
    [tx, ty] = [(tx + 0.5) / 2 - 0.5, (ty + 0.5) / 2 - 0.5];
  }
  const { width, height, data } = source;
  const square = new Float32Array(edgePx * edgePx * 3);
  for (let v = 0; v < edgePx; v++) {
    for (let u = 0; u < edgePx; u++) {
      const x = a * u - b * v + tx;
      const y = b * u + a * v + ty;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      if (left < -1 || top < -1 || left >= width || top >= height) continue;
      const at = (v * edgePx + u) * 3;
      for (let dy = 0; dy < 2; dy++) {
        const row = top + dy;
        if (row < 0 || row >= height) continue;
        const rowWeight = dy === 0 ? top + 1 - y : y - top;
        for (let dx = 0; dx < 2; dx++) {
          const column = left + dx;
          if (column < 0 || column >= width) continue;
          const weight = rowWeight * (dx === 0 ? left + 1 - x : x - left);
          const from = (row * width + column) * 3;
          for (let channel = 0; channel < 3; channel++) {
            square[at + channel] = (square[at + channel] ?? 0) + weight * (data[from + channel] ?? 0);
          }
        }
      }
    }
  }
  return square;
}

/** Left and right exchanged. */
export function mirror(square: Float32Array, edgePx: number): Float32Array {
  const mirrored = new Float32Array(square.length);
  for (let y = 0; y < edgePx; y++) {
    for (let x = 0; x < edgePx; x++) {
      const [to, from] = [(y * edgePx + x) * 3, (y * edgePx + edgePx - 1 - x) * 3];
      mirrored.set(square.subarray(from, from + 3), to);
    }
  }
  return mirrored;
}

function halve({ width, height, data }: Picture): Picture {
  const [w, h] = [width >> 1, height >> 1];
  const half = new Uint8Array(w * h * 3);
  const rowBytes = width * 3;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w * 3; x++) {
      const at = 2 * y * rowBytes + (x - (x % 3)) * 2 + (x % 3);
      const sum =
        (data[at] ?? 0) + (data[at + 3] ?? 0) + (data[at + rowBytes] ?? 0) + (data[at + rowBytes + 3] ?? 0);
      half[y * w * 3 + x] = (sum + 2) >> 2;
    }
  }
  return { width: w, height: h, data: half };
}
