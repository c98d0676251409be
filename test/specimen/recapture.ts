import sharp from 'sharp';

import { createRandom } from './random.ts';

export interface Recapture {
  /** Points of the screen across; a phone held lengthways shows about 2400, a monitor 1920. */
  readonly screenWidth?: number;
  /** Width of the photo that is taken of it. */
  readonly widthPx?: number;
  readonly turnedDegrees?: number;
  /** How much larger the right and the lower edge look than the others, as a share: a screen seen aslant. */
  readonly lean?: { readonly across: number; readonly down: number };
  /** Share of the photo's width around the screen that its dark rim takes. */
  readonly bezel?: number;
  /** Sigma of the lens, in pixels of the photo. */
  readonly blurPx?: number;
  readonly quality?: number;
  readonly seed?: number;
}

/** Within a pixel of the photo, across and down. */
const SAMPLES = [-0.36, -0.12, 0.12, 0.36];

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
  const keystone = (random() - 0.5) * 0.06;
  const { lean } = options;
  const scaleAt = lean
    ? (dx: number, dy: number) => 1 / (1 - (lean.across * dx) / width - (lean.down * dy) / height)
    : (_dx: number, dy: number) => 1 + (keystone * dy) / height;
  const pointsPerPx = (columns / width) * (1 + 2 * bezel);
  const bytes = Buffer.alloc(width * height * 3);
  const [cos, sin] = [Math.cos(angle) * pointsPerPx, Math.sin(angle) * pointsPerPx];
  const points = new Uint8Array(shown.data);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      // Plain numbers: this runs a hundred million times for a photo.
      let [red, green, blue] = [0, 0, 0];
      for (let sample = 0; sample < 16; sample++) {
        const dx = x + (SAMPLES[sample & 3] ?? 0) - width / 2;
        const dy = y + (SAMPLES[sample >> 2] ?? 0) - height / 2;
        const scale = scaleAt(dx, dy);
        const u = columns / 2 + (cos * dx - sin * dy) * scale;
        const v = rows / 2 + (sin * dx + cos * dy) * scale;
        if (u < 0 || v < 0 || u >= columns || v >= rows) {
          red += 14;
          green += 14;
          blue += 14;
          continue;
        }
        const column = Math.floor(u);
        const row = Math.floor(v);
        // Each point is three stripes side by side with a dark gap below.
        const stripe = Math.min(2, Math.floor((u - column) * 3));
        const lit = v - row < 0.86 ? 1 : 0.12;
        const from = (row * columns + column) * 3;
        red += (points[from] ?? 0) * lit * (stripe === 0 ? 2.1 : 0.45);
        green += (points[from + 1] ?? 0) * lit * (stripe === 1 ? 2.1 : 0.45);
        blue += (points[from + 2] ?? 0) * lit * (stripe === 2 ? 2.1 : 0.45);
      }
      bytes[at] = Math.min(255, red / 16);
      bytes[at + 1] = Math.min(255, green / 16);
      bytes[at + 2] = Math.min(255, blue / 16);
    }
  }
  return sharp(bytes, { raw: { width, height, channels: 3 } })
    .blur(options.blurPx ?? 0.5)
    .jpeg({ quality: options.quality ?? 88 })
    .toBuffer();
}
