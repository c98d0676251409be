import sharp from 'sharp';

/** Corners of the finished picture, clockwise from the top left, each where its page's corner comes to lie, 0..1. */
export type Corners = readonly [Point, Point, Point, Point];
type Point = readonly [x: number, y: number];

/** A page seen aslant: its corners are moved, and what lies between follows as in a pinhole camera. */
export async function seenAslant(page: Buffer, corners: Corners): Promise<Buffer> {
  const { data, info } = await sharp(page).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const toPage = squareFrom(corners);
  const out = Buffer.alloc(data.length, 0x7a);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = toPage((x + 0.5) / width, (y + 0.5) / height);
      const [px, py] = [u * width - 0.5, v * height - 0.5];
      if (px < 0 || py < 0 || px >= width - 1 || py >= height - 1) continue;
      const [x0, y0] = [Math.floor(px), Math.floor(py)];
      for (let c = 0; c < channels; c++) {
        const at = (y0 * width + x0) * channels + c;
        const below = at + width * channels;
        const top = (data[at] ?? 0) * (x0 + 1 - px) + (data[at + channels] ?? 0) * (px - x0);
        const bottom = (data[below] ?? 0) * (x0 + 1 - px) + (data[below + channels] ?? 0) * (px - x0);
        out[(y * width + x) * channels + c] = top * (y0 + 1 - py) + bottom * (py - y0);
      }
    }
  }
  return sharp(out, { raw: { width, height, channels } }).png().toBuffer();
}

/** From the picture back to the page: the inverse of the projective map that takes the unit square to the corners. */
function squareFrom([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Corners): (x: number, y: number) => Point {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  // The adjoint is the inverse up to a factor, which a projective map does not feel.
  const [A, B, C] = [e - f * h, c * h - b, b * f - c * e];
  const [D, E, F] = [f * g - d, a - c * g, c * d - a * f];
  const [G, H, I] = [d * h - e * g, b * g - a * h, a * e - b * d];
  return (x, y) => {
    const w = G * x + H * y + I;
    return [(A * x + B * y + C) / w, (D * x + E * y + F) / w];
  };
}
