import type { GreyPicture } from '../picture.ts';

/** A connected patch of marked pixels (eight neighbours). */
export interface Patch {
  readonly pixels: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Direction of its long axis in radians, and its length and thickness along and across. */
  readonly angle: number;
  readonly length: number;
  readonly thickness: number;
}

/** Every connected patch of pixels that are not 0 and at least `minPixels` large. */
export function findPatches({ width, height, data }: GreyPicture, minPixels: number): Patch[] {
  const seen = new Uint8Array(width * height);
  const stack = new Int32Array(width * height);
  const patches: Patch[] = [];
  for (let start = 0; start < data.length; start++) {
    if (data[start] === 0 || seen[start] === 1) continue;
    let depth = 1;
    stack[0] = start;
    seen[start] = 1;
    const moments = new Moments(width, height);
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      const y = Math.floor(at / width);
      const x = at - y * width;
      moments.add(x, y);
      const fromX = x > 0 ? -1 : 0;
      const toX = x < width - 1 ? 1 : 0;
      for (let dy = y > 0 ? -width : 0; dy <= (y < height - 1 ? width : 0); dy += width) {
        for (let dx = fromX; dx <= toX; dx++) {
          const next = at + dy + dx;
          if (data[next] === 0 || seen[next] === 1) continue;
          seen[next] = 1;
          stack[depth++] = next;
        }
      }
    }
    if (moments.pixels >= minPixels) patches.push(moments.toPatch());
  }
  return patches;
}

/** Sums over the pixels of a patch, from which its extent and direction follow. */
class Moments {
  pixels = 0;
  #left: number;
  #right = 0;
  #top: number;
  #bottom = 0;
  #sx = 0;
  #sy = 0;
  #sxx = 0;
  #syy = 0;
  #sxy = 0;

  constructor(width: number, height: number) {
    this.#left = width;
    this.#top = height;
  }

  add(x: number, y: number): void {
    this.pixels++;
    this.#sx += x;
    this.#sy += y;
    this.#sxx += x * x;
    this.#syy += y * y;
    this.#sxy += x * y;
    if (x < this.#left) this.#left = x;
    if (x > this.#right) this.#right = x;
    if (y < this.#top) this.#top = y;
    if (y > this.#bottom) this.#bottom = y;
  }

  toPatch(): Patch {
    const n = this.pixels;
    const [mx, my] = [this.#sx / n, this.#sy / n];
    const [vxx, vyy] = [this.#sxx / n - mx * mx, this.#syy / n - my * my];
    const vxy = this.#sxy / n - mx * my;
    const angle = 0.5 * Math.atan2(2 * vxy, vxx - vyy);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const along = vxx * cos * cos + 2 * vxy * sin * cos + vyy * sin * sin;
    const across = vxx * sin * sin - 2 * vxy * sin * cos + vyy * cos * cos;
    // A bar of length l has a variance of l²/12.
    const extent = (variance: number) => Math.sqrt(12 * Math.max(0, variance));
    return {
      pixels: n,
      left: this.#left,
      right: this.#right,
      top: this.#top,
      bottom: this.#bottom,
      angle,
      length: extent(along),
      thickness: extent(across),
    };
  }
}
