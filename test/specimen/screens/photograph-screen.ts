import sharp from 'sharp';

import { createRandom } from '../random.ts';
import { recapture } from '../recapture.ts';

/**
 * A phone's photo of a screen: its grid of points with its beats, held aslant, the light of the room, a soft lens, JPEG. Number `index`
 * decides how bad it is. JPEG.
 */
export async function photographScreen(screenshot: Buffer, index: number): Promise<Buffer> {
  const random = createRandom(index * 104729 + 7);
  const { width, height } = await sharp(screenshot).metadata();
  const isUpright = height > width;
  const photo = await recapture(screenshot, {
    screenWidth: width,
    // Phones have twelve million pixels: two and more for each point of a monitor.
    widthPx: Math.min(3000, Math.round(width * (isUpright ? 1.2 + 0.5 * random() : 1.9 + 0.5 * random()))),
    turnedDegrees: 6 * random() - 3,
    lean: { across: 0.24 * random() - 0.12, down: 0.24 * random() - 0.12 },
    bezel: 0.02 + 0.06 * random(),
    blurPx: 0.5 + 0.6 * random(),
    quality: Math.round(62 + 26 * random()),
    seed: index + 1,
  });
  const size = await sharp(photo).metadata();
  const [x, y] = [size.width * random(), size.height * random()];
  const radius = (0.12 + 0.2 * random()) * Math.min(size.width, size.height);
  const light = 0.25 + 0.35 * random();
  const glare = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
    <radialGradient id="g"><stop offset="0" stop-color="#fff" stop-opacity="${light}"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
    <circle cx="${x}" cy="${y}" r="${radius}" fill="url(#g)"/></svg>`;
  return sharp(photo)
    .composite([{ input: Buffer.from(glare) }])
    .jpeg({ quality: 80 })
    .toBuffer();
}
