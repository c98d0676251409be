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
  const pixels = data.length / 3;
  const warmth = new Float64Array(pixels);
  const yellowness = new Float64Array(pixels);
  let count = 0;
  for (let at = 0; at < data.length; at += 3) {
    const r = data[at] ?? 0;
    const g = data[at + 1] ?? 0;
    const b = data[at + 2] ?? 0;
    const level = (r + g + b) / 3;
    if (level < MIN_LEVEL) continue;
    warmth[count] = (r - g) / level;
    yellowness[count++] = ((r + g) / 2 - b) / level;
  }
  if (count === 0) return 0;
  const middle = (values: Float64Array) => values.slice(0, count).sort()[count >> 1] ?? 0;
  const [warm, yellow] = [middle(warmth), middle(yellowness)];
  const away = new Float64Array(count);
  for (let i = 0; i < count; i++)
    away[i] = Math.hypot((warmth[i] ?? 0) - warm, (yellowness[i] ?? 0) - yellow);
  return Math.round(1000 * (away.sort()[Math.floor(count * 0.98)] ?? 0)) / 10;
}
