import type { Cutting } from './grey-operations.ts';
import type { Levels } from './levels.ts';
import { sampleStrip } from './sample-strip.ts';
import { traceLine, type LinePath } from './trace-line.ts';
import { rowHeightAt, type Row } from './trace-rows.ts';
import {
  CLASSES,
  COLUMN_PX,
  STRIP_CAPITAL_PX,
  STRIP_PITCH_PX,
  type ColumnScores,
  type ZoneNet,
} from './zone-net.ts';

/** A row of marks in a strip that was cut from the picture. */
export interface PlacedRow {
  readonly levels: Levels;
  readonly strip: Cutting;
  readonly row: Row;
  /** Whether the strip stands on its head. */
  readonly upsideDown: boolean;
}

/** How a line was found to run: the place of character `i`, 0 for the first, in pixels of the strip. */
export interface Line {
  readonly length: number;
  readonly mean: number;
  readonly total: number;
  readonly placeOf: (i: number) => number;
  readonly pitchAt: (i: number) => number;
}

/** Room on either side of the marks, in characters: their ends are found only roughly. */
const MARGIN = 3;
/** Height of OCR-B's capitals as a share of the pitch, and how far print may be from it. */
const CAPITAL_SHARE = 0.97;
const [LOWEST_STRETCH, HIGHEST_STRETCH] = [0.8, 1.25];

const stretchOf = (row: Row, pitch: number) =>
  Math.min(HIGHEST_STRETCH, Math.max(LOWEST_STRETCH, row.height / pitch / CAPITAL_SHARE));

export const STRAIGHT_ON: Look = { lower: 0, aside: 0, taller: 1 };

/** Reads a row whose pitch is known roughly; for each length asked, where such a line would stand and how well. */
export function findLine(net: ZoneNet, place: PlacedRow, pitch: number, lengths: readonly number[]): Line[] {
  const { row, upsideDown } = place;
  const characters = (row.right - row.left) / pitch + 2 * MARGIN;
  const width = Math.min(736, Math.ceil((characters * STRIP_PITCH_PX) / 8) * 8);
  const middle = (row.left + row.right) / 2;
  const step = (pitch / STRIP_PITCH_PX) * (upsideDown ? -1 : 1);
  const at = (u: number) => middle + (u - (width - 1) / 2) * step;
  const scores = readAlong(net, place, width, at, pitch, STRAIGHT_ON);
  return [...traceLine(scores, lengths)].map(([length, path]) => toLine(length, path, at));
}

/** How a line is looked at, away from where it was found to stand. */
export interface Look {
  /** Downwards, as a share of the capitals' height. */
  readonly lower: number;
  /** To the right, as a share of the pitch. */
  readonly aside: number;
  /** How much higher the letters are made. */
  readonly taller: number;
}

/** Looks at a line again with each character exactly where the net wants it, but for what the look says. */
export function readLine(net: ZoneNet, place: PlacedRow, line: Line, look: Look): Float32Array[] {
  const width = Math.ceil(((line.length + 2 * MARGIN) * STRIP_PITCH_PX) / 8) * 8;
  // An odd pixel, so that characters stand in the middle of a column.
  const first = MARGIN * STRIP_PITCH_PX + 5;
  const at = (u: number) => line.placeOf((u - first) / STRIP_PITCH_PX + look.aside);
  const pitch = Math.abs(line.placeOf(line.length - 1) - line.placeOf(0)) / (line.length - 1);
  const { scores } = readAlong(net, place, width, at, pitch, look);
  return Array.from({ length: line.length }, (_, i) => {
    const column = (first + i * STRIP_PITCH_PX - 1) / COLUMN_PX;
    return scores.subarray(column * CLASSES, (column + 1) * CLASSES);
  });
}

function readAlong(
  net: ZoneNet,
  { levels, strip, row, upsideDown }: PlacedRow,
  width: number,
  at: (u: number) => number,
  pitch: number,
  look: Look,
): ColumnScores {
  const capital = stretchOf(row, pitch) * pitch * CAPITAL_SHARE;
  const rise = ((capital / STRIP_CAPITAL_PX) * (upsideDown ? -1 : 1)) / look.taller;
  const sampled = sampleStrip(levels, strip, width, (u) => {
    const x = at(u);
    // Nearer characters are higher as they are wider.
    const near = Math.abs(at(u + 6) - at(u - 6)) / 12 / (pitch / STRIP_PITCH_PX);
    return { x, y: rowHeightAt(row, strip.width, x) + look.lower * capital, rise: rise * near };
  });
  return net.read(sampled);
}

/** A smooth curve through the columns: a line photographed at an angle has a pitch that changes along it. */
function toLine(length: number, path: LinePath, at: (u: number) => number): Line {
  const places = path.columns.map((column) => at(column * COLUMN_PX + 1));
  const curve = fitCubic(places);
  const t = (i: number) => (2 * i) / (length - 1) - 1;
  const placeOf = (i: number) => {
    // Beyond the ends a cubic runs away: it goes on straight there.
    const inside = Math.min(length - 1, Math.max(0, i));
    const value = evaluate(curve, t(inside));
    return i === inside ? value : value + (i - inside) * pitchAt(inside);
  };
  const pitchAt = (i: number) => {
    const [low, high] = [Math.max(0, i - 1), Math.min(length - 1, i + 1)];
    return (evaluate(curve, t(high)) - evaluate(curve, t(low))) / (high - low);
  };
  return { length, mean: path.mean, total: path.total, placeOf, pitchAt };
}

const evaluate = (curve: readonly number[], t: number) => curve.reduceRight((sum, c) => sum * t + c, 0);

/** Least squares over evenly spaced points from -1 to 1, by Gauss's elimination. */
function fitCubic(values: readonly number[]): number[] {
  const rows = Array.from({ length: 4 }, () => new Array<number>(5).fill(0));
  values.forEach((value, i) => {
    const t = (2 * i) / (values.length - 1) - 1;
    for (const [r, row] of rows.entries()) {
      for (let c = 0; c < 4; c++) row[c] = (row[c] ?? 0) + t ** (r + c);
      row[4] = (row[4] ?? 0) + value * t ** r;
    }
  });
  for (const [p, pivot] of rows.entries()) {
    for (const [r, row] of rows.entries()) {
      if (r === p) continue;
      const factor = (row[p] ?? 0) / (pivot[p] ?? 1);
      for (let c = p; c < 5; c++) row[c] = (row[c] ?? 0) - factor * (pivot[c] ?? 0);
    }
  }
  return rows.map((row, i) => (row[4] ?? 0) / (row[i] ?? 1));
}
