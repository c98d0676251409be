import { toGrey, type Picture } from '../picture.ts';
import { transformSquare } from './fourier.ts';
import { contains, type Quad } from './quad.ts';

/** Squares that are looked at, spread over the page. */
const EDGE_PX = 64;
const ACROSS = 7;
const DOWN = 6;
/** Slower waves than this many in a square are drawing, faster ones a screen's points or their beat. */
const MIN_WAVES = 7;
const MAX_WAVES = 30;
/** A screen's points are everywhere on the page; a pattern in print is not. */
const PRESENT_IN = 0.7;
/** Squares of one colour tell nothing when the camera has smoothed them away. */
const MIN_DEVIATION = 0.8;

/**
 * How clearly a square grid of points lies over the whole page, as over a photo of a screen: the strength of
 * two waves at right angles and of the same length, in factors of what is usual at such lengths, that seven in
 * ten squares of the page reach. About 1 to 2 without a grid.
 */
export async function measureScreen(picture: Picture, page?: Quad): Promise<number> {
  const { width, height, data } = await toGrey(picture);
  if (Math.min(width, height) < 4 * EDGE_PX) return 0;
  const spectra: Float64Array[] = [];
  for (const [x, y] of places(width, height, page)) {
    const spectrum = spectrumAt(data, width, x, y);
    if (spectrum) spectra.push(spectrum);
  }
  if (spectra.length < 6) return 0;
  return Math.round(10 * gridStrength(commonTo(spectra))) / 10;
}

function places(width: number, height: number, page: Quad | undefined): (readonly [number, number])[] {
  const [xs, ys] = [page?.map(({ x }) => x) ?? [0, width], page?.map(({ y }) => y) ?? [0, height]];
  const [left, right] = [Math.max(0, Math.min(...xs)), Math.min(width, Math.max(...xs))];
  const [top, bottom] = [Math.max(0, Math.min(...ys)), Math.min(height, Math.max(...ys))];
  const found: (readonly [number, number])[] = [];
  for (let j = 0; j < DOWN; j++) {
    for (let i = 0; i < ACROSS; i++) {
      const x = Math.round(left + ((i + 0.5) / ACROSS) * (right - left) - EDGE_PX / 2);
      const y = Math.round(top + ((j + 0.5) / DOWN) * (bottom - top) - EDGE_PX / 2);
      if (x < 0 || y < 0 || x + EDGE_PX > width || y + EDGE_PX > height) continue;
      if (page && !contains(page, { x: x + EDGE_PX / 2, y: y + EDGE_PX / 2 })) continue;
      found.push([x, y]);
    }
  }
  return found;
}

const WINDOW = Float64Array.from(
  { length: EDGE_PX },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / EDGE_PX),
);

/** Strength of every wave, in factors of the median of waves of its length. Half of the plane says it all. */
function spectrumAt(data: Uint8Array, width: number, left: number, top: number): Float64Array | undefined {
  const size = EDGE_PX * EDGE_PX;
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  let [sum, squares] = [0, 0];
  for (let y = 0; y < EDGE_PX; y++) {
    for (let x = 0; x < EDGE_PX; x++) {
      const level = data[(top + y) * width + left + x] ?? 0;
      sum = sum + level;
      squares = squares + level * level;
      real[y * EDGE_PX + x] = level;
    }
  }
  const mean = sum / size;
  if (squares / size - mean * mean < MIN_DEVIATION ** 2) return undefined;
  for (let y = 0; y < EDGE_PX; y++) {
    for (let x = 0; x < EDGE_PX; x++) {
      const at = y * EDGE_PX + x;
      real[at] = ((real[at] ?? 0) - mean) * (WINDOW[y] ?? 0) * (WINDOW[x] ?? 0);
    }
  }
  transformSquare(real, imaginary, EDGE_PX);
  const spectrum = new Float64Array(size);
  for (let at = 0; at < size; at++) spectrum[at] = Math.hypot(real[at] ?? 0, imaginary[at] ?? 0);
  return relative(spectrum);
}

const wave = (index: number) => (index < EDGE_PX / 2 ? index : index - EDGE_PX);
const RINGS = Int32Array.from({ length: EDGE_PX * EDGE_PX }, (_, at) =>
  Math.round(Math.hypot(wave(at % EDGE_PX), wave(Math.floor(at / EDGE_PX)))),
);

function relative(spectrum: Float64Array): Float64Array {
  const rings: number[][] = [];
  RINGS.forEach((ring, at) => (rings[ring] ??= []).push(spectrum[at] ?? 0));
  const medians = rings.map((values) => Float64Array.from(values).sort()[values.length >> 1] ?? 0);
  const floor = 0.5 + 0.02 * (medians[MIN_WAVES] ?? 0);
  return spectrum.map((value, at) => value / ((medians[RINGS[at] ?? 0] ?? 0) + floor));
}

/** What most of the squares have; a wave may differ by one step between them, as the camera looks aslant. */
function commonTo(spectra: readonly Float64Array[]): Float64Array {
  const common = new Float64Array(EDGE_PX * EDGE_PX);
  const rank = Math.floor(spectra.length * (1 - PRESENT_IN));
  const strengths = new Float64Array(spectra.length);
  for (let at = 0; at < common.length; at++) {
    const ring = RINGS[at] ?? 0;
    if (ring < MIN_WAVES || ring > MAX_WAVES) continue;
    for (let i = 0; i < spectra.length; i++) strengths[i] = strongestNear(spectra[i] ?? common, at);
    common[at] = strengths.sort()[rank] ?? 0;
  }
  return common;
}

function strongestNear(spectrum: Float64Array, at: number): number {
  const x = at % EDGE_PX;
  const y = Math.floor(at / EDGE_PX);
  let strongest = 0;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const near = ((y + dy) & (EDGE_PX - 1)) * EDGE_PX + ((x + dx) & (EDGE_PX - 1));
      strongest = Math.max(strongest, spectrum[near] ?? 0);
    }
  }
  return strongest;
}

/** The strongest pair of waves at right angles, judged by the weaker of the two. */
function gridStrength(common: Float64Array): number {
  let best = 0;
  for (let at = 0; at < common.length; at++) {
    const value = common[at] ?? 0;
    if (value <= best) continue;
    const x = wave(at % EDGE_PX);
    const y = wave(Math.floor(at / EDGE_PX));
    if (isOfJpeg(x, y)) continue;
    const turned = ((x + EDGE_PX) % EDGE_PX) * EDGE_PX + ((EDGE_PX - y) % EDGE_PX);
    best = Math.max(best, Math.min(value, common[turned] ?? 0));
  }
  return best;
}

/** Blocks of eight pixels leave waves of their own, straight across and down. */
const isOfJpeg = (x: number, y: number) =>
  (Math.abs(x) <= 1 && Math.abs(y) % 8 <= 1) ||
  (Math.abs(y) <= 1 && Math.abs(x) % 8 <= 1) ||
  (Math.abs(x) <= 1 && Math.abs(y) % 8 === 7) ||
  (Math.abs(y) <= 1 && Math.abs(x) % 8 === 7);
