import { medianGrey, resizeGrey, type GreyPicture } from '../picture.ts';

/** The ground is looked for in a copy so many times smaller. */
const COARSE = 4;
/** Edge of the window whose middle level is the ground, in pixels of the copy: letters cover less than half of it. */
const GROUND_WINDOW = 17;
const LEVELS = 256;
/** In pixels: contrast is measured in such tiles, and holds for the print of a line but not of the next. */
const TILE = 8;
/** Of a tile: a stroke takes so many of its pixels, a peak of the beats takes fewer. */
const STROKE_PX = 6;
/** In tiles: how far print has the same contrast, along its line and across it. */
const [ALONG, ACROSS] = [8, 1];
/** In pixels: noise is measured in such areas, each with those around it. */
const AREA = 64;
/** Letters and their soft edges cover less than the rest of an area: what most of it is like is the ground with its beats. */
const NOISE_SHARE = 0.62;
/** Their peaks, compared with that. */
const NOISE_FACTOR = 1.5;
/** Less contrast than this is no print. */
const LEAST_CONTRAST = 18;
/** Nor is less than so many times the noise, */
const LEAST_OVER_NOISE = 2.8;
/** or less than this part of the clearest print of the picture, which takes so many of the tiles. */
const LEAST_OF_CLEAREST = 0.2;
const CLEAREST_TILES = 0.001;
/** Of the contrast: letters are black from here on, as thin strokes and soft edges are paler than the rest. */
const FULL = 0.8;

/**
 * Dark letters on white, whatever they were, on a photo of a screen: how far each pixel is from the ground around it,
 * by the contrast of the print in its line, so that pale small print beside a heading comes out as black as it, and
 * by the noise there, so that the beats of the screen come out white.
 */
export async function raisePrint(grey: GreyPicture): Promise<GreyPicture> {
  const { width, height } = grey;
  const far = { width, height, data: await farFromGround(grey) };
  const floorAt = between(noiseOf(far), AREA);
  const tiles = contrastOf(far);
  const topAt = between(alongLines(tiles), TILE);
  const leastContrast = Math.max(LEAST_CONTRAST, LEAST_OF_CLEAREST * clearestOf(tiles));
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      const level = far.data[at] ?? 0;
      // Most of a picture is ground.
      if (level === 0) continue;
      const floor = floorAt(x, y);
      if (level <= floor) continue;
      const top = Math.max(leastContrast, LEAST_OVER_NOISE * floor, FULL * topAt(x, y));
      data[at] = 255 - Math.round(255 * Math.min(1, (level - floor) / (top - floor)));
    }
  }
  return { width, height, data };
}

/** How far each pixel lies outside of the levels that the ground has near it: edges of panels are ground on both sides. */
async function farFromGround(grey: GreyPicture): Promise<Uint8Array> {
  const { width, height, data } = grey;
  const [columns, rows] = [Math.ceil(width / COARSE), Math.ceil(height / COARSE)];
  const ground = (await medianGrey(await resizeGrey(grey, columns, rows), GROUND_WINDOW)).data;
  const [darkest, lightest] = [new Uint8Array(ground.length), new Uint8Array(ground.length)];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let [least, most] = [255, 0];
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          const level = ground[y * columns + x] ?? 0;
          if (level < least) least = level;
          if (level > most) most = level;
        }
      }
      darkest[row * columns + column] = least;
      lightest[row * columns + column] = most;
    }
  }
  const far = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const from = Math.min(rows - 1, (y / COARSE) | 0) * columns;
    for (let x = 0; x < width; x += 1, at += 1) {
      const near = from + Math.min(columns - 1, (x / COARSE) | 0);
      const level = data[at] ?? 0;
      far[at] = Math.max(0, (darkest[near] ?? 0) - level, level - (lightest[near] ?? 0));
    }
  }
  return far;
}

/** Values of squares that a picture is divided into. */
interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

