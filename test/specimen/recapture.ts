import sharp from 'sharp';

import { createRandom } from './random.ts';

export interface Recapture {
  /** Points of the screen across; a phone held lengthways shows about 2400, a monitor 1920. */
  readonly screenWidth?: number;
  /** Width of the photo that is taken of it. */
  readonly widthPx?: number;
  readonly turnedDegrees?: number;
  /** Share of the photo's width around the screen that its dark rim takes. */
  readonly bezel?: number;
  /** Sigma of the lens, in pixels of the photo. */
  readonly blurPx?: number;
  readonly quality?: number;
  readonly seed?: number;
}

/**
 * Shows a picture on a screen of red, green and blue stripes and photographs the screen: what the camera makes
 * of the points, beats included, follows from sampling them. JPEG.
 */
export async function recapture(picture: Buffer, options: Recapture = {}): Promise<Buffer> {
  const across = options.screenWidth ?? 1000;
  const shown = await sharp(picture)
    .resize({ width: across })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [columns, rows] = [shown.info.width, shown.info.height];
  const width = options.widthPx ?? 1600;
  const bezel = options.bezel ?? 0.03;
  const height = Math.round((width * rows) / columns);
  const random = createRandom(options.seed ?? 1);
  const angle = ((options.turnedDegrees ?? 2 * random() - 1) * Math.PI) / 180;
  const lean = (random() - 0.5) * 0.06;
  const pointsPerPx = (columns / width) * (1 + 2 * bezel);
  const bytes = Buffer.alloc(width * height * 3);
  const [cos, sin] = [Math.cos(angle) * pointsPerPx, Math.sin(angle) * pointsPerPx];
  const samples = [-0.36, -0.12, 0.12, 0.36];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const sum = [0, 0, 0];
      for (const sy of samples) {
        for (const sx of samples) {
          const [dx, dy] = [x + sx - width / 2, y + sy - height / 2];
          const scale = 1 + (lean * dy) / height;
          const [u, v] = [
            columns / 2 + (cos * dx - sin * dy) * scale,
            rows / 2 + (sin * dx + cos * dy) * scale,
          ];
          if (u < 0 || v < 0 || u >= columns || v >= rows) {
            for (const c of [0, 1, 2]) sum[c] = (sum[c] ?? 0) + 14;
            continue;
          }
          const [column, row] = [Math.floor(u), Math.floor(v)];
          // Each point is three stripes side by side with a dark gap below.
          const stripe = Math.min(2, Math.floor((u - column) * 3));
          const lit = v - row < 0.86 ? 1 : 0.12;
          const from = (row * columns + column) * 3;
          for (const c of [0, 1, 2])
            sum[c] = (sum[c] ?? 0) + (shown.data[from + c] ?? 0) * lit * (c === stripe ? 2.1 : 0.45);
        }
      }
      for (const c of [0, 1, 2]) bytes[at + c] = Math.min(255, (sum[c] ?? 0) / 16);
    }
  }
  return sharp(bytes, { raw: { width, height, channels: 3 } })
    .blur(options.blurPx ?? 0.5)
    .jpeg({ quality: options.quality ?? 88 })
    .toBuffer();
}
