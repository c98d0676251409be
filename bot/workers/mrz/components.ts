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

/** Every connected patch of pixels that are not 0. */
export function findPatches({ width, height, data }: GreyPicture): Patch[] {
  const seen = new Uint8Array(width * height);
  const stack = new Int32Array(width * height);
  const patches: Patch[] = [];
  for (let start = 0; start < data.length; start++) {
    if (!data[start] || seen[start]) continue;
    let depth = 0;
    stack[depth++] = start;
    seen[start] = 1;
    let [n, left, right, top, bottom] = [0, width, 0, height, 0];
    let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      const [x, y] = [at % width, Math.floor(at / width)];
      n++;
      [sx, sy, sxx, syy, sxy] = [sx + x, sy + y, sxx + x * x, syy + y * y, sxy + x * y];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const [nx, ny] = [x + dx, y + dy];
          if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
          const next = ny * width + nx;
          if (!data[next] || seen[next]) continue;
          seen[next] = 1;
          stack[depth++] = next;
        }
      }
    }
    const [mx, my] = [sx / n, sy / n];
    const [vxx, vyy, vxy] = [sxx / n - mx * mx, syy / n - my * my, sxy / n - mx * my];
    const angle = 0.5 * Math.atan2(2 * vxy, vxx - vyy);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const along = vxx * cos * cos + 2 * vxy * sin * cos + vyy * sin * sin;
    const across = vxx * sin * sin - 2 * vxy * sin * cos + vyy * cos * cos;
    // A bar of length l has a variance of l²/12.
    const extent = (variance: number) => Math.sqrt(12 * Math.max(0, variance));
    patches.push({
      pixels: n,
      left,
      right,
      top,
      bottom,
      angle,
      length: extent(along),
      thickness: extent(across),
    });
  }
  return patches;
}
