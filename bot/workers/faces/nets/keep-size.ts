import type { Edges } from './layers.ts';

/** TensorFlow's way of keeping the size: what is odd goes below and to the right. */
export function keepSize(
  from: { readonly height: number; readonly width: number },
  reach: { readonly rows: number; readonly columns: number },
  stride: number,
): Edges {
  const missing = (size: number, reached: number) =>
    Math.max((Math.ceil(size / stride) - 1) * stride + reached - size, 0);
  const [rows, columns] = [missing(from.height, reach.rows), missing(from.width, reach.columns)];
  const [top, left] = [rows >> 1, columns >> 1];
  return { top, left, bottom: rows - top, right: columns - left };
}
