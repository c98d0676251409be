import type { Picture } from '../picture.ts';
import { growTo } from '../../../knowledge/recognise/wasm-memory.ts';
import { kernelOf, type Kernel } from '../wasm-kernel.ts';

/** x' = a·x − b·y + tx, y' = b·x + a·y + ty: turns, scales and shifts, nothing else. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

interface Sampler extends Kernel {
  /** Addresses are bytes in the kernel's own memory. */
  readonly sample: (
    ...args: [
      ...source: [from: number, width: number, height: number],
      ...target: [to: number, columns: number, rows: number],
      ...map: [a: number, b: number, tx: number, ty: number],
    ]
  ) => void;
}

/** The kernel reads and writes four at a time where there are three. */
const BEHIND = 16;

const sampler = kernelOf(new URL('sample.wasm', import.meta.url)) as () => Sampler;

/**
 * Another picture whose pixel (u, v) comes from where `map` puts it in this one, whose pixels' middles are whole
 * numbers. Smooth between pixels, black outside. Red, green, blue, 0..255.
 */
export function sample(
  { width, height, data }: Picture,
  { a, b, tx, ty }: Similarity,
  target: { readonly width: number; readonly height: number },
): Float32Array {
  const kernel = sampler();
  const row = (width + 2) * 3;
  const to = Math.ceil((row * (height + 2) + BEHIND) / 16) * 16;
  const numbers = target.width * target.height * 3;
  growTo(kernel.memory, to + numbers * 4 + BEHIND);
  const { buffer } = kernel.memory;
  const source = new Uint8Array(buffer, 0, row * (height + 2));
  source.fill(0, 0, row);
  for (let y = 0; y < height; y++) {
    const at = (y + 1) * row;
    source.fill(0, at, at + 3).fill(0, at + row - 3, at + row);
    source.set(data.subarray(y * width * 3, (y + 1) * width * 3), at + 3);
  }
  source.fill(0, (height + 1) * row);
  kernel.sample(0, width, height, to, target.width, target.height, a, b, tx, ty);
  return new Float32Array(buffer, to, numbers).slice();
}
