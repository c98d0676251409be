import { findPatches, type Patch } from '../mrz/components.ts';
import type { GreyPicture } from '../picture.ts';

/** Darker is ink. */
const INK = 140;
/** In pixels: smaller patches are no letters, but may be parts of them. */
const LETTER = { height: 9, pixels: 26, widthByHeight: 14 };
/** Letters of one row, in heights of the larger one: apart at most, and how much larger one may be. */
const ROW = { apart: 1.4, sizes: 2.6, overlap: 0.4 };
/** So many letters make a row of print, or so many heights of the largest: bold and blurred letters touch. */
const PRINT = { letters: 3, widthByHeight: 2 };
/** Around a letter, in its heights: room for its dots and accents. */
const ROOM = 0.45;

/**
 * What stands in rows, as print does, on white: the beats of a screen leave specks everywhere, which readers of print
 * take for lines of print and spend their time on. `grey`: dark on white.
 */
export function keepPrint(grey: GreyPicture): GreyPicture {
  const { width, height, data } = grey;
  const ink = { width, height, data: data.map((level) => (level < INK ? 255 : 0)) };
  const letters = findPatches(ink, LETTER.pixels).filter(isLetter(grey));
  const kept = new Uint8Array(data.length).fill(255);
  for (const row of rowsOf(letters)) {
    if (!isPrint(row)) continue;
    for (const letter of row) {
      const room = Math.ceil(ROOM * heightOf(letter));
      const [left, right] = [Math.max(0, letter.left - room), Math.min(width, letter.right + room + 1)];
      for (let y = Math.max(0, letter.top - room); y < Math.min(height, letter.bottom + room + 1); y += 1)
        kept.set(data.subarray(y * width + left, y * width + right), y * width + left);
    }
  }
  return { width, height, data: kept };
}

const heightOf = ({ top, bottom }: Patch) => bottom - top + 1;
const widthOf = ({ left, right }: Patch) => right - left + 1;

const isLetter =
  ({ height }: GreyPicture) =>
  (patch: Patch): boolean => {
    const high = heightOf(patch);
    return high >= LETTER.height && high < height / 5 && widthOf(patch) <= LETTER.widthByHeight * high;
  };

function isPrint(row: readonly Patch[]): boolean {
  const width = row.reduce((sum, letter) => sum + widthOf(letter), 0);
  return row.length >= PRINT.letters || width >= PRINT.widthByHeight * Math.max(...row.map(heightOf));
}

/** Letters that stand beside each other, and what stands beside those. */
function rowsOf(letters: readonly Patch[]): Patch[][] {
  const sorted = [...letters].sort((one, other) => one.left - other.left);
  const rowAt = sorted.map((_, at) => at);
  const find = (at: number): number => {
    let root = at;
    while (rowAt[root] !== root) root = rowAt[root] ?? root;
    return (rowAt[at] = root);
  };
  for (const [at, one] of sorted.entries()) {
    const reach = one.right + ROW.apart * ROW.sizes * heightOf(one);
    for (let next = at + 1; next < sorted.length; next += 1) {
      const other = sorted[next];
      if (!other || other.left > reach) break;
      if (areBeside(one, other)) rowAt[find(next)] = find(at);
    }
  }
  const rows = new Map<number, Patch[]>();
  for (const [at, letter] of sorted.entries()) {
    const root = find(at);
    const row = rows.get(root);
    if (row) row.push(letter);
    else rows.set(root, [letter]);
  }
  return [...rows.values()];
}

function areBeside(one: Patch, other: Patch): boolean {
  const [a, b] = [heightOf(one), heightOf(other)];
  const [larger, smaller] = [Math.max(a, b), Math.min(a, b)];
  const overlap = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) + 1;
  const gap = other.left - one.right;
  return larger <= ROW.sizes * smaller && gap <= ROW.apart * larger && overlap >= ROW.overlap * smaller;
}
