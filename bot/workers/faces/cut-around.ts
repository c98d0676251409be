import type { Box } from '../../../knowledge/checks/photo-measurements.ts';
import type { Picture } from '../picture.ts';

/** From the middle of a face, as a share of its longer edge: farther no net looks, however the face is turned. */
const REACH = 1.25;
/** A part as large as this is not worth cutting out. */
const MOST_SHARE = 0.5;
/** Coarser copies of the part have the same pixels as those of the picture. */
const BLOCK_PX = 16;

/** The face and what is around it, so that what is made of it costs by its size and not by the picture's. */
export function cutAround(picture: Picture, face: Box): { readonly part: Picture; readonly face: Box } {
  const reach = REACH * Math.max(face.width, face.height);
  const [x, y] = [face.x + face.width / 2, face.y + face.height / 2];
  const start = (at: number) => Math.max(0, Math.floor((at - reach) / BLOCK_PX) * BLOCK_PX);
  const [left, top] = [start(x), start(y)];
  const width = Math.min(picture.width, Math.ceil(x + reach)) - left;
  const height = Math.min(picture.height, Math.ceil(y + reach)) - top;
  if (width * height > MOST_SHARE * picture.width * picture.height) return { part: picture, face };
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { part: { width, height, data }, face: { ...face, x: face.x - left, y: face.y - top } };
}
