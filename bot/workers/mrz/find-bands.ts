import type { GreyPicture } from '../picture.ts';
import { blackHat } from './black-hat.ts';
import { findPatches, type Patch } from './components.ts';
import { findSlants } from './find-slants.ts';
import { blur, cutOut, threshold } from './grey-operations.ts';
import { cutLevel, type Levels } from './levels.ts';
import { joinRuns } from './runs.ts';

/** A place that may be a machine-readable zone, in pixels of the searched picture. */
export interface Band {
  readonly x: number;
  readonly y: number;
  /** Radians, clockwise; whether it stands on its head is not known. */
  readonly angle: number;
  readonly length: number;
  readonly height: number;
  /** Grows with likelihood; comparable within one picture. */
  readonly score: number;
}

/** The search runs on a copy of this size: the zone's lines are still bars there, and it takes little time. */
const SEARCH_EDGE_PX = 640;
/** A line of a zone is at least this share of the picture's long edge. */
const MIN_LENGTH = 0.16;
const SLANTS = 3;
/** How lines may run in a picture: anyhow, or level or upright because it was made straight. */
export type Lie = 'any' | 'straight';
const STRAIGHT_SLANTS = [0, Math.PI / 2];
/**
 * A change from pixel to pixel counts up to this level. First faint print counts as much as bold, so that only
 * how densely strokes stand matters; then, if that finds nothing, bold print stands out from a loud pattern.
 */
const STROKE_LEVELS = [60, 250];
/** Limits that strokes are told from their surroundings by, as multiples of the one that separates best. */
const LIMITS = [0.8, 1.25, 1.7];
const MIN_ASPECT = 2.6;
const MIN_PATCH_PX = 200;

/**
 * Finds dense, long, straight bars of small dark marks, whichever way they run. Yields those of one direction
 * after the other, best first: most pictures need no more than the first.
 */
export function* findBands(levels: Levels, lie: Lie): Generator<readonly Band[]> {
  const { full } = levels;
  const scale = Math.max(full.width, full.height) / SEARCH_EDGE_PX;
  const small = cutLevel(levels, {
    x: (full.width - 1) / 2,
    y: (full.height - 1) / 2,
    angle: 0,
    width: Math.max(24, Math.round(full.width / scale)),
    height: Math.max(24, Math.round(full.height / scale)),
    scale,
  });
  const marks = blackHat(small, 5, 5);
  const slants = lie === 'straight' ? STRAIGHT_SLANTS : findSlants(marks, SLANTS);
  const straightened = slants.map((slant) => ({ slant, straight: straighten(marks, slant) }));
  for (const strokeLevel of STROKE_LEVELS) {
    for (const { slant, straight } of straightened) {
      const bars = barsOf(straight, strokeLevel).flatMap((patches) => joinLines(patches));
      const bands = bars.map((bar) => toBand(bar, straight, full, slant, scale));
      yield withoutTwins(bands.sort((a, b) => b.score - a.score));
    }
  }
}

function straighten(marks: GreyPicture, angle: number): GreyPicture {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  return withoutRim(
    cutOut(marks, {
      x: (marks.width - 1) / 2,
      y: (marks.height - 1) / 2,
      angle,
      width: Math.ceil(marks.width * cos + marks.height * sin),
      height: Math.ceil(marks.height * cos + marks.width * sin),
      scale: 1,
    }),
    marks,
    angle,
  );
}

/** Nothing is marked where the turned picture has ended; its border, drawn out, would look like lines. */
function withoutRim(turned: GreyPicture, original: GreyPicture, angle: number): GreyPicture {
  const { width, height, data } = turned;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [maxX, maxY] = [original.width / 2 - 1, original.height / 2 - 1];
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const dx = u - (width - 1) / 2;
      const dy = v - (height - 1) / 2;
      if (Math.abs(cos * dx - sin * dy) > maxX || Math.abs(sin * dx + cos * dy) > maxY)
        data[v * width + u] = 0;
    }
  }
  return turned;
}

/**
 * Patches where dark strokes stand close together in a row: text without gaps between words. Security print
 * under the text has strokes too, so several limits are tried: at one of them the text stands alone.
 */
