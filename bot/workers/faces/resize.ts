import type { Picture } from '../picture.ts';
import { coarser } from './coarser.ts';
import { sample } from './sample.ts';

export interface Cutting {
  /** Pixels of the picture per pixel of the cutting. */
  readonly scale: number;
  /** Where the cutting's corner lies in the picture. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cutting of the picture at another scale, smooth between pixels; black outside. 0..255. */
export function resize(picture: Picture, { scale, x, y, width, height }: Cutting): Float32Array {
  const block = Math.min(Math.floor(scale), Math.floor(Math.min(picture.width, picture.height) / 8));
  const source = block >= 2 ? coarser(picture, block) : picture;
  const factor = Math.max(1, block);
  // Sampling points lie in the middle of pixels.
  const first = { x: (x + scale / 2) / factor - 0.5, y: (y + scale / 2) / factor - 0.5 };
  return sample(source, { a: scale / factor, b: 0, tx: first.x, ty: first.y }, { width, height });
}
