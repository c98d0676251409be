import type { GreyPicture } from '../picture.ts';
import { blackHat, threshold } from './grey-operations.ts';

interface Row {
  readonly middle: number;
  readonly height: number;
}

/** Characters per line of the widest and the narrowest zone. */
const [MOST_CHARACTERS, FEWEST_CHARACTERS] = [44, 30];

/**
 * Whether a strip as wide as the suspected zone shows what every zone has: two or three rows of marks, equally
 * high, equally far apart, and filled from end to end. Takes milliseconds where reading takes a second, and
 * most places that are no zone fail here.
 */
export function hasZoneRows(strip: GreyPicture): boolean {
  const radius = Math.max(6, Math.round((strip.width / MOST_CHARACTERS) * 0.6));
  const marks = blackHat(strip, radius, radius);
  const rows = findRows(marks).filter((row) => isFilled(marks, row));
  return rows.some((_, i) => areLines(rows.slice(i, i + 2)) || areLines(rows.slice(i, i + 3)));
}

/** Stretches where marks change from left to right much more than elsewhere, as high as a character may be. */
function findRows({ width, height, data }: GreyPicture): Row[] {
  const change = Array.from({ length: height }, (_, y) => {
    let sum = 0;
    for (let x = 2; x < width - 2; x++) {
      sum += Math.min(80, Math.abs((data[y * width + x + 2] ?? 0) - (data[y * width + x - 2] ?? 0)));
    }
    return sum / width;
  });
  const smooth = change.map((_, y) => {
    const near = change.slice(Math.max(0, y - 2), y + 3);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
  const sorted = [...smooth].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const limit = at(0.08) + (at(0.9) - at(0.08)) * 0.42;
  const [least, most] = [(width / MOST_CHARACTERS) * 0.36, (width / FEWEST_CHARACTERS) * 1.9];
  const rows: Row[] = [];
  for (let start = -1, y = 0; y <= height; y++) {
    const isMarked = y < height && (smooth[y] ?? 0) > limit;
    if (isMarked && start < 0) start = y;
    if (isMarked || start < 0) continue;
    if (y - start >= least && y - start <= most)
      rows.push({ middle: (start + y - 1) / 2, height: y - start });
    start = -1;
  }
  return rows;
}

/** No gap wider than a character and a bit, over more than half of the strip: words of plain text have gaps. */
function isFilled({ width, data }: GreyPicture, { middle, height }: Row): boolean {
  const [top, bottom] = [Math.round(middle - height / 2), Math.round(middle + height / 2)];
  const limit = Math.max(18, threshold(data.subarray(top * width, bottom * width)) * 0.9);
  const maxGap = (width / FEWEST_CHARACTERS) * 1.35;
  let [longest, start, last] = [0, -Infinity, -Infinity];
  for (let x = 0; x < width; x++) {
    let marked = 0;
    for (let y = top; y < bottom; y++) if ((data[y * width + x] ?? 0) > limit) marked++;
    if (marked < height * 0.12) continue;
    if (x - last > maxGap) start = x;
    last = x;
    longest = Math.max(longest, last - start);
  }
  return longest > width * 0.5;
}

function areLines(rows: readonly Row[]): boolean {
  if (rows.length < 2) return false;
  const heights = rows.map((row) => row.height);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const gaps = rows.slice(1).map((row, i) => row.middle - (rows[i]?.middle ?? 0));
  const [narrow, wide] = [Math.min(...gaps), Math.max(...gaps)];
  return low >= high * 0.55 && narrow >= high * 0.9 && wide <= high * 4 && wide - narrow <= 0.3 * wide;
}
