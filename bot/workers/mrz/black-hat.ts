import type { GreyPicture } from '../picture.ts';
import { growTo } from '../../../knowledge/recognise/wasm-memory.ts';
import { kernelOf, type Kernel } from '../wasm-kernel.ts';

/** Dark marks smaller than the window stand out bright; everything larger vanishes. */
export function blackHat(picture: GreyPicture, radiusX: number, radiusY: number): GreyPicture {
  const { width, height, data } = picture;
  const closed = smallest(largest(picture, radiusX, radiusY), radiusX, radiusY).data;
  const marks = new Uint8Array(data.length);
  for (let i = 0; i < marks.length; i++) marks[i] = (closed[i] ?? 0) - (data[i] ?? 0);
  return { width, height, data: marks };
}

const largest = (picture: GreyPicture, radiusX: number, radiusY: number) =>
  extreme(picture, radiusX, radiusY, 'larger');
const smallest = (picture: GreyPicture, radiusX: number, radiusY: number) =>
  extreme(picture, radiusX, radiusY, 'smaller');

/** Addresses and lengths are bytes in the kernel's own memory. */
type Widen = (at: number, length: number, shift: number) => void;
interface Widener extends Kernel {
  readonly larger: Widen;
  readonly smaller: Widen;
}
/** What counts least for each, so that nothing outside of the picture is ever chosen. */
const OUTSIDE = { larger: 0, smaller: 255 } as const;
/** The kernel takes sixteen pixels at a time and so reads up to twice as many behind the last. */
const BEHIND = 32;

const widener = kernelOf(new URL('widen.wasm', import.meta.url)) as () => Widener;

/** The largest or smallest level in a window around each pixel. */
function extreme(
  { width, height, data }: GreyPicture,
  radiusX: number,
  radiusY: number,
  which: 'larger' | 'smaller',
): GreyPicture {
  const kernel = widener();
  const stride = width + 2 * radiusX;
  const length = stride * (height + 2 * radiusY);
  growTo(kernel.memory, length + BEHIND);
  const buffer = new Uint8Array(kernel.memory.buffer, 0, length + BEHIND).fill(OUTSIDE[which]);
  for (let y = 0; y < height; y++) {
    buffer.set(data.subarray(y * width, (y + 1) * width), (y + radiusY) * stride + radiusX);
  }
  for (const [step, window] of [
    [1, 2 * radiusX + 1],
    [stride, 2 * radiusY + 1],
  ] as const) {
    // Each pass doubles how far every pixel has seen.
    for (let reach = 1; reach < window;) {
      const by = Math.min(reach, window - reach);
      kernel[which](0, length - by * step, by * step);
      reach += by;
    }
  }
  const result = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    result.set(buffer.subarray(y * stride, y * stride + width), y * width);
  }
  return { width, height, data: result };
}
