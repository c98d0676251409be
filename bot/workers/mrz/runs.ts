import type { GreyPicture } from '../picture.ts';

/**
 * Makes bars of a picture of marked (not 0) and unmarked pixels, in place: closes gaps in rows up to `gap`
 * pixels, then drops what is shorter than `length` or lower than three pixels.
 */
export function joinRuns(picture: GreyPicture, gap: number, length: number): GreyPicture {
  const { width, height, data } = picture;
  for (let y = 0; y < height; y++) {
    const start = y * width;
    for (let x = 0, last = -Infinity; x < width; x++) {
      if (data[start + x] === 0) continue;
      if (x - last <= gap + 1 && x - last > 1) data.fill(255, start + last + 1, start + x);
      last = x;
    }
    for (let x = 0, from = -1; x <= width; x++) {
      const isMarked = x < width && data[start + x] !== 0;
      if (isMarked && from < 0) from = x;
      if (isMarked || from < 0) continue;
      if (x - from < length) data.fill(0, start + from, start + x);
      from = -1;
    }
  }
  return withoutThinRows(picture);
}

/** Marked pixels stay where three of them stand one above the other. */
function withoutThinRows({ width, height, data }: GreyPicture): GreyPicture {
  const kept = new Uint8Array(data.length);
  for (let at = width; at < data.length - width; at++) {
    if (data[at - width] === 0 || data[at] === 0 || data[at + width] === 0) continue;
    kept[at - width] = kept[at] = kept[at + width] = 255;
  }
  return { width, height, data: kept };
}
