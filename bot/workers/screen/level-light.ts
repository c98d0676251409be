import type { GreyPicture } from '../picture.ts';

/** In pixels: larger than letters, smaller than most panels. */
const TILE = 48;
/** Less contrast than this is noise and is not raised further. */
const LEAST_CONTRAST = 64;

/** Of the contrast: what is nearer to the ground is its own unevenness. The soft edges of letters tell much about them. */
const FAINT = 0.03;

/**
 * Dark letters on white, whatever they were: how far each pixel is from the ground around it, by the contrast
 * there. Panels of a dark theme, a button's white on green and the glare of a lamp come out alike.
 */
export function levelLight({ width, height, data }: GreyPicture): GreyPicture {
  const [columns, rows] = [Math.ceil(width / TILE), Math.ceil(height / TILE)];
  const grounds = groundsOf({ width, height, data }, columns, rows);
  const tileAt = (column: number, row: number) =>
    grounds[Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))] ?? 0;
  const far = new Uint8Array(width * height);
  const contrast = new Float32Array(columns * rows).fill(LEAST_CONTRAST);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      // A panel's edge runs through tiles: what is the ground next door is no print.
      const near = [
        tileAt(column, row),
        tileAt(column - 1, row),
        tileAt(column + 1, row),
        tileAt(column, row - 1),
        tileAt(column, row + 1),
      ];
      let most = 0;
      for (let y = row * TILE; y < Math.min(height, (row + 1) * TILE); y += 1) {
        for (let x = column * TILE; x < Math.min(width, (column + 1) * TILE); x += 1) {
          const value = data[y * width + x] ?? 0;
          let least = 255;
          for (const ground of near) least = Math.min(least, Math.abs(value - ground));
          far[y * width + x] = least;
          most = Math.max(most, least);
        }
      }
      contrast[row * columns + column] = Math.max(LEAST_CONTRAST, most);
    }
  }
  return {
    ...{ width, height },
    data: raise({ width, height, data: far }, widen(contrast, columns, rows), columns),
  };
}

/** The commonest level of each tile. */
function groundsOf({ width, height, data }: GreyPicture, columns: number, rows: number): Uint8Array {
  const grounds = new Uint8Array(columns * rows);
  const counts = new Uint16Array(64);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      counts.fill(0);
      for (let y = row * TILE; y < Math.min(height, (row + 1) * TILE); y += 1) {
        for (let x = column * TILE; x < Math.min(width, (column + 1) * TILE); x += 1) {
          const level = (data[y * width + x] ?? 0) >> 2;
          counts[level] = (counts[level] ?? 0) + 1;
        }
      }
      grounds[row * columns + column] = middleOfPeak(counts);
    }
  }
  return grounds;
}

/** The mean of the levels around the commonest one: noise spreads a ground over several. */
function middleOfPeak(counts: Uint16Array): number {
  let peak = 0;
  let most = -1;
  for (let level = 0; level < counts.length; level += 1) {
    const around = (counts[level - 1] ?? 0) + 2 * (counts[level] ?? 0) + (counts[level + 1] ?? 0);
    if (around > most) [peak, most] = [level, around];
  }
  let [sum, all] = [0, 0];
  for (let level = Math.max(0, peak - 2); level <= Math.min(63, peak + 2); level += 1) {
    sum += level * (counts[level] ?? 0);
    all += counts[level] ?? 0;
  }
  return Math.min(255, Math.round((4 * sum) / Math.max(1, all)) + 2);
}

/** The largest contrast within a tile's reach: a line of print may end inside of one. */
function widen(contrast: Float32Array, columns: number, rows: number): Float32Array {
  return contrast.map((_, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    let most = 0;
    for (let dy = -1; dy <= 1; dy += 1) {
      for (let dx = -1; dx <= 1; dx += 1) {
        const [x, y] = [column + dx, row + dy];
        if (x >= 0 && y >= 0 && x < columns && y < rows)
          most = Math.max(most, contrast[y * columns + x] ?? 0);
      }
    }
    return most;
  });
}

function raise(
  { width, height, data: far }: GreyPicture,
  contrast: Float32Array,
  columns: number,
): Uint8Array {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const most = contrast[Math.floor(y / TILE) * columns + Math.floor(x / TILE)] ?? 255;
      const share = ((far[y * width + x] ?? 0) / most - FAINT) / (1 - FAINT);
      data[y * width + x] = 255 - Math.round(255 * Math.min(1, Math.max(0, share)));
    }
  }
  return data;
}
