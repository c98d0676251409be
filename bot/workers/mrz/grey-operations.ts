import type { GreyPicture } from '../picture.ts';

/** Turned by `angle` about its centre, cut out and scaled in one pass. */
export interface Cutting {
  /** Centre of the part, in pixels of the picture. */
  readonly x: number;
  readonly y: number;
  /** Radians, clockwise, by which the part lies turned in the picture. */
  readonly angle: number;
  /** Size of the result in its own pixels, and how many pixels of the picture one of them covers. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** Cuts a turned rectangle out; bicubic, white outside of the picture. */
export function cutOut(picture: GreyPicture, cutting: Cutting): GreyPicture {
  const { width, height, data } = picture;
  const result = new Uint8Array(cutting.width * cutting.height);
  const [cos, sin] = [Math.cos(cutting.angle) * cutting.scale, Math.sin(cutting.angle) * cutting.scale];
  const column = (x: number) => Math.min(Math.max(x, 0), width - 1);
  const row = (y: number) => Math.min(Math.max(y, 0), height - 1) * width;
  for (let v = 0; v < cutting.height; v++) {
    for (let u = 0; u < cutting.width; u++) {
      const [dx, dy] = [u - (cutting.width - 1) / 2, v - (cutting.height - 1) / 2];
      const x = cutting.x + cos * dx - sin * dy;
      const y = cutting.y + sin * dx + cos * dy;
      if (x < -1 || y < -1 || x > width || y > height) {
        result[v * cutting.width + u] = 255;
        continue;
      }
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const lines = [-1, 0, 1, 2].map((dy2) => {
        const start = row(top + dy2);
        const at = (dx2: number) => data[start + column(left + dx2)] ?? 0;
        return cubic(at(-1), at(0), at(1), at(2), x - left);
      }) as [number, number, number, number];
      result[v * cutting.width + u] = Math.min(255, Math.max(0, Math.round(cubic(...lines, y - top))));
    }
  }
  return { width: cutting.width, height: cutting.height, data: result };
}

function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** Dark marks smaller than the window stand out bright; everything larger vanishes. */
export function blackHat(picture: GreyPicture, radiusX: number, radiusY: number): GreyPicture {
  const closed = close(picture, radiusX, radiusY);
  return { ...picture, data: closed.data.map((level, i) => level - (picture.data[i] ?? 0)) };
}

export function close(picture: GreyPicture, radiusX: number, radiusY: number): GreyPicture {
  return extreme(extreme(picture, radiusX, radiusY, Math.max), radiusX, radiusY, Math.min);
}

export function open(picture: GreyPicture, radiusX: number, radiusY: number): GreyPicture {
  return extreme(extreme(picture, radiusX, radiusY, Math.min), radiusX, radiusY, Math.max);
}

type Choose = (a: number, b: number) => number;

/** The largest or smallest level in a window around each pixel, in time independent of the window (van Herk). */
function extreme(picture: GreyPicture, radiusX: number, radiusY: number, choose: Choose): GreyPicture {
  const { width, height } = picture;
  const data = Uint8Array.from(picture.data);
  if (radiusX > 0) for (let y = 0; y < height; y++) slide(data, y * width, 1, width, radiusX, choose);
  if (radiusY > 0) for (let x = 0; x < width; x++) slide(data, x, width, height, radiusY, choose);
  return { width, height, data };
}

function slide(
  data: Uint8Array,
  start: number,
  step: number,
  count: number,
  radius: number,
  choose: Choose,
): void {
  const window = 2 * radius + 1;
  const size = Math.ceil((count + 2 * radius) / window) * window;
  const outside = choose(0, 255) === 255 ? 0 : 255;
  const line = new Uint8Array(size).fill(outside);
  for (let i = 0; i < count; i++) line[i + radius] = data[start + i * step] ?? 0;
  const [forward, backward] = [new Uint8Array(size), new Uint8Array(size)];
  for (let i = 0; i < size; i++) {
    forward[i] = i % window === 0 ? (line[i] ?? 0) : choose(forward[i - 1] ?? 0, line[i] ?? 0);
  }
  for (let i = size - 1; i >= 0; i--) {
    backward[i] =
      i % window === window - 1 ? (line[i] ?? 0) : choose(backward[i + 1] ?? outside, line[i] ?? 0);
  }
  for (let i = 0; i < count; i++)
    data[start + i * step] = choose(backward[i] ?? 0, forward[i + 2 * radius] ?? 0);
}

/** Mean over a window, cut at the borders. */
export function blur(picture: GreyPicture, radiusX: number, radiusY: number): GreyPicture {
  const { width, height } = picture;
  let levels = Float32Array.from(picture.data);
  const along = (start: number, step: number, count: number, radius: number, into: Float32Array) => {
    let sum = 0;
    for (let i = -radius; i < count; i++) {
      if (i + radius < count) sum += levels[start + (i + radius) * step] ?? 0;
      if (i - radius - 1 >= 0) sum -= levels[start + (i - radius - 1) * step] ?? 0;
      if (i >= 0)
        into[start + i * step] = sum / (Math.min(count - 1, i + radius) - Math.max(0, i - radius) + 1);
    }
  };
  if (radiusX > 0) {
    const next = new Float32Array(levels.length);
    for (let y = 0; y < height; y++) along(y * width, 1, width, radiusX, next);
    levels = next;
  }
  if (radiusY > 0) {
    const next = new Float32Array(levels.length);
    for (let x = 0; x < width; x++) along(x, width, height, radiusY, next);
    levels = next;
  }
  return { width, height, data: Uint8Array.from(levels) };
}

/** The level that parts dark from bright best (Otsu). */
export function threshold(data: Uint8Array): number {
  const histogram = new Float64Array(256);
  for (const level of data) histogram[level] = (histogram[level] ?? 0) + 1;
  const total = histogram.reduce((sum, count, level) => sum + count * level, 0);
  let [below, belowSum, best, found] = [0, 0, 0, 0];
  for (let level = 0; level < 256; level++) {
    below += histogram[level] ?? 0;
    const above = data.length - below;
    if (below === 0) continue;
    if (above === 0) break;
    belowSum += level * (histogram[level] ?? 0);
    const variance = below * above * (belowSum / below - (total - belowSum) / above) ** 2;
    if (variance > best) [best, found] = [variance, level];
  }
  return found;
}
