import sharp from 'sharp';

import { recapture } from '../../test/specimen/recapture.ts';

/**
 * Shows a picture on a screen and photographs the screen: its points and their beats, its dark rim, deeper blacks
 * lost to stray light, a lamp's reflection on every second one. JPEG.
 */
export async function photographScreen(
  picture: Buffer,
  random: () => number,
  held: { readonly zoom?: number; readonly turned?: number } = {},
): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  const lit = await sharp(picture)
    .toColourspace('srgb')
    .gamma(1 + random() * 0.6)
    .linear(0.88, 16)
    .toBuffer();
  const photo = await recapture(lit, {
    screenWidth: 500 + Math.round(random() * 1100),
    widthPx: width,
    turnedDegrees: held.turned ?? random() * 6 - 3,
    bezel: 0.02 + random() * 0.06,
    blurPx: 0.4 + random() * 0.5,
    seed: Math.floor(random() * 1e6),
  });
  if (held.zoom !== undefined) return zoomed(photo, held.zoom, { width, height });
  if (random() < 0.5) return photo;
  const [x, y] = [width * (0.1 + 0.8 * random()), height * (random() < 0.5 ? 0.08 : 0.9)];
  const spot = `<svg width="${width}" height="${height}"><defs><radialGradient id="g"><stop offset="0.4" stop-color="#fff" stop-opacity="0.9"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><ellipse cx="${x}" cy="${y}" rx="${width * 0.14}" ry="${height * 0.06}" fill="url(#g)"/></svg>`;
  const { height: tall } = await sharp(photo).metadata();
  const glare = await sharp(Buffer.from(spot)).resize(width, tall, { fit: 'fill' }).png().toBuffer();
  return sharp(photo)
    .composite([{ input: glare }])
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** The middle of a picture, as if held nearer. JPEG. */
export async function zoomed(
  picture: Buffer,
  zoom: number,
  size: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  const [width, height] = [Math.round(size.width / zoom), Math.round(size.height / zoom)];
  const { width: w, height: h } = await sharp(picture).metadata();
  const box = {
    left: Math.max(0, Math.round((w - width) / 2)),
    top: Math.max(0, Math.round((h - height) / 2)),
    width: Math.min(w, width),
    height: Math.min(h, height),
  };
  return sharp(picture)
    .extract(box)
    .resize(size.width, size.height, { fit: 'fill' })
    .jpeg({ quality: 88 })
    .toBuffer();
}
