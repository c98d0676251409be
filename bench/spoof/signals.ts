import { findPages } from '../../bot/workers/page/find-page.ts';
import { measureColour } from '../../bot/workers/page/measure-colour.ts';
import { measureScreen } from '../../bot/workers/page/measure-screen.ts';
import { contains } from '../../bot/workers/page/quad.ts';
import { crop, decodeUpload, toGrey, type Picture } from '../../bot/workers/picture.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import type { Box } from '../../knowledge/checks/photo-measurements.ts';

/** What might tell a picture of a picture from a face, passively. */
export const SIGNALS = {
  screen: { name: 'grid of points (Fourier)', live: 'small' },
  frame: { name: 'a straight frame around the face', live: 'small' },
  sharpness: { name: 'sharpness of the face', live: 'large' },
  noise: { name: 'noise of the face', live: 'large' },
  contrast: { name: 'range of greys of the face', live: 'large' },
  burnt: { name: 'burnt-out spots', live: 'small' },
  colour: { name: 'colour of the face', live: 'large' },
} as const;
export type SignalId = keyof typeof SIGNALS;
export type Signals = Readonly<Record<SignalId, number>>;

/** Of a photo that was measured as a selfie; undefined where no face was found. */
export async function measureSignals(
  photo: Buffer,
  { faces: [face], quality }: SelfieMeasurements,
): Promise<Signals | undefined> {
  if (!face) return undefined;
  const picture = await decodeUpload(photo, 1280);
  const { box } = face;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const pages = await findPages(picture);
  const around = pages.filter(({ corners }) => contains(corners, middle));
  const part = await crop(picture, within(box, picture));
  const grey = await toGrey(part);
  return {
    screen: await measureScreen(picture),
    frame: Math.max(0, ...around.map(({ confidence }) => confidence)),
    sharpness: face.chip.sharpness,
    noise: noiseOf(grey),
    contrast: rangeOf(grey.data),
    burnt: quality?.glareShare ?? 0,
    colour: await measureColour(part),
  };
}

function within({ x, y, width, height }: Box, picture: Picture): Box {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return {
    ...{ x: left, y: top },
    width: Math.max(8, Math.min(picture.width - left, width)),
    height: Math.max(8, Math.min(picture.height - top, height)),
  };
}

/** Median of the absolute difference of each pixel from the mean of its neighbours. */
function noiseOf({ data, width, height }: Awaited<ReturnType<typeof toGrey>>): number {
  const counts = new Uint32Array(1024);
  let of = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const around =
        (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      const off = Math.abs(4 * (data[at] ?? 0) - around);
      counts[off] = (counts[off] ?? 0) + 1;
      of++;
    }
  }
  let below = 0;
  return counts.findIndex((count) => (below += count) >= of / 2) / 4;
}

/** Between the darkest and the lightest twentieth. */
function rangeOf(data: Uint8Array): number {
  const sorted = Uint8Array.from(data).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return at(0.95) - at(0.05);
}
