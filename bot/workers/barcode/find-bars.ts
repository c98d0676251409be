import type { GreyPicture } from '../picture.ts';

/** Where the bars of a two-dimensional barcode stand close together, in pixels of the picture. */
export interface Bars {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise from upright bars, -45..45; bars that lie count as upright ones of a turned picture. */
  readonly skewDegrees: number;
}

const TILE_PX = 12;
/** Mean squared step between neighbours in grey levels: bars are black on white, paper and portraits are soft. */
const MIN_ENERGY = 900;
/** How much one direction outweighs the other, 0..1; text and guilloches run all ways. */
const MIN_COHERENCE = 0.35;
/** Neighbouring tiles of one barcode agree in direction within this. */
const MAX_TURN = 0.35;
/** A barcode covers at least this many tiles of a picture 1000 px long; fewer are a grille or a line of print. */
const MIN_TILES = 40;
/** Tiles across, on average: the edge of a card and a row of print are one or two thick. */
const MIN_THICKNESS_TILES = 2.5;

/**
 * Finds the largest place full of parallel edges: what the symbols of PDF417 look like from afar. Costs a few
 * milliseconds, so that photos without a barcode are not searched by the reader. `picture`: at most 1000 px long.
 */
export function findBars(picture: GreyPicture): Bars | undefined {
  const columns = Math.floor(picture.width / TILE_PX);
  const rows = Math.floor(picture.height / TILE_PX);
  const angles = new Float32Array(columns * rows).fill(NaN);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      angles[row * columns + column] = directionOf(picture, column * TILE_PX, row * TILE_PX);
    }
  }
  const tiles = largestGroup(angles, columns, rows);
  if (tiles.length < MIN_TILES) return undefined;
  const xs = tiles.map((tile) => tile % columns);
  const ys = tiles.map((tile) => Math.floor(tile / columns));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) + 1 - left, Math.max(...ys) + 1 - top];
  if (tiles.length / Math.max(width, height) < MIN_THICKNESS_TILES) return undefined;
  return {
    x: left * TILE_PX,
    y: top * TILE_PX,
    width: width * TILE_PX,
    height: height * TILE_PX,
    skewDegrees: skewOf(tiles.map((tile) => angles[tile] ?? 0)),
  };
}

/** The direction in which grey changes most in a tile, as a double angle; NaN where nothing stands out. */
function directionOf({ width, height, data }: GreyPicture, left: number, top: number): number {
  let [xx, yy, xy] = [0, 0, 0];
  const [right, bottom] = [Math.min(left + TILE_PX, width - 1), Math.min(top + TILE_PX, height - 1)];
  for (let y = Math.max(1, top); y < bottom; y++) {
    for (let x = Math.max(1, left); x < right; x++) {
      const at = y * width + x;
      const above = at - width;
      const below = at + width;
      const diagonal = (data[below + 1] ?? 0) - (data[above - 1] ?? 0);
      const other = (data[above + 1] ?? 0) - (data[below - 1] ?? 0);
      // Sobel's operator: plain differences see close bars more askew than they are.
      const dx = (2 * ((data[at + 1] ?? 0) - (data[at - 1] ?? 0)) + diagonal + other) / 4;
      const dy = (2 * ((data[below] ?? 0) - (data[above] ?? 0)) + diagonal - other) / 4;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
  }
  const energy = (xx + yy) / (TILE_PX * TILE_PX);
  if (energy < MIN_ENERGY) return NaN;
  const coherence = Math.hypot(xx - yy, 2 * xy) / (xx + yy);
  return coherence < MIN_COHERENCE ? NaN : Math.atan2(2 * xy, xx - yy);
}

/** Tiles that touch and run the same way. */
function largestGroup(angles: Float32Array, columns: number, rows: number): readonly number[] {
  const seen = new Uint8Array(angles.length);
  let largest: readonly number[] = [];
  for (let start = 0; start < angles.length; start++) {
    if (seen[start] || Number.isNaN(angles[start])) continue;
    const group = [start];
    seen[start] = 1;
    for (let i = 0; i < group.length; i++) {
      const tile = group[i] ?? 0;
      for (const next of neighbours(tile, columns, rows)) {
        if (seen[next] || Number.isNaN(angles[next])) continue;
        if (turnBetween(angles[tile] ?? 0, angles[next] ?? 0) > 2 * MAX_TURN) continue;
        seen[next] = 1;
        group.push(next);
      }
    }
    if (group.length > largest.length) largest = group;
  }
  return largest;
}

/** The tiles around, one gap allowed: a tile may fall on a row of quiet. */
function neighbours(tile: number, columns: number, rows: number): number[] {
  const [x, y] = [tile % columns, Math.floor(tile / columns)];
  const found: number[] = [];
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const nx = x + dx;
      const ny = y + dy;
      if (nx >= 0 && ny >= 0 && nx < columns && ny < rows) found.push(ny * columns + nx);
    }
  }
  return found;
}

function turnBetween(one: number, other: number): number {
  const turn = Math.abs(one - other) % (2 * Math.PI);
  return Math.min(turn, 2 * Math.PI - turn);
}

function skewOf(doubleAngles: readonly number[]): number {
  // Four times the angle makes upright and lying bars one.
  const x = doubleAngles.reduce((sum, angle) => sum + Math.cos(2 * angle), 0);
  const y = doubleAngles.reduce((sum, angle) => sum + Math.sin(2 * angle), 0);
  return (Math.atan2(y, x) / 4) * (180 / Math.PI);
}
