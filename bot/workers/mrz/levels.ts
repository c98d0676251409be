import type { GreyPicture } from '../picture.ts';
import { cutOut, halve, type Cutting } from './grey-operations.ts';

/** A picture and its halves, so that any part can be taken at any scale without skipping pixels. */
export interface Levels {
  readonly full: GreyPicture;
  /** Where one pixel of what is taken covers `scale` pixels of the full picture. */
  at(scale: number): { readonly picture: GreyPicture; readonly factor: number };
}

export function createLevels(full: GreyPicture): Levels {
  const pictures = [full];
  return {
    full,
    at(scale) {
      let level = 0;
      while (scale / 2 ** level > 1.6 && Math.min(full.width, full.height) > 2 ** (level + 4)) {
        level++;
        const finer = pictures[level - 1] ?? full;
        pictures[level] ??= halve(finer);
      }
      return { picture: pictures[level] ?? full, factor: 2 ** level };
    },
  };
}

/** A part of the full picture, taken from the level that suits its scale. */
export function cutLevel(levels: Levels, cutting: Cutting): GreyPicture {
  const { picture, factor } = levels.at(cutting.scale);
  return cutOut(picture, {
    ...cutting,
    x: (cutting.x + 0.5) / factor - 0.5,
    y: (cutting.y + 0.5) / factor - 0.5,
    scale: cutting.scale / factor,
  });
}
