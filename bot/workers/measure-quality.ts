import type { PhotoQuality } from '../../knowledge/checks/photo-measurements.ts';
import { toGrey, type GreyPicture, type Picture } from './picture.ts';

/** The size that the criteria were found at; sharpness depends on it. */
const QUALITY_EDGE_PX = 1000;
const BURNT_FROM = 250;

export async function measureQuality(picture: Picture): Promise<PhotoQuality> {
  const grey = await toGrey(picture, QUALITY_EDGE_PX);
  return {
    sharpness: Math.round(laplacianVariance(grey)),
    medianBrightness: median(grey),
    glareShare: Math.round(largestBurntShare(grey) * 10_000) / 10_000,
  };
}

function laplacianVariance({ width, height, data }: GreyPicture): number {
  let [count, sum, squares] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const laplace =
        4 * (data[at] ?? 0) -
        (data[at - 1] ?? 0) -
        (data[at + 1] ?? 0) -
        (data[at - width] ?? 0) -
        (data[at + width] ?? 0);
      count++;
      sum += laplace;
      squares += laplace * laplace;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

function median({ data }: GreyPicture): number {
  const histogram = new Uint32Array(256);
  for (let at = 0; at < data.length; at++) {
    const level = data[at] ?? 0;
    histogram[level] = (histogram[level] ?? 0) + 1;
  }
  let count = 0;
  return histogram.findIndex((pixels) => (count += pixels) >= data.length / 2);
}

/** The largest connected burnt-out patch that stays clear of the border: a white table is no glare. */
function largestBurntShare({ width, height, data }: GreyPicture): number {
  const seen = new Uint8Array(width * height);
  const stack = new Int32Array(width * height);
  let [largest, depth] = [0, 0];
  const visit = (at: number) => {
    if (seen[at] || (data[at] ?? 0) < BURNT_FROM) return;
    seen[at] = 1;
    stack[depth++] = at;
  };
  for (let start = 0; start < data.length; start++) {
    if ((data[start] ?? 0) < BURNT_FROM || seen[start]) continue;
    let pixels = 0;
    let touchesBorder = false;
    visit(start);
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      const x = at % width;
      pixels++;
      if (x === 0 || x === width - 1 || at < width || at >= width * (height - 1)) touchesBorder = true;
      if (x > 0) visit(at - 1);
      if (x < width - 1) visit(at + 1);
      if (at >= width) visit(at - width);
      if (at < width * (height - 1)) visit(at + width);
    }
    if (!touchesBorder) largest = Math.max(largest, pixels);
  }
  return largest / data.length;
}
