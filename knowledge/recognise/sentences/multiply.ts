import type { Rows } from '../classifier/rows.ts';
import { growTo } from '../wasm-memory.ts';
import type { Layer } from './sentence-weights.ts';

/** What multiply.wat exports; places are in bytes of its memory. */
interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly quantise: (from: number, rows: number, run: number, to: number, steps: number) => void;
  readonly multiply: (
    input: number,
    rows: number,
    weights: number,
    outputs: number,
    run: number,
    result: number,
  ) => void;
  readonly restore: (
    result: number,
    rows: number,
    outputs: number,
    steps: number,
    scales: number,
    bias: number,
    to: number,
  ) => void;
  readonly addRows: (
    table: number,
    rows: number,
    times: number,
    count: number,
    sums: number,
    width: number,
  ) => void;
  readonly products: (
    one: number,
    others: number,
    stride: number,
    count: number,
    bytes: number,
    to: number,
  ) => void;
  readonly mix: (
    others: number,
    stride: number,
    count: number,
    bytes: number,
    shares: number,
    to: number,
  ) => void;
}

/** Where a layer lies in a room. The room keeps nothing of what it was made from. */
export interface LaidLayer extends Pick<Layer, 'inputs' | 'outputs'> {
  readonly weights: number;
  readonly scales: number;
  readonly bias: number;
}

/** The same of a table. */
export interface LaidTable extends Pick<Rows, 'width' | 'scales'> {
  readonly at: number;
}

export interface Room<LayerName extends string, TableName extends string> {
  readonly layers: Readonly<Record<LayerName, LaidLayer>>;
  readonly tables: Readonly<Record<TableName, LaidTable>>;
  /** Sends each of the first `count` rows of `from` through the layer into `to`. */
  apply(layer: LaidLayer, from: Float32Array, count: number, to: Float32Array): void;
  /**
   * Lets each of `count` rows look at all of them: of each head, what a row asks times what the others offer makes
   * shares (`toShares`, in place) by which what they tell is mixed. A row of `looks` has what it asks, offers and tells
   * of all heads, one after the other, `width` numbers each.
   */
  attend(
    looks: Float32Array,
    count: number,
    width: number,
    heads: number,
    toShares: (products: Float32Array) => void,
    mixed: Float32Array,
  ): void;
  /** Adds rows of a table to `sums`, each as often as its value says. */
  addSparse(table: LaidTable, indices: Int32Array, values: Float32Array, sums: Float32Array): void;
}

/** So many rows of a table are added at once. */
const ROWS_AT_ONCE = 1_024;

/**
 * Lays the layers' weights and the tables into a memory of the kernel's, with room for so many rows of numbers at once.
 * Inputs of a layer become whole numbers up to 16,383: 1,000 products of it with a byte still fit into 32 bits. Tables
 * are as wide as a multiple of 16.
 */
