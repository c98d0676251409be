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
  const { source, a, b, tx, ty } = fineEnough(picture, map, edgePx);
  const { width, height, data } = source;
  const square = new Float32Array(edgePx * edgePx * 3);
  const row = width * 3;
  for (let v = 0; v < edgePx; v++) {
    for (let u = 0; u < edgePx; u++) {
      const x = a * u - b * v + tx;
      const y = b * u + a * v + ty;
      const left = Math.floor(x);
      const top = Math.floor(y);
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
      const at = (v * edgePx + u) * 3;
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
  return square;
}

/** The part of the picture that a square is drawn from, halved until the square is no longer much coarser. */
function fineEnough(picture: Picture, map: Similarity, edgePx: number): Similarity & { source: Picture } {
  let { a, b, tx, ty } = map;
  // Sampling points lie in the middle of pixels.
  tx += 0.5 * (a - b) - 0.5;
  ty += 0.5 * (a + b) - 0.5;
  const halvings = Math.max(0, Math.floor(Math.log2(Math.hypot(a, b))));
  if (halvings === 0) return { source: picture, a, b, tx, ty };
  const { part, left, top } = partAround(picture, { a, b, tx, ty }, edgePx, 2 ** halvings);
  let source = part;
  tx -= left;
  ty -= top;
  for (let i = 0; i < halvings && source.width > 8 && source.height > 8; i++) {
    source = halve(source);
    [a, b] = [a / 2, b / 2];
    [tx, ty] = [(tx + 0.5) / 2 - 0.5, (ty + 0.5) / 2 - 0.5];
  }
  return { source, a, b, tx, ty };
}

/** What the square shows and a little more, cut where whole blocks of `block` pixels begin. */
function partAround(
  picture: Picture,
  { a, b, tx, ty }: Similarity,
  edgePx: number,
  block: number,
): { part: Picture; left: number; top: number } {
  const corners = [0, edgePx].flatMap((u) =>
    [0, edgePx].map((v) => ({ x: a * u - b * v + tx, y: b * u + a * v + ty })),
  );
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const start = (values: number[]) => Math.max(0, Math.floor(Math.min(...values) / block - 2) * block);
  const end = (values: number[], size: number) =>
    Math.min(size, Math.ceil(Math.max(...values) / block + 2) * block);
  const [left, top] = [start(xs), start(ys)];
  const [width, height] = [end(xs, picture.width) - left, end(ys, picture.height) - top];
  // A square that lies beside the picture, or on hardly any of it, is drawn from all.
  if (width < 16 * block || height < 16 * block) return { part: picture, left: 0, top: 0 };
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { part: { width, height, data }, left, top };
}

/** Left and right exchanged. */
export function mirror(square: Float32Array, edgePx: number): Float32Array {
  const mirrored = new Float32Array(square.length);
  for (let y = 0; y < edgePx; y++) {
    for (let x = 0; x < edgePx; x++) {
      const to = (y * edgePx + x) * 3;
      const from = (y * edgePx + edgePx - 1 - x) * 3;
      mirrored[to] = square[from] ?? 0;
      mirrored[to + 1] = square[from + 1] ?? 0;
      mirrored[to + 2] = square[from + 2] ?? 0;
    }
  }
  return mirrored;
}

/** Each pixel the mean of four. */
export function halve({ width, height, data }: Picture): Picture {
  const [w, h] = [width >> 1, height >> 1];
  const half = new Uint8Array(w * h * 3);
  const rowBytes = width * 3;
  for (let y = 0; y < h; y++) {
    let at = 2 * y * rowBytes;
    for (let to = y * w * 3; to < (y + 1) * w * 3; to += 3, at += 6) {
      for (let i = 0; i < 3; i++) {
        const from = at + i;
        const upper = (data[from] ?? 0) + (data[from + 3] ?? 0);
        const lower = (data[from + rowBytes] ?? 0) + (data[from + rowBytes + 3] ?? 0);
        half[to + i] = (upper + lower + 2) >> 2;
      }
    }
  }
  return { width: w, height: h, data: half };
}
