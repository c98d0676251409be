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

/** Cuts a turned rectangle out, between the four nearest pixels; what lies outside repeats the border. */
export function cutOut(picture: GreyPicture, cutting: Cutting): GreyPicture {
  const { width, height, data } = picture;
  const result = new Uint8Array(cutting.width * cutting.height);
  const [cos, sin] = [Math.cos(cutting.angle) * cutting.scale, Math.sin(cutting.angle) * cutting.scale];
  const [maxX, maxY] = [width - 1.001, height - 1.001];
  const [u0, v0] = [(cutting.width - 1) / 2, (cutting.height - 1) / 2];
  for (let v = 0, at = 0; v < cutting.height; v++) {
    let x = cutting.x - cos * u0 - sin * (v - v0);
    let y = cutting.y - sin * u0 + cos * (v - v0);
    for (let u = 0; u < cutting.width; u++, at++, x += cos, y += sin) {
      const cx = x < 0 ? 0 : x > maxX ? maxX : x;
      const cy = y < 0 ? 0 : y > maxY ? maxY : y;
      const left = cx | 0;
      const top = cy | 0;
      const fx = cx - left;
      const start = top * width + left;
      const a = data[start] ?? 0;
      const upper = a + ((data[start + 1] ?? a) - a) * fx;
      const b = data[start + width] ?? a;
      const lower = b + ((data[start + width + 1] ?? b) - b) * fx;
      result[at] = upper + (lower - upper) * (cy - top) + 0.5;
    }
  }
  return { width: cutting.width, height: cutting.height, data: result };
}

/** Mean over a window, cut at the borders. */
export function blur({ width, height, data }: GreyPicture, radiusX: number, radiusY: number): GreyPicture {
  const across = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    const start = y * width;
    let sum = 0;
    for (let x = -radiusX; x < width; x++) {
      if (x + radiusX < width) sum += data[start + x + radiusX] ?? 0;
      if (x - radiusX - 1 >= 0) sum -= data[start + x - radiusX - 1] ?? 0;
      if (x >= 0) across[start + x] = sum / (Math.min(width - 1, x + radiusX) - Math.max(0, x - radiusX) + 1);
    }
  }
  const result = new Uint8Array(data.length);
  const sums = new Float32Array(width);
  for (let y = -radiusY; y < height; y++) {
    const added = (y + radiusY) * width;
    const dropped = (y - radiusY - 1) * width;
    for (let x = 0; x < width; x++) {
      if (y + radiusY < height) sums[x] = (sums[x] ?? 0) + (across[added + x] ?? 0);
      if (dropped >= 0) sums[x] = (sums[x] ?? 0) - (across[dropped + x] ?? 0);
    }
    if (y < 0) continue;
    const count = Math.min(height - 1, y + radiusY) - Math.max(0, y - radiusY) + 1;
    for (let x = 0; x < width; x++) result[y * width + x] = (sums[x] ?? 0) / count;
  }
  return { width, height, data: result };
}

/** Half as wide and high, each pixel the mean of four. */
export function halve({ width, height, data }: GreyPicture): GreyPicture {
  const [w, h] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const result = new Uint8Array(w * h);
  for (let y = 0, at = 0; y < h; y++) {
    let from = 2 * y * width;
    for (let x = 0; x < w; x++, at++, from += 2) {
      const upper = (data[from] ?? 0) + (data[from + 1] ?? 0);
      result[at] = (upper + (data[from + width] ?? 0) + (data[from + width + 1] ?? 0) + 2) >> 2;
    }
  }
  return { width: w, height: h, data: result };
}

/** The level that best separates dark from bright (Otsu). */
export function threshold(data: Uint8Array): number {
  const histogram = new Float64Array(256);
  for (const level of data) histogram[level] = (histogram[level] ?? 0) + 1;
  let total = 0;
  for (let level = 0; level < 256; level++) total += level * (histogram[level] ?? 0);
  let [below, sumBelow, best, found] = [0, 0, -1, 0];
  for (let level = 0; level < 256; level++) {
    below += histogram[level] ?? 0;
    sumBelow += level * (histogram[level] ?? 0);
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const distance = sumBelow / below - (total - sumBelow) / above;
    const separation = below * above * distance * distance;
    if (separation > best) {
      best = separation;
      found = level;
    }
  }
  return found;
}
