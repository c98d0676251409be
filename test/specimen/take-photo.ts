import sharp from 'sharp';

import { createRandom } from './random.ts';

/** How a document was photographed. Nothing given: flat, sharp, well lit, on a grey table. */
export interface PhotoOptions {
  /** Sigma in pixels of the finished photo. */
  readonly blurPx?: number;
  /** Factor on every pixel; 1 leaves it as it is. */
  readonly brightness?: number;
  /** A burnt-out spot with this share of the photo's area. */
  readonly glareShare?: number;
  /** Quarter turns clockwise of the pixels. */
  readonly quarterTurns?: 0 | 1 | 2 | 3;
  /** Turns the pixels as a camera does that marks the rotation in EXIF (6: a phone held upright). */
  readonly exifOrientation?: 3 | 6 | 8;
  readonly tiltDegrees?: number;
  /** Long edge of the photo in pixels. */
  readonly longEdgePx?: number;
  /** Table around the document, as a share of its width. */
  readonly table?: number;
  /** Standard deviation of noise in grey levels. */
  readonly noise?: number;
  readonly quality?: number;
  readonly format?: 'jpeg' | 'png' | 'webp';
  readonly seed?: number;
}

/** Photographs a drawn page: lays it on a table and adds what goes wrong. JPEG unless told otherwise. */
export async function takePhoto(page: Buffer, options: PhotoOptions = {}): Promise<Buffer> {
  const { width, height } = await sharp(page).metadata();
  const margin = Math.round(width * (options.table ?? 0.04));
  let image = sharp(page).extend({
    top: margin,
    bottom: margin,
    left: margin,
    right: margin,
    background: TABLE,
  });
  if (options.tiltDegrees)
    image = step(await image.png().toBuffer()).rotate(options.tiltDegrees, { background: TABLE });
  const longEdgePx = options.longEdgePx ?? Math.max(width, height) + 2 * margin;
  image = step(await image.png().toBuffer()).resize(longEdgePx, longEdgePx, { fit: 'inside' });
  if (options.glareShare) image = await addGlare(await image.png().toBuffer(), options.glareShare);
  if (options.blurPx) image = image.blur(options.blurPx);
  if (options.brightness) image = step(await image.png().toBuffer()).linear(options.brightness, 0);
  if (options.noise) image = await addNoise(await image.png().toBuffer(), options.noise, options.seed ?? 1);
  if (options.quarterTurns) image = step(await image.png().toBuffer()).rotate(90 * options.quarterTurns);
  if (options.exifOrientation) {
    // The camera stores the pixels turned back by what the mark tells the viewer to turn.
    const stored = { 3: 180, 6: 270, 8: 90 }[options.exifOrientation];
    image = step(await image.png().toBuffer())
      .rotate(stored)
      .withMetadata({ orientation: options.exifOrientation });
  }
  const quality = options.quality ?? 85;
  if (options.format === 'png') return image.png().toBuffer();
  if (options.format === 'webp') return image.webp({ quality }).toBuffer();
  return image.jpeg({ quality }).toBuffer();
}

const TABLE = '#7d7a75';
/** sharp joins operations in an order of its own; where the order matters, the picture is finished in between. */
const step = (picture: Buffer) => sharp(picture);

async function addGlare(picture: Buffer, share: number) {
  const { width, height } = await sharp(picture).metadata();
  // The blurred rim stays below burnt-out; the core alone has the wanted area.
  const radius = Math.sqrt((share * width * height) / Math.PI) * 1.25;
  const spot = `<svg width="${width}" height="${height}"><defs><radialGradient id="g">
    <stop offset="0.8" stop-color="#fff" stop-opacity="1"/><stop offset="1" stop-color="#fff" stop-opacity="0"/>
    </radialGradient></defs><circle cx="${width * 0.45}" cy="${height * 0.6}" r="${radius}" fill="url(#g)"/></svg>`;
  return step(
    await sharp(picture)
      .composite([{ input: Buffer.from(spot) }])
      .png()
      .toBuffer(),
  );
}

async function addNoise(picture: Buffer, deviation: number, seed: number) {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const random = createRandom(seed);
  for (let i = 0; i < data.length; i++) {
    // The sum of three evenly spread numbers is near enough to a bell curve, with a deviation of 0.5.
    const bell = random() + random() + random() - 1.5;
    data[i] = Math.max(0, Math.min(255, Math.round((data[i] ?? 0) + bell * 2 * deviation)));
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
}
