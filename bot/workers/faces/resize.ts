import type { Picture } from '../picture.ts';
import { halve } from './warp.ts';

export interface Cutting {
  /** Pixels of the picture per pixel of the cutting. */
  readonly scale: number;
  /** Where the cutting's corner lies in the picture. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cutting of the picture at another scale, each pixel the mean of what it covers; black outside. 0..255. */
export function resize(picture: Picture, cutting: Cutting): Float32Array {
  const { width, height } = cutting;
  let source = picture;
  let { scale, x, y } = cutting;
  for (; scale >= 2 && Math.min(source.width, source.height) > 8; scale /= 2, x /= 2, y /= 2) {
    source = halfOf(source);
  }
  const columns = spans(source.width, x, scale, width);
  const rows = spans(source.height, y, scale, height);
  const out = new Float32Array(width * height * 3);
  // Only what the columns reach is summed up.
  const used = columns.filter((column) => column !== undefined);
  const start = (used[0]?.first ?? 0) * 3;
  const end = ((used.at(-1)?.first ?? 0) + (used.at(-1)?.weights.length ?? 0)) * 3;
  const line = new Float32Array(source.width * 3);
  for (let v = 0; v < height; v++) {
    const row = rows[v];
    if (!row) continue;
    line.fill(0);
    for (let i = 0; i < row.weights.length; i++) {
      addRow(line, source.data, (row.first + i) * source.width * 3, row.weights[i] ?? 0, start, end);
    }
    for (let u = 0; u < width; u++) {
      const column = columns[u];
      if (!column) continue;
      const at = (v * width + u) * 3;
      let [red, green, blue] = [0, 0, 0];
      for (let i = 0; i < column.weights.length; i++) {
        const weight = column.weights[i] ?? 0;
        const from = (column.first + i) * 3;
        red += weight * (line[from] ?? 0);
        green += weight * (line[from + 1] ?? 0);
        blue += weight * (line[from + 2] ?? 0);
      }
      out[at] = red;
      out[at + 1] = green;
      out[at + 2] = blue;
    }
  }
  return out;
}

const halves = new WeakMap<Picture, Picture>();

/** Made once: a picture is looked at several times. */
function halfOf(picture: Picture): Picture {
  const half = halves.get(picture) ?? halve(picture);
  halves.set(picture, half);
  return half;
}

/** Small enough to be compiled for itself: nearly all the time is spent here. */
function addRow(
  line: Float32Array,
  data: Uint8Array,
  from: number,
  weight: number,
  start: number,
  end: number,
): void {
  for (let k = start; k < end; k++) line[k] = (line[k] ?? 0) + weight * (data[from + k] ?? 0);
}

interface Span {
  readonly first: number;
  readonly weights: readonly number[];
}

/** For each pixel of the cutting which pixels of the picture it covers, as a triangle at least one pixel wide. */
function spans(size: number, offset: number, scale: number, count: number): (Span | undefined)[] {
  const reach = Math.max(1, scale);
  return Array.from({ length: count }, (_, i) => {
    const middle = offset + (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(middle - reach));
    const last = Math.min(size - 1, Math.floor(middle + reach));
    if (middle < -0.5 || middle > size - 0.5 || last < first) return undefined;
    const weights: number[] = [];
    for (let at = first; at <= last; at++) weights.push(Math.max(0, 1 - Math.abs(at - middle) / reach));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return sum > 0 ? { first, weights: weights.map((weight) => weight / sum) } : undefined;
  });
}
