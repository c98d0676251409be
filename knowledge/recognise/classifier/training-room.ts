import { growTo } from '../wasm-memory.ts';

/** What train.wat exports. Places are in bytes of its memory, and so is the width of a row, a multiple of 16. */
interface TrainingKernel {
  readonly memory: WebAssembly.Memory;
  readonly addRows: (
    table: number,
    rows: number,
    times: number,
    count: number,
    sums: number,
    rowBytes: number,
  ) => void;
  readonly spread: (
    table: number,
    rows: number,
    times: number,
    count: number,
    vector: number,
    rowBytes: number,
  ) => void;
  readonly stepRows: (
    weights: number,
    squares: number,
    rows: number,
    times: number,
    count: number,
    errors: number,
    rowBytes: number,
    sums: number,
    rate: number,
  ) => void;
  readonly stepEight: (
    weights: number,
    squares: number,
    times: number,
    rows: number,
    vectors: number,
    rowBytes: number,
    rate: number,
  ) => void;
}

/** Numbers of 32 bits in the kernel's memory, read either way. */
export interface Place {
  readonly at: number;
  readonly floats: Float32Array;
  readonly integers: Int32Array;
}

const NUMBER_BYTES = 4;

/** A kernel of its own with a place for so many numbers, all 0, under each name. */
export function trainingRoom<Name extends string>(
  module: WebAssembly.Module,
  sizes: Readonly<Record<Name, number>>,
): { readonly kernel: TrainingKernel; readonly places: Readonly<Record<Name, Place>> } {
  const kernel = new WebAssembly.Instance(module).exports as unknown as TrainingKernel;
  const names = Object.keys(sizes) as Name[];
  const bytesOf = (name: Name) => Math.ceil(sizes[name] / 4) * 4 * NUMBER_BYTES;
  const bytes = names.reduce((sum, name) => sum + bytesOf(name), 0);
  growTo(kernel.memory, bytes);
  const { buffer } = kernel.memory;
  const places = {} as Record<Name, Place>;
  let at = 0;
  for (const name of names) {
    const count = sizes[name];
    places[name] = {
      at,
      floats: new Float32Array(buffer, at, count),
      integers: new Int32Array(buffer, at, count),
    };
    at += bytesOf(name);
  }
  return { kernel, places };
}