export function roomFor<LayerName extends string, TableName extends string = never>(
  kernelModule: WebAssembly.Module,
  mostRows: number,
  given: {
    readonly layers: Readonly<Record<LayerName, Layer>>;
    readonly tables?: Readonly<Record<TableName, Rows>>;
  },
): Room<LayerName, TableName> {
  const named = Object.entries<Layer>(given.layers);
  const namedTables = Object.entries<Rows>(given.tables ?? {});
  const [layers, tables] = [named.map(([, layer]) => layer), namedTables.map(([, table]) => table)];
  const kernel = new WebAssembly.Instance(kernelModule).exports as unknown as Kernel;
  const rows = even(mostRows);
  const widest = Math.max(...layers.map(({ inputs }) => padded(inputs)));
  const most = Math.max(...layers.map(({ outputs }) => outputs), ...tables.map(({ width }) => width));
  let end = 0;
  const reserve = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / 16) * 16;
    return at;
  };
  const laidLayers = layers.map(({ inputs, outputs }) => ({
    ...{ inputs, outputs },
    weights: reserve(outputs * padded(inputs) * 2),
    scales: reserve(outputs * 4),
    bias: reserve(outputs * 4),
  }));
  const laidTables = tables.map(({ width, scales, bytes }) => ({ width, scales, at: reserve(bytes.length) }));
  const fromAt = reserve(rows * widest * 4);
  const inputAt = reserve(rows * widest * 2);
  const stepsAt = reserve(rows * 4);
  const resultAt = reserve(rows * most * 4);
  const toAt = reserve(rows * most * 4);
  const indicesAt = reserve(ROWS_AT_ONCE * 4);
  const timesAt = reserve(ROWS_AT_ONCE * 4);
  const sharesAt = reserve(rows * 4);
  growTo(kernel.memory, end);
  const { buffer } = kernel.memory;
  layers.forEach(({ inputs, outputs, rows: table, bias }, n) => {
    const places = laidLayers[n];
    if (!places) return;
    const run = padded(inputs);
    const laid = new Int16Array(buffer, places.weights, outputs * run);
    for (let output = 0; output < outputs; output += 1) {
      for (let at = 0; at < inputs; at += 1) laid[output * run + at] = table.bytes[output * inputs + at] ?? 0;
    }
    new Float32Array(buffer, places.scales, outputs).set(table.scales);
    new Float32Array(buffer, places.bias, outputs).set(bias);
  });
  tables.forEach(({ bytes }, n) => {
    new Int8Array(buffer, laidTables[n]?.at ?? 0, bytes.length).set(bytes);
  });
  const taken = new Float32Array(buffer, fromAt, rows * widest);
  const made = new Float32Array(buffer, toAt, rows * most);
  const indicesThere = new Int32Array(buffer, indicesAt, ROWS_AT_ONCE);
  const shares = new Float32Array(buffer, sharesAt, rows);
  const timesThere = new Float32Array(buffer, timesAt, ROWS_AT_ONCE);

  return {
    layers: byName(named, laidLayers),
    tables: byName(namedTables, laidTables),
    apply({ inputs, outputs, weights, scales, bias }, from, count, to) {
      const run = padded(inputs);
      if (run === inputs) taken.set(from.subarray(0, count * inputs));
      else {
        for (let row = 0; row < count; row += 1) {
          taken.set(from.subarray(row * inputs, (row + 1) * inputs), row * run);
          taken.fill(0, row * run + inputs, (row + 1) * run);
        }
      }
      kernel.quantise(fromAt, count, run, inputAt, stepsAt);
      kernel.multiply(inputAt, even(count), weights, outputs, run, resultAt);
      kernel.restore(resultAt, count, outputs, stepsAt, scales, bias, toAt);
      to.set(made.subarray(0, count * outputs));
    },
    attend(looks, count, width, heads, toShares, mixed) {
      const headBytes = (width / heads) * 4;
      const stride = 3 * width * 4;
      const some = shares.subarray(0, count);
      made.set(looks.subarray(0, count * 3 * width));
      for (let head = 0; head < heads; head += 1) {
        const asks = toAt + head * headBytes;
        const offers = asks + width * 4;
        const tells = offers + width * 4;
        for (let n = 0; n < count; n += 1) {
          kernel.products(asks + n * stride, offers, stride, count, headBytes, sharesAt);
          toShares(some);
          kernel.mix(tells, stride, count, headBytes, sharesAt, fromAt + n * width * 4 + head * headBytes);
        }
      }
      mixed.set(taken.subarray(0, count * width));
    },
    addSparse(table, indices, values, sums) {
      made.set(sums);
      for (let first = 0; first < indices.length; first += ROWS_AT_ONCE) {
        const count = Math.min(ROWS_AT_ONCE, indices.length - first);
        for (let n = 0; n < count; n += 1) {
          const row = indices[first + n] ?? 0;
          indicesThere[n] = row;
          timesThere[n] = (values[first + n] ?? 0) * (table.scales[row] ?? 0);
        }
        kernel.addRows(table.at, indicesAt, timesAt, count, toAt, table.width);
      }
      sums.set(made.subarray(0, sums.length));
    },
  };
}

const byName = <Name extends string, Laid>(
  named: readonly (readonly [string, unknown])[],
  laid: readonly Laid[],
): Record<Name, Laid> => Object.fromEntries(named.map(([name], n) => [name, laid[n]])) as Record<Name, Laid>;

const even = (count: number): number => count + (count % 2);
/** The kernel takes eight at a time. */
const padded = (count: number): number => Math.ceil(count / 8) * 8;
