import type { Picture } from '../picture.ts';
import { halfOf, quarterOf } from './coarser.ts';

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
  while (scale >= 2 && Math.min(source.width, source.height) > 16) {
    const factor = scale >= 4 ? 4 : 2;
    source = factor === 4 ? quarterOf(source) : halfOf(source);
    [scale, x, y] = [scale / factor, x / factor, y / factor];
  }
  const columns = spansOf(source.width, x, scale, width);
  const rows = spansOf(source.height, y, scale, height);
  const out = new Float32Array(width * height * 3);
  // Only what the columns reach is summed up.
  const [start, end] = [3 * Math.min(...columns.first), 3 * (Math.max(...columns.first) + columns.taps)];
  const line = new Float32Array((source.width + columns.taps) * 3);
  for (let v = 0; v < height; v++) {
    line.fill(0);
    let isSeen = false;
    for (let i = 0; i < rows.taps; i++) {
      const weight = rows.weights[v * rows.taps + i] ?? 0;
      if (weight === 0) continue;
      isSeen = true;
      addRow(line, source.data, ((rows.first[v] ?? 0) + i) * source.width * 3, weight, start, end);
    }
    if (isSeen) gather(line, columns, out.subarray(v * width * 3, (v + 1) * width * 3));
  }
  return out;
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

function gather(line: Float32Array, { first, weights, taps }: Spans, out: Float32Array): void {
  for (let u = 0; u < first.length; u++) {
    let [red, green, blue] = [0, 0, 0];
    let from = 3 * (first[u] ?? 0);
    for (let i = u * taps; i < (u + 1) * taps; i++, from += 3) {
      const weight = weights[i] ?? 0;
      red += weight * (line[from] ?? 0);
      green += weight * (line[from + 1] ?? 0);
      blue += weight * (line[from + 2] ?? 0);
    }
    out[3 * u] = red;
    out[3 * u + 1] = green;
    out[3 * u + 2] = blue;
  }
}

/** For each pixel of the cutting which pixels of the picture it covers, as a triangle at least one pixel wide. */
interface Spans {
  readonly first: Int32Array;
  /** As many for each pixel as there are taps; all 0 outside of the picture. */
  readonly weights: Float32Array;
  readonly taps: number;
}

function spansOf(size: number, offset: number, scale: number, count: number): Spans {
  const reach = Math.max(1, scale);
  const taps = Math.floor(2 * reach) + 1;
  const [first, weights] = [new Int32Array(count), new Float32Array(count * taps)];
  for (let i = 0; i < count; i++) {
    const middle = offset + (i + 0.5) * scale - 0.5;
    const start = Math.min(size - 1, Math.max(0, Math.ceil(middle - reach)));
    const last = Math.min(size - 1, Math.floor(middle + reach));
    first[i] = start;
    if (middle < -0.5 || middle > size - 0.5) continue;
    let sum = 0;
    for (let at = start; at <= last; at++) sum += Math.max(0, 1 - Math.abs(at - middle) / reach);
    if (sum === 0) continue;
    for (let at = start; at <= last; at++) {
      weights[i * taps + at - start] = Math.max(0, 1 - Math.abs(at - middle) / reach) / sum;
    }
  }
  return { first, weights, taps };
}
