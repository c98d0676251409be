import type { Layer } from './sentence-weights.ts';

/** What multiply.wat exports. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly multiply: (
    input: number,
    rows: number,
    weights: number,
    outputs: number,
    run: number,
    result: number,
  ) => void;
}

export interface Room {
  /** Sends each of the first `count` rows of `from` through the layer into `to`. */
  apply(layer: Layer, from: Float32Array, count: number, to: Float32Array): void;
}

const PAGE_BYTES = 65_536;
/** Inputs become whole numbers up to this; 1,000 products of it with a byte still fit into 32 bits. */
const FULL = 16_383;

/** Lays the layers' weights into a memory of the kernel's, with room for so many rows at once. */
export function roomFor(kernelModule: WebAssembly.Module, mostRows: number, layers: readonly Layer[]): Room {
  const kernel = new WebAssembly.Instance(kernelModule).exports as unknown as Kernel;
  const rows = even(mostRows);
  const widest = Math.max(...layers.map(({ inputs }) => padded(inputs)));
  const most = Math.max(...layers.map(({ outputs }) => outputs));
  const places = new Map<Layer, number>();
  let end = 0;
  for (const layer of layers) {
    places.set(layer, end);
    end += layer.outputs * padded(layer.inputs) * 2;
  }
  const inputAt = end;
  const resultAt = inputAt + rows * widest * 2;
  const missing = resultAt + rows * most * 4 - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
  const { buffer } = kernel.memory;
  for (const [{ inputs, outputs, rows: table }, place] of places) {
    const run = padded(inputs);
    const laid = new Int16Array(buffer, place, outputs * run);
    for (let output = 0; output < outputs; output += 1) {
      for (let n = 0; n < inputs; n += 1) laid[output * run + n] = table.bytes[output * inputs + n] ?? 0;
    }
  }
  const input = new Int16Array(buffer, inputAt, rows * widest);
  const result = new Int32Array(buffer, resultAt, rows * most);
  const steps = new Float32Array(rows);

  return {
    apply(layer, from, count, to) {
      const { inputs, outputs, bias } = layer;
      const { scales } = layer.rows;
      const run = padded(inputs);
      for (let row = 0; row < count; row += 1) {
        const first = row * inputs;
        let largest = 0;
        for (let n = first; n < first + inputs; n += 1) {
          const size = Math.abs(from[n] ?? 0);
          if (size > largest) largest = size;
        }
        const step = largest / FULL;
        steps[row] = step;
        const factor = step === 0 ? 0 : 1 / step;
        const at = row * run;
        for (let n = 0; n < inputs; n += 1) input[at + n] = Math.round((from[first + n] ?? 0) * factor);
        for (let n = inputs; n < run; n += 1) input[at + n] = 0;
      }
      kernel.multiply(inputAt, even(count), places.get(layer) ?? 0, outputs, run, resultAt);
      for (let row = 0; row < count; row += 1) {
        const step = steps[row] ?? 0;
        const first = row * outputs;
        for (let n = 0; n < outputs; n += 1) {
          to[first + n] = (result[first + n] ?? 0) * (step * (scales[n] ?? 0)) + (bias[n] ?? 0);
        }
      }
    },
  };
}

const even = (count: number): number => count + (count % 2);
/** The kernel takes eight at a time. */
const padded = (count: number): number => Math.ceil(count / 8) * 8;
