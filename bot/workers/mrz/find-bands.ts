import { resizeGrey, type GreyPicture } from '../picture.ts';
import { findPatches, type Patch } from './components.ts';
import { blackHat, blur, close, cutOut, open, threshold } from './grey-operations.ts';

/** A place that may be a machine-readable zone, in pixels of the searched picture. */
export interface Band {
  readonly x: number;
  readonly y: number;
  /** Radians, clockwise. */
  readonly angle: number;
  readonly length: number;
  readonly height: number;
  /** Grows with likelihood; comparable within one picture and its quarter turns. */
  readonly score: number;
}

/** The search runs on a copy of this size: the zone's lines are still bars there, and it takes a third of a second. */
const SEARCH_EDGE_PX = 640;
const MAX_SKEW_DEGREES = 24;

/** Finds dense, long, straight bars of small dark marks, best first. Looks for roughly level ones only. */
export async function findBands(picture: GreyPicture): Promise<readonly Band[]> {
  const factor = SEARCH_EDGE_PX / Math.max(picture.width, picture.height);
  const small = await resizeGrey(
    picture,
    Math.max(1, Math.round(picture.width * factor)),
    Math.max(1, Math.round(picture.height * factor)),
  );
  const skew = findSkew(blackHat(small, 6, 4));
  const level = Math.abs(skew) < (0.3 * Math.PI) / 180 ? 0 : skew;
  const straight = level === 0 ? small : straighten(small, level);
  const bars = joinLines(barsOf(straight), straight.height);
  return bars.map((bar) => toBand(bar, straight, small, level, factor)).sort((a, b) => b.score - a.score);
}

function straighten(picture: GreyPicture, angle: number): GreyPicture {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  return cutOut(picture, {
    x: (picture.width - 1) / 2,
    y: (picture.height - 1) / 2,
    angle,
    width: Math.ceil(picture.width * cos + picture.height * sin),
    height: Math.ceil(picture.height * cos + picture.width * sin),
    scale: 1,
  });
}

/** Patches where dark strokes stand close together in a row: text without gaps between words. */
function barsOf(picture: GreyPicture): Patch[] {
  const { width, height, data } = blackHat(picture, 6, 4);
  const strokes = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      strokes[at] = Math.abs((data[at + 1] ?? 0) - (data[at - 1] ?? 0));
    }
  }
  const density = blur({ width, height, data: strokes }, 10, 1).data.map((level) => Math.min(255, level * 2));
  const limit = Math.max(12, threshold(density) * 0.8);
  const dense = { width, height, data: density.map((level) => (level > limit ? 255 : 0)) };
  return findPatches(open(close(dense, 7, 0), 8, 1)).filter(
    (patch) =>
      patch.right - patch.left + 1 > width * 0.22 &&
      patch.length / (patch.thickness + 1) > 3.2 &&
      Math.abs(patch.angle) < 0.2,
  );
}

interface Bar {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly angle: number;
  readonly pixels: number;
  readonly lines: number;
}

/** Puts lines of similar extent that lie closely below each other together. */
function joinLines(patches: readonly Patch[], pictureHeight: number): Bar[] {
  const rest = [...patches].sort((a, b) => b.right - b.left - (a.right - a.left));
  const bars: Bar[] = [];
  for (let first = rest.shift(); first; first = rest.shift()) {
    let bar: Bar = { ...first, lines: 1 };
    for (;;) {
      const next = rest.findIndex((patch) => belongsTo(patch, bar, pictureHeight));
      const [patch] = next < 0 ? [] : rest.splice(next, 1);
      if (!patch) break;
      bar = {
        left: Math.min(bar.left, patch.left),
        right: Math.max(bar.right, patch.right),
        top: Math.min(bar.top, patch.top),
        bottom: Math.max(bar.bottom, patch.bottom),
        angle: bar.angle,
        pixels: bar.pixels + patch.pixels,
        lines: bar.lines + 1,
      };
    }
    bars.push(bar);
  }
  return bars;
}

function belongsTo(patch: Patch, bar: Bar, pictureHeight: number): boolean {
  const [patchWidth, barWidth] = [patch.right - patch.left + 1, bar.right - bar.left];
  const patchHeight = patch.bottom - patch.top + 1;
  const overlap = Math.min(bar.right, patch.right) - Math.max(bar.left, patch.left);
  const gap = Math.max(patch.top - bar.bottom, bar.top - patch.bottom);
  return (
    overlap > 0.6 * Math.min(barWidth, patchWidth) &&
    gap < Math.max(patchHeight, 14) * 1.9 &&
    patchWidth > 0.5 * barWidth &&
    bar.bottom - bar.top + patchHeight < 0.64 * pictureHeight
  );
}

function toBand(bar: Bar, straight: GreyPicture, small: GreyPicture, angle: number, factor: number): Band {
  const [dx, dy] = [
    (bar.left + bar.right) / 2 - (straight.width - 1) / 2,
    (bar.top + bar.bottom) / 2 - (straight.height - 1) / 2,
  ];
  const [length, height] = [(bar.right - bar.left + 1) / factor, (bar.bottom - bar.top + 1) / factor];
  const aspect = length / height;
  // Zones stand in the lower part, are long and low, and have two or three lines.
  const lower = 0.5 + (bar.top + bar.bottom) / 2 / straight.height;
  const shape =
    (aspect < 4.5 ? 0.35 : 1) * (bar.lines > 4 ? 0.4 : 1) * (aspect > 22 && bar.lines === 1 ? 0.8 : 1);
  const long = Math.min(1, (length * factor) / (0.4 * small.width));
  return {
    x: ((small.width - 1) / 2 + Math.cos(angle) * dx - Math.sin(angle) * dy) / factor,
    y: ((small.height - 1) / 2 + Math.sin(angle) * dx + Math.cos(angle) * dy) / factor,
    angle: angle + bar.angle,
    length,
    height,
    score: bar.pixels * lower * shape * long,
  };
}

/** The angle in radians at which rows of marks and empty rows alternate most sharply. */
function findSkew({ width, height, data }: GreyPicture): number {
  const limit = Math.max(24, threshold(data));
  const points: [number, number][] = [];
  data.forEach((level, at) => {
    if (level > limit) points.push([(at % width) - width / 2, Math.floor(at / width) - height / 2]);
  });
  const every = Math.max(1, Math.ceil(points.length / 8000));
  const sample = points.filter((_, i) => i % every === 0);
  const rows = Math.ceil(Math.hypot(width, height)) + 4;
  const contrast = (degrees: number) => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const profile = new Float64Array(rows);
    for (const [x, y] of sample) {
      const row = y * cos - x * sin + rows / 2;
      const whole = Math.floor(row);
      profile[whole] = (profile[whole] ?? 0) + 1 - (row - whole);
      profile[whole + 1] = (profile[whole + 1] ?? 0) + (row - whole);
    }
    return profile.reduce((sum, count, i) => sum + (count - (profile[i - 1] ?? count)) ** 2, 0);
  };
  const best = (candidates: readonly number[]) =>
    candidates
      .map((degrees) => ({ degrees, contrast: contrast(degrees) }))
      .sort((a, b) => b.contrast - a.contrast)[0]?.degrees ?? 0;
  const steps = (from: number, to: number, step: number) =>
    Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
  const coarse = best(steps(-MAX_SKEW_DEGREES, MAX_SKEW_DEGREES, 1));
  return (best(steps(coarse - 1, coarse + 1, 0.2)) * Math.PI) / 180;
}