function barsOf({ width, height, data }: GreyPicture, strokeLevel: number): Patch[][] {
  const strokes = new Uint8Array(width * height);
  for (let i = 1; i < data.length - 1; i++) {
    strokes[i] = Math.min(strokeLevel, Math.abs((data[i + 1] ?? 0) - (data[i - 1] ?? 0)));
  }
  const density = blur({ width, height, data: strokes }, 10, 1).data;
  const gain = 240 / strokeLevel;
  for (let i = 0; i < density.length; i++) density[i] = Math.min(255, (density[i] ?? 0) * Math.max(2, gain));
  const usual = threshold(density);
  return LIMITS.map((factor) => {
    const limit = Math.max(10, Math.min(usual * factor, 230));
    const dense = new Uint8Array(density.length);
    for (let i = 0; i < dense.length; i++) dense[i] = (density[i] ?? 0) > limit ? 255 : 0;
    return findPatches(joinRuns({ width, height, data: dense }, 14, 17), MIN_PATCH_PX).filter(
      (patch) =>
        patch.right - patch.left + 1 > SEARCH_EDGE_PX * MIN_LENGTH &&
        patch.length / (patch.thickness + 1) > MIN_ASPECT &&
        Math.abs(patch.angle) < 0.2,
    );
  });
}

/** Of bands that cover one another the best stays. */
function withoutTwins(bands: readonly Band[]): Band[] {
  const kept: Band[] = [];
  for (const band of bands) {
    const isTwin = kept.some(
      (other) =>
        Math.hypot(other.x - band.x, other.y - band.y) < 0.06 * band.length + 0.15 * band.height &&
        Math.abs(Math.log(other.length / band.length)) < 0.1 &&
        Math.abs(Math.log(other.height / band.height)) < 0.35,
    );
    if (!isTwin) kept.push(band);
  }
  return kept;
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
function joinLines(patches: readonly Patch[]): Bar[] {
  const rest = [...patches].sort((a, b) => b.right - b.left - (a.right - a.left));
  const bars: Bar[] = [];
  for (let first = rest.shift(); first; first = rest.shift()) {
    let bar: Bar = { ...first, lines: 1 };
    for (;;) {
      const next = rest.findIndex((patch) => belongsTo(patch, bar));
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

function belongsTo(patch: Patch, bar: Bar): boolean {
  const [patchWidth, barWidth] = [patch.right - patch.left + 1, bar.right - bar.left];
  const patchHeight = patch.bottom - patch.top + 1;
  const overlap = Math.min(bar.right, patch.right) - Math.max(bar.left, patch.left);
  const gap = Math.max(patch.top - bar.bottom, bar.top - patch.bottom);
  return (
    overlap > 0.6 * Math.min(barWidth, patchWidth) &&
    gap < Math.max(patchHeight, 14) * 1.9 &&
    patchWidth > 0.5 * barWidth &&
    // Three lines of thirty characters are less than half as high as long.
    bar.bottom - bar.top + patchHeight < 0.55 * barWidth
  );
}

function toBand(bar: Bar, straight: GreyPicture, full: GreyPicture, slant: number, scale: number): Band {
  const [dx, dy] = [
    (bar.left + bar.right) / 2 - (straight.width - 1) / 2,
    (bar.top + bar.bottom) / 2 - (straight.height - 1) / 2,
  ];
  const [cos, sin] = [Math.cos(slant), Math.sin(slant)];
  const [length, height] = [bar.right - bar.left + 1, bar.bottom - bar.top + 1];
  const aspect = length / height;
  // Zones stand near an edge of the page, are long and low, and have two or three lines.
  const aside = 0.75 + Math.abs((bar.top + bar.bottom) / 2 / straight.height - 0.5);
  const shape =
    (aspect < 4 ? 0.35 : 1) * (bar.lines > 4 ? 0.4 : 1) * (aspect > 22 && bar.lines === 1 ? 0.8 : 1);
  return {
    x: (full.width - 1) / 2 + (cos * dx - sin * dy) * scale,
    y: (full.height - 1) / 2 + (sin * dx + cos * dy) * scale,
    angle: slant + bar.angle,
    length: length * scale,
    height: height * scale,
    score: bar.pixels * aside * shape * Math.min(1, length / (0.4 * SEARCH_EDGE_PX)),
  };
}
