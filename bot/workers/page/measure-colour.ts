import { shrink, type Picture } from '../picture.ts';

const EDGE_PX = 200;
/** Shadows have no colour worth looking at. */
const MIN_LEVEL = 24;

/**
 * How much colour there is beyond the tint of the light, in hundredths of brightness: what the most colourful
 * fiftieth of the picture exceeds. Black-and-white pictures have about 0, photos of grey copies a few.
 */
export async function measureColour(picture: Picture): Promise<number> {
  const { data } = await shrink(picture, EDGE_PX);
  const tints: [number, number][] = [];
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    const level = (r + g + b) / 3;
    if (level >= MIN_LEVEL) tints.push([(r - g) / level, ((r + g) / 2 - b) / level]);
  }
  if (tints.length === 0) return 0;
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const [warm, yellow] = [middle(tints.map(([t]) => t)), middle(tints.map(([, t]) => t))];
  const away = tints.map(([a, b]) => Math.hypot(a - warm, b - yellow)).sort((a, b) => a - b);
  return Math.round(1000 * (away[Math.floor(away.length * 0.98)] ?? 0)) / 10;
}