/** The level below which most of each area with its neighbours is. */
function noiseOf({ width, height, data }: GreyPicture): Grid {
  const [columns, rows] = [Math.ceil(width / AREA), Math.ceil(height / AREA)];
  const counts = new Uint32Array(columns * rows * LEVELS);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor(y / AREA) * columns;
    for (let x = 0; x < width; x += 1, at += 1) {
      const cell = (row + Math.floor(x / AREA)) * LEVELS + (data[at] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  const values = new Float32Array(columns * rows);
  for (let area = 0; area < values.length; area += 1) {
    const [column, row] = [area % columns, Math.floor(area / columns)];
    const around = new Uint32Array(LEVELS);
    let all = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
        const from = (y * columns + x) * LEVELS;
        for (let level = 0; level < LEVELS; level += 1) {
          const count = counts[from + level] ?? 0;
          around[level] = (around[level] ?? 0) + count;
          all += count;
        }
      }
    }
    let [level, below] = [0, around[0] ?? 0];
    while (below < NOISE_SHARE * all) below += around[++level] ?? 0;
    values[area] = NOISE_FACTOR * level;
  }
  return { columns, rows, values };
}

/** How far the print in each tile is from the ground. */
function contrastOf({ width, height, data }: GreyPicture): Grid {
  const [columns, rows] = [Math.ceil(width / TILE), Math.ceil(height / TILE)];
  const values = new Float32Array(columns * rows);
  const counts = new Uint8Array(LEVELS);
  for (let tile = 0; tile < values.length; tile += 1) {
    const [left, top] = [(tile % columns) * TILE, Math.floor(tile / columns) * TILE];
    counts.fill(0);
    for (let y = top; y < Math.min(height, top + TILE); y += 1) {
      for (let at = y * width + left; at < y * width + Math.min(width, left + TILE); at += 1) {
        const level = data[at] ?? 0;
        counts[level] = (counts[level] ?? 0) + 1;
      }
    }
    let [level, above] = [LEVELS - 1, counts[LEVELS - 1] ?? 0];
    while (level > 0 && above < STROKE_PX) above += counts[--level] ?? 0;
    values[tile] = level;
  }
  return { columns, rows, values };
}

const clearestOf = ({ values }: Grid): number =>
  Float32Array.from(values).sort()[Math.floor((1 - CLEAREST_TILES) * values.length)] ?? 0;

/** The contrast of the print around each tile, along its line. */
const alongLines = (tiles: Grid): Grid => meanOf(window(tiles, ALONG, ACROSS, Math.max), ALONG, ACROSS);

/** The mean of the squares within reach of each. */
function meanOf({ columns, rows, values }: Grid, along: number, across: number): Grid {
  const plus = (one: number, other: number) => one + other;
  const sums = window({ columns, rows, values }, along, across, plus);
  const counts = window({ columns, rows, values: values.map(() => 1) }, along, across, plus);
  return { ...sums, values: sums.values.map((sum, at) => sum / (counts.values[at] ?? 1)) };
}

/** Joins the squares within reach of each, first along rows and then across them. */
function window(
  { columns, rows, values }: Grid,
  along: number,
  across: number,
  join: (one: number, other: number) => number,
): Grid {
  const run = (
    from: Float32Array,
    reach: number,
    step: number,
    placeOf: (at: number) => number,
    end: number,
  ) =>
    from.map((value, at) => {
      const place = placeOf(at);
      let joined = value;
      for (let by = 1; by <= reach; by += 1) {
        if (place - by >= 0) joined = join(joined, from[at - by * step] ?? 0);
        if (place + by < end) joined = join(joined, from[at + by * step] ?? 0);
      }
      return joined;
    });
  const joinedAlong = run(values, along, 1, (at) => at % columns, columns);
  return {
    ...{ columns, rows },
    values: run(joinedAlong, across, columns, (at) => Math.floor(at / columns), rows),
  };
}

/** Reads a grid between the middles of the four squares around a pixel. */
function between({ columns, rows, values }: Grid, sizePx: number): (x: number, y: number) => number {
  return (x, y) => {
    const u = Math.min(columns - 1, Math.max(0, (x + 0.5) / sizePx - 0.5));
    const v = Math.min(rows - 1, Math.max(0, (y + 0.5) / sizePx - 0.5));
    const [left, top] = [Math.floor(u), Math.floor(v)];
    const right = left < columns - 1 ? 1 : 0;
    const from = top * columns + left;
    const under = top < rows - 1 ? from + columns : from;
    const [one, other] = [values[from] ?? 0, values[under] ?? 0];
    const above = one + (u - left) * ((values[from + right] ?? 0) - one);
    const below = other + (u - left) * ((values[under + right] ?? 0) - other);
    return above + (v - top) * (below - above);
  };
}
