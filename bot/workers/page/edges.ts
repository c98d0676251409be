import type { Picture } from '../picture.ts';

/** Where colours change, how much, and in which direction they grow brighter. One value per pixel. */
export interface Edges {
  readonly width: number;
  readonly height: number;
  readonly strength: Float32Array;
  /** Unit vector towards the brighter side. */
  readonly dx: Float32Array;
  readonly dy: Float32Array;
  /** Below it, a change of colour is noise in this picture. */
  readonly noise: number;
}

const MIN_NOISE = 5;
const MAX_NOISE = 12;
/** What is wiped out beside the photo's border is not known. */
const BORDER_PX = 4;

/**
 * Edges of things, of the channel in which each is clearest. Print on the page is wiped out first, or its
 * lines of text would outnumber the page's edges.
 */
export function findEdges(picture: Picture): Edges {
  const { width, height } = picture;
  const channels = [0, 1, 2].map((channel) => smooth(channelOf(picture, channel), width));
  const strength = new Float32Array(width * height);
  const [dx, dy] = [new Float32Array(width * height), new Float32Array(width * height)];
  for (let y = BORDER_PX; y < height - BORDER_PX; y++) {
    for (let at = y * width + BORDER_PX; at < (y + 1) * width - BORDER_PX; at++) {
      let best = 0;
      let bestX = 0;
      let bestY = 0;
      for (const levels of channels) {
        const n = at - width;
        const s = at + width;
        const gx =
          2 * ((levels[at + 1] ?? 0) - (levels[at - 1] ?? 0)) +
          ((levels[n + 1] ?? 0) - (levels[n - 1] ?? 0)) +
          ((levels[s + 1] ?? 0) - (levels[s - 1] ?? 0));
        const gy =
          2 * ((levels[s] ?? 0) - (levels[n] ?? 0)) +
          ((levels[s - 1] ?? 0) - (levels[n - 1] ?? 0)) +
          ((levels[s + 1] ?? 0) - (levels[n + 1] ?? 0));
        const square = gx * gx + gy * gy;
        if (square > best) {
          best = square;
          bestX = gx;
          bestY = gy;
        }
      }
      if (best === 0) continue;
      const length = Math.sqrt(best);
      strength[at] = length / 4;
      dx[at] = bestX / length;
      dy[at] = bestY / length;
    }
  }
  return {
    width,
    height,
    strength,
    dx,
    dy,
    noise: Math.min(MAX_NOISE, Math.max(MIN_NOISE, 1.2 * medianOf(strength))),
  };
}

function channelOf({ width, height, data }: Picture, channel: number): Uint8Array {
  const levels = new Uint8Array(width * height);
  for (let i = 0; i < levels.length; i++) levels[i] = data[3 * i + channel] ?? 0;
  return levels;
}

/** Without dark print of up to six pixels, and averaged over three by three pixels. */
function smooth(levels: Uint8Array, width: number): Float32Array {
  let data = levels;
  for (const choose of ['max', 'min'] as const) {
    for (const step of [1, width]) data = extremeOfSeven(data, step, choose);
  }
  const rows = new Float32Array(data.length);
  for (let i = 1; i < data.length - 1; i++)
    rows[i] = ((data[i - 1] ?? 0) + 2 * (data[i] ?? 0) + (data[i + 1] ?? 0)) / 4;
  const result = new Float32Array(data.length);
  for (let i = width; i < data.length - width; i++)
    result[i] = ((rows[i - width] ?? 0) + 2 * (rows[i] ?? 0) + (rows[i + width] ?? 0)) / 4;
  return result;
}

/**
 * The largest or smallest of seven neighbours, three on either side, by doubling: of two, of four, of seven.
 * Rows are not kept apart, which spoils only what lies beside the border.
 */
function extremeOfSeven(levels: Uint8Array, step: number, choose: 'max' | 'min'): Uint8Array {
  const end = levels.length;
  const [pairs, fours, result] = [Uint8Array.from(levels), new Uint8Array(end), Uint8Array.from(levels)];
  const larger = choose === 'max';
  for (let i = 0; i < end - step; i++) {
    const a = levels[i] ?? 0;
    const b = levels[i + step] ?? 0;
    pairs[i] = a > b === larger ? a : b;
  }
  for (let i = 0; i < end - 2 * step; i++) {
    const a = pairs[i] ?? 0;
    const b = pairs[i + 2 * step] ?? 0;
    fours[i] = a > b === larger ? a : b;
  }
  for (let i = 0; i < end - 6 * step; i++) {
    const a = fours[i] ?? 0;
    const b = fours[i + 3 * step] ?? 0;
    result[i + 3 * step] = a > b === larger ? a : b;
  }
  return result;
}

function medianOf(strength: Float32Array): number {
  const histogram = new Uint32Array(256);
  for (const value of strength) {
    const level = Math.min(255, Math.round(value));
    histogram[level] = (histogram[level] ?? 0) + 1;
  }
  let count = 0;
  return histogram.findIndex((pixels) => (count += pixels) >= strength.length / 2);
}
