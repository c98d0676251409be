import type { Picture } from '../picture.ts';

/** The picture at half its size, each pixel the mean of its four. Made once: a picture is looked at many times. */
export function halfOf(picture: Picture): Picture {
  const half = halves.get(picture) ?? coarser(picture, 2);
  halves.set(picture, half);
  return half;
}

const halves = new WeakMap<Picture, Picture>();

/**
 * One pixel for each square block of pixels: the mean of four that lie a quarter of the block from its edges. That is
 * all of a block of two, and of a larger one enough to find faces in.
 */
export function coarser({ width, height, data }: Picture, block: number): Picture {
  const [w, h] = [Math.floor(width / block), Math.floor(height / block)];
  const result = new Uint8Array(w * h * 3);
  const near = Math.floor((block - 1) / 4);
  const apart = block - 1 - 2 * near;
  const [rowBytes, step] = [width * 3, block * 3];
  const [right, below] = [apart * 3, apart * rowBytes];
  let to = 0;
  for (let y = 0; y < h; y++) {
    let at = (block * y + near) * rowBytes + near * 3;
    for (let x = 0; x < w; x++, at += step, to += 3) {
      result[to] = meanOfFour(data, at, right, below);
      result[to + 1] = meanOfFour(data, at + 1, right, below);
      result[to + 2] = meanOfFour(data, at + 2, right, below);
    }
  }
  return { width: w, height: h, data: result };
}

function meanOfFour(data: Uint8Array, at: number, right: number, below: number): number {
  const upper = (data[at] ?? 0) + (data[at + right] ?? 0);
  const lower = (data[at + below] ?? 0) + (data[at + below + right] ?? 0);
  return (upper + lower + 2) >> 2;
}
