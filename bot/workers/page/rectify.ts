import { shrink, type Picture } from '../picture.ts';
import { fromUnitSquare, project } from './homography.ts';
import { scaled, sizeOf, type Quad } from './quad.ts';

/**
 * The page as if seen from straight above, in one pass, smooth between pixels and grey outside of the photo.
 * Never larger than it is in the photo, and its long edge at most `maxEdgePx`. `margin` shows what lies
 * around it, as a share of the page's edges.
 */
export async function rectify(
  picture: Picture,
  corners: Quad,
  maxEdgePx: number,
  margin = 0,
): Promise<Picture> {
  const natural = sizeOf(corners);
  const factor = Math.min(1, maxEdgePx / Math.max(natural.width, natural.height));
  const size = (px: number) => Math.max(1, Math.round(px * factor * (1 + 2 * margin)));
  const wanted = withMargin(corners, margin);
  // Sampling between pixels would leave pixels out when the result is much smaller.
  const source =
    factor < 0.75
      ? await shrink(picture, Math.ceil(Math.max(picture.width, picture.height) * factor))
      : picture;
  return warpQuad(
    source,
    scaled(wanted, source.width / picture.width),
    size(natural.width),
    size(natural.height),
  );
}

/** The quadrilateral whose inner part, within the margin, is the given one. */
function withMargin(corners: Quad, margin: number): Quad {
  if (margin === 0) return corners;
  const map = fromUnitSquare(corners);
  const at = (x: number, y: number) => project(map, { x, y });
  const [near, far] = [-margin, 1 + margin];
  return [at(near, near), at(far, near), at(far, far), at(near, far)];
}

const OUTSIDE = 128;

function warpQuad(picture: Picture, corners: Quad, width: number, height: number): Picture {
  const [a, b, c, d, e, f, g, h, i] = fromUnitSquare(corners);
  const { data } = picture;
  const [lastX, lastY, rowBytes] = [picture.width - 1, picture.height - 1, picture.width * 3];
  const result = new Uint8Array(width * height * 3);
  let to = 0;
  for (let row = 0; row < height; row++) {
    const v = (row + 0.5) / height;
    for (let column = 0; column < width; column++, to += 3) {
      const u = (column + 0.5) / width;
      const scale = 1 / (g * u + h * v + i);
      const x = (a * u + b * v + c) * scale - 0.5;
      const y = (d * u + e * v + f) * scale - 0.5;
      if (x < -1 || y < -1 || x > lastX + 1 || y > lastY + 1) {
        result[to] = result[to + 1] = result[to + 2] = OUTSIDE;
        continue;
      }
      const left = x < 0 ? 0 : x > lastX ? lastX : x | 0;
      const top = y < 0 ? 0 : y > lastY ? lastY : y | 0;
      const right = left < lastX ? 3 : 0;
      const below = top < lastY ? rowBytes : 0;
      // Shares of the four neighbours in 256ths: whole numbers, in which this loop takes half the time.
      const across = x < 0 ? 0 : ((x - left) * 256) | 0;
      const down = y < 0 ? 0 : ((y - top) * 256) | 0;
      const farthest = (across * down) >> 8;
      const [aside, under] = [across - farthest, down - farthest];
      const nearest = 256 - across - under;
      for (let channel = 0, at = top * rowBytes + left * 3; channel < 3; channel++, at++) {
        result[to + channel] =
          ((data[at] ?? 0) * nearest +
            (data[at + right] ?? 0) * aside +
            (data[at + below] ?? 0) * under +
            (data[at + below + right] ?? 0) * farthest +
            128) >>
          8;
      }
    }
  }
  return { width, height, data: result };
}
