import type { Picture } from '../picture.ts';

/** The picture at half its size, each pixel the mean of four. Made once: a picture is looked at many times. */
export const halfOf = onceFor((picture) => average(picture, 2, 0));

/**
 * The picture at a quarter of its size, each pixel the mean of the four in the middle of its sixteen: enough to find
 * faces, and a third of the work of halving twice.
 */
export const quarterOf = onceFor((picture) => average(picture, 4, 1));

function onceFor(make: (picture: Picture) => Picture): (picture: Picture) => Picture {
  const made = new WeakMap<Picture, Picture>();
  return (picture) => {
    const known = made.get(picture) ?? make(picture);
    made.set(picture, known);
    return known;
  };
}

/** One pixel for each block of that many by that many: the mean of two by two, as far from the block's corner as told. */
function average({ width, height, data }: Picture, block: number, inset: number): Picture {
  const [w, h] = [Math.floor(width / block), Math.floor(height / block)];
  const result = new Uint8Array(w * h * 3);
  const [rowBytes, step] = [width * 3, block * 3];
  let to = 0;
  for (let y = 0; y < h; y++) {
    let at = (block * y + inset) * rowBytes + inset * 3;
    for (let x = 0; x < w; x++, at += step, to += 3) {
      const below = at + rowBytes;
      result[to] = meanOfFour(data, at, below);
      result[to + 1] = meanOfFour(data, at + 1, below + 1);
      result[to + 2] = meanOfFour(data, at + 2, below + 2);
    }
  }
  return { width: w, height: h, data: result };
}

function meanOfFour(data: Uint8Array, at: number, below: number): number {
  const upper = (data[at] ?? 0) + (data[at + 3] ?? 0);
  const lower = (data[below] ?? 0) + (data[below + 3] ?? 0);
  return (upper + lower + 2) >> 2;
}
