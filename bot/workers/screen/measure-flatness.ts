import type { Picture } from '../picture.ts';

/** Neighbours that differ by no more look the same, also after JPEG. */
const ALIKE = 2;
const EVERY_ROW = 4;

/** The share of pixels that look like the one to their right, 0..1. */
export function measureFlatness({ width, height, data }: Picture): number {
  let [alike, all] = [0, 0];
  for (let y = 0; y < height; y += EVERY_ROW) {
    for (let at = y * width * 3, end = at + (width - 1) * 3; at < end; at += 3) {
      const differs =
        Math.abs((data[at] ?? 0) - (data[at + 3] ?? 0)) > ALIKE ||
        Math.abs((data[at + 1] ?? 0) - (data[at + 4] ?? 0)) > ALIKE ||
        Math.abs((data[at + 2] ?? 0) - (data[at + 5] ?? 0)) > ALIKE;
      if (!differs) alike += 1;
      all += 1;
    }
  }
  return all === 0 ? 0 : alike / all;
}
