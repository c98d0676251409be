import type { GreyPicture } from '../picture.ts';
import { blackHat } from './black-hat.ts';
import { threshold } from './grey-operations.ts';

/** A line of marks in a strip, possibly tilted and bent: its middle stands at `y + slope·t + bend·t²`, t from -1 (left) to 1. */
export interface Row {
  readonly y: number;
  readonly slope: number;
  readonly bend: number;
  readonly height: number;
  /** Where its marks begin and end. */
  readonly left: number;
  readonly right: number;
}

/** Stretches into which the strip is cut; within one, a row is taken to be level. */
const STRETCHES = 10;
/** Characters per line of the widest and the narrowest zone. */
const [MOST_CHARACTERS, FEWEST_CHARACTERS] = [44, 30];
/** How far, as a share of half the width, a row may rise or sag against the strip. */
const [MAX_SLOPE, MAX_BEND] = [0.055, 0.02];

export function rowHeightAt(row: Row, width: number, x: number): number {
  const t = x / (width / 2) - 1;
  return row.y + row.slope * t + row.bend * t * t;
}

/** Rows of marks, top to bottom, that are as high as a zone's lines can be in a strip as wide as the zone. */
export function traceRows(strip: GreyPicture): Row[] {
  const { width, height } = strip;
  const radius = Math.round((width / MOST_CHARACTERS) * 0.6);
  const marks = blackHat(strip, radius, radius);
  const profiles = profilesOf(marks);
  const half = width / 2;
  const shape = straightest(
    profiles,
    height,
    { slope: 0, bend: 0 },
    half * MAX_SLOPE,
    half * MAX_BEND,
    0,
    height,
  );
  const rows: Row[] = [];
  for (const { top, bottom } of findRows(gather(profiles, height, shape), width)) {
    const from = Math.max(0, top - (bottom - top));
    const to = Math.min(height, bottom + (bottom - top));
    // Seen from an angle, lines are not parallel: each is straightened once more by itself.
    const own = straightest(profiles, height, shape, 3, 1, from, to);
    const near = findRows(gather(profiles, height, own), width).find(
      (row) => row.top < bottom && row.bottom > top,
    );
    const { top: t, bottom: b } = near ?? { top, bottom };
    const row = { y: (t + b - 1) / 2, ...own, height: b - t, left: 0, right: 0 };
    const extent = extentOf(marks, row);
    if (extent.right - extent.left > width * 0.45) rows.push({ ...row, ...extent });
  }
  return rows;
}

/** Per stretch and pixel row, how much the marks change from left to right. */
function profilesOf({ width, height, data }: GreyPicture): Float32Array[] {
  return Array.from({ length: STRETCHES }, (_, s) => {
    const [from, to] = [
      Math.max(2, Math.round((s * width) / STRETCHES)),
      Math.min(width - 2, Math.round(((s + 1) * width) / STRETCHES)),
    ];
    const raw = new Float32Array(height);
    for (let y = 0; y < height; y++) {
      let sum = 0;
      for (let at = y * width + from, end = y * width + to; at < end; at++) {
        const change = Math.abs((data[at + 2] ?? 0) - (data[at - 2] ?? 0));
        sum += change > 80 ? 80 : change;
      }
      raw[y] = sum / (to - from);
    }
    return raw.map((value, y) => (value + (raw[y - 1] ?? value) + (raw[y + 1] ?? value)) / 3);
  });
}

interface Shape {
  readonly slope: number;
  readonly bend: number;
}

const middleOf = (stretch: number) => ((stretch + 0.5) / STRETCHES) * 2 - 1;

/** The sum of the stretches' profiles, each moved up or down as the shape says. */
function gather(profiles: readonly Float32Array[], height: number, { slope, bend }: Shape): Float32Array {
  const sum = new Float32Array(height);
  profiles.forEach((profile, s) => {
    const shift = Math.round(slope * middleOf(s) + bend * middleOf(s) ** 2);
    for (let y = Math.max(0, -shift); y < Math.min(height, height - shift); y++) {
      sum[y] = (sum[y] ?? 0) + (profile[y + shift] ?? 0) / STRETCHES;
    }
  });
  return sum;
}

/** Shapes this far apart are compared first: contrast changes slowly, and the finest step only follows the best. */
const COARSE = 3;

/** The shape near a given one under which rows and gaps differ most between `from` and `to`. */
function straightest(
  profiles: readonly Float32Array[],
  height: number,
  around: Shape,
  slopes: number,
  bends: number,
  from: number,
  to: number,
): Shape {
  let [best, most] = [around, -1];
  const search = (middle: Shape, reach: Shape, step: number) => {
    for (let slope = middle.slope - reach.slope; slope <= middle.slope + reach.slope; slope += step) {
      for (let bend = middle.bend - reach.bend; bend <= middle.bend + reach.bend; bend += step) {
        const sum = gather(profiles, height, { slope, bend });
        let contrast = 0;
        for (let y = from + 3; y < to - 3; y++) contrast += ((sum[y + 3] ?? 0) - (sum[y - 3] ?? 0)) ** 2;
        if (contrast > most) {
          best = { slope, bend };
          most = contrast;
        }
      }
    }
  };
  if (slopes < 2 * COARSE) {
    search(around, { slope: slopes, bend: bends }, 1);
    return best;
  }
  search(around, { slope: slopes, bend: bends }, COARSE);
  search(best, { slope: COARSE - 1, bend: COARSE - 1 }, 1);
  return best;
}

/** Stretches of the profile well above the rest that are as high as a character may be. */
function findRows(profile: Float32Array, width: number): { top: number; bottom: number }[] {
  const sorted = Float32Array.from(profile).sort();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const limit = at(0.08) + (at(0.92) - at(0.08)) * 0.42;
  const [least, most] = [(width / MOST_CHARACTERS) * 0.36, (width / FEWEST_CHARACTERS) * 1.9];
  const rows: { top: number; bottom: number }[] = [];
  for (let start = -1, y = 0; y <= profile.length; y++) {
    const isMarked = y < profile.length && (profile[y] ?? 0) > limit;
    if (isMarked && start < 0) start = y;
    if (isMarked || start < 0) continue;
    if (y - start >= least && y - start <= most) rows.push({ top: start, bottom: y });
    start = -1;
  }
  return rows;
}

/** The longest stretch of the row without a gap wider than a character and a half. */
function extentOf({ width, height, data }: GreyPicture, row: Row): { left: number; right: number } {
  const half = row.height / 2;
  const levels: number[] = [];
  const counts = new Uint16Array(width);
  const each = (visit: (x: number, level: number) => void) => {
    for (let x = 0; x < width; x++) {
      const middle = rowHeightAt(row, width, x);
      const top = Math.max(0, Math.round(middle - half));
      const bottom = Math.min(height, Math.round(middle + half));
      for (let y = top; y < bottom; y++) visit(x, data[y * width + x] ?? 0);
    }
  };
  each((_, level) => levels.push(level));
  const limit = Math.max(14, threshold(Uint8Array.from(levels)) * 0.9);
  each((x, level) => {
    if (level > limit) counts[x] = (counts[x] ?? 0) + 1;
  });
  const maxGap = (width / FEWEST_CHARACTERS) * 1.5;
  let best = { left: 0, right: 0 };
  for (let x = 0, start = -Infinity, last = -Infinity; x < width; x++) {
    if ((counts[x] ?? 0) < row.height * 0.12) continue;
    if (x - last > maxGap) start = x;
    last = x;
    if (last - start > best.right - best.left) best = { left: start, right: last };
  }
  return best;
}
