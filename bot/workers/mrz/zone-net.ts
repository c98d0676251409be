import { readFile } from 'node:fs/promises';

import { MRZ_ALPHABET } from '../../../knowledge/checks/mrz/mrz-formats.ts';
import type { GreyPicture } from '../picture.ts';

/** A strip that the net reads: one line of a zone, its characters about this far apart and this high. */
export const STRIP_HEIGHT_PX = 24;
export const STRIP_PITCH_PX = 12;
export const STRIP_CAPITAL_PX = 11.5;
/** The longest line, 44 characters, at a pitch a fifth too wide, with room on both sides. */
const MAX_WIDTH_PX = 736;

/** Natural logarithms of probabilities, per second column of the strip: 37 characters, then "none is centred here". */
export interface ColumnScores {
  readonly columns: number;
  readonly scores: Float32Array;
}
export const NOTHING = MRZ_ALPHABET.length;
export const CLASSES = NOTHING + 1;
export const COLUMN_PX = 2;

/** Recognises the characters of a zone. The strip's width must be a multiple of eight. */
export interface ZoneNet {
  read(strip: GreyPicture): ColumnScores;
}

interface Layer {
  readonly rows: number;
  readonly columns: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** The shape that scripts/train-mrz/net.py trains and writes. */
const LAYERS = [
  { rows: 3, columns: 3, inputs: 1, outputs: 16 },
  { rows: 3, columns: 3, inputs: 16, outputs: 32 },
  { rows: 3, columns: 3, inputs: 32, outputs: 48 },
  { rows: 6, columns: 5, inputs: 48, outputs: 64 },
  { rows: 1, columns: 3, inputs: 64, outputs: 64 },
  { rows: 1, columns: 1, inputs: 64, outputs: CLASSES },
] as const satisfies readonly Layer[];

type ConvolveRow = (
  input: number,
  inputRow: number,
  inputPixel: number,
  weights: number,
  bias: number,
  output: number,
  pixels: number,
  outputs: number,
  rows: number,
  run: number,
  least: number,
) => void;

/** The kernel makes eight outputs at a time. */
const padded = (outputs: number) => Math.ceil(outputs / 8) * 8;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Loads the weights and the kernel that multiplies them; both lie beside this file. */
export async function openZoneNet(): Promise<ZoneNet> {
  const [code, weights] = await Promise.all([
    readFile(new URL('convolve.wasm', import.meta.url)),
    readFile(new URL('ocr-b.f16', import.meta.url)),
  ]);
  const { instance } = await WebAssembly.instantiate(code, {});
  const memory = (instance.exports['memory'] as WebAssembly.Memory).buffer;
  return createZoneNet(
    new Float32Array(memory),
    instance.exports['convolveRow'] as ConvolveRow,
    fromHalves(weights),
  );
}

function createZoneNet(memory: Float32Array, convolveRow: ConvolveRow, weights: Float32Array): ZoneNet {
  let next = 0;
  /** A stretch of the memory, in floats. Multiples of four keep vectors on one cache line. */
  const reserve = (floats: number) => {
    const start = next;
    next += Math.ceil(floats / 4) * 4;
    return start;
  };
  const layers = placeWeights(memory, weights, reserve);
  const half = MAX_WIDTH_PX / 2;
  // Maps that a kernel slides over carry its margin of zeros; the others hold rows on their way to the next map.
  const firstMap = next;
  const input = reserve(26 * (MAX_WIDTH_PX + 2));
  const rows1 = reserve(2 * MAX_WIDTH_PX * 16);
  const map1 = reserve(14 * (half + 2) * 16);
  const rows2 = reserve(2 * half * 32);
  const map2 = reserve(8 * (half + 2) * 32);
  const map3 = reserve(6 * (half + 4) * 48);
  const map4 = reserve((half + 2) * 64);
  const map5 = reserve(half * 64);
  const output = reserve(half * padded(CLASSES));
  const end = next;
  if (end > memory.length) throw new RangeError('the memory of convolve.wat is too small for the maps');

  const convolve = (
    layer: keyof typeof LAYERS & number,
    from: number,
    fromWidth: number,
    to: number,
    pixels: number,
    least = 0,
  ) => {
    const placed = layers[layer];
    const shape = LAYERS[layer];
    if (!placed || !shape) throw new RangeError('no such layer');
    const { rows, columns, inputs, outputs } = shape;
    const [inputRow, inputPixel] = [fromWidth * inputs * BYTES, inputs * BYTES];
    convolveRow(
      from * BYTES,
      inputRow,
      inputPixel,
      placed.weights * BYTES,
      placed.bias * BYTES,
      to * BYTES,
      pixels,
      padded(outputs),
      rows,
      columns * inputs,
      least,
    );
  };

  return {
    read(strip) {
      const { width } = strip;
      if (strip.height !== STRIP_HEIGHT_PX || width % 8 !== 0 || width > MAX_WIDTH_PX) {
        throw new RangeError('not a strip of the size that the net reads');
      }
      const columns = width / 2;
      memory.fill(0, firstMap, end);
      normalise(strip, memory, input, width + 2);
      for (let y = 0; y < 12; y++) {
        for (const row of [0, 1]) {
          const from = input + (2 * y + row) * (width + 2);
          convolve(0, from, width + 2, rows1 + row * width * 16, width);
        }
        poolSquares(memory, rows1, map1 + ((y + 1) * (columns + 2) + 1) * 16, columns, 16);
      }
      for (let y = 0; y < 6; y++) {
        for (const row of [0, 1]) {
          const from = map1 + (2 * y + row) * (columns + 2) * 16;
          convolve(1, from, columns + 2, rows2 + row * columns * 32, columns);
        }
        poolRows(memory, rows2, map2 + ((y + 1) * (columns + 2) + 1) * 32, columns * 32);
      }
      for (let y = 0; y < 6; y++) {
        const to = map3 + (y * (columns + 4) + 2) * 48;
        convolve(2, map2 + y * (columns + 2) * 32, columns + 2, to, columns);
      }
      convolve(3, map3, columns + 4, map4 + 64, columns);
      convolve(4, map4, columns + 2, map5, columns);
      convolve(5, map5, columns, output, columns, -Infinity);
      return { columns, scores: logProbabilities(memory, output, columns) };
    },
  };
}

/** Brings the weights of each layer into the order in which the kernel walks through them. */
function placeWeights(memory: Float32Array, weights: Float32Array, reserve: (floats: number) => number) {
  let at = 0;
  const placed = LAYERS.map(({ rows, columns, inputs, outputs }) => {
    const run = columns * inputs;
    const place = { weights: reserve(rows * run * padded(outputs)), bias: reserve(padded(outputs)) };
    for (let i = 0; i < rows * run; i++) {
      for (let o = 0; o < outputs; o++) {
        memory[place.weights + (Math.floor(o / 8) * rows * run + i) * 8 + (o % 8)] =
          weights[at + i * outputs + o] ?? 0;
      }
    }
    at += rows * run * outputs;
    memory.set(weights.subarray(at, at + outputs), place.bias);
    at += outputs;
    return place;
  });
  if (at !== weights.length) throw new RangeError('ocr-b.f16 does not fit the shape of the net');
  return placed;
}

/** Columns on either side whose mean and spread a pixel is held against; as in scripts/train-mrz/net.py. */
const AROUND_PX = 24;

/** Grey levels to deviations from what is around: light, colour and contrast of the paper drop out. */
function normalise(strip: GreyPicture, into: Float32Array, start: number, rowLength: number): void {
  const { width, height, data } = strip;
  const sums = new Float64Array(width + 1);
  const squares = new Float64Array(width + 1);
  for (let x = 0; x < width; x++) {
    let sum = 0;
    let square = 0;
    for (let y = 0; y < height; y++) {
      const level = data[y * width + x] ?? 0;
      sum += level;
      square += level * level;
    }
    sums[x + 1] = (sums[x] ?? 0) + sum;
    squares[x + 1] = (squares[x] ?? 0) + square;
  }
  for (let x = 0; x < width; x++) {
    const low = Math.max(0, x - AROUND_PX);
    const high = Math.min(width, x + AROUND_PX + 1);
    const count = (high - low) * height;
    const mean = ((sums[high] ?? 0) - (sums[low] ?? 0)) / count;
    const variance = ((squares[high] ?? 0) - (squares[low] ?? 0)) / count - mean * mean;
    const scale = 1 / (Math.sqrt(Math.max(0, variance)) + 4);
    for (let y = 0; y < height; y++) {
      const deviation = ((data[y * width + x] ?? 0) - mean) * scale;
      into[start + (y + 1) * rowLength + x + 1] = Math.max(-4, Math.min(4, deviation));
    }
  }
}

/** The largest of each two by two pixels. */
function poolSquares(
  memory: Float32Array,
  from: number,
  to: number,
  columns: number,
  channels: number,
): void {
  const row = columns * 2 * channels;
  for (let x = 0; x < columns; x++) {
    for (let c = 0; c < channels; c++) {
      const at = from + x * 2 * channels + c;
      const upper = Math.max(memory[at] ?? 0, memory[at + channels] ?? 0);
      const lower = Math.max(memory[at + row] ?? 0, memory[at + row + channels] ?? 0);
      memory[to + x * channels + c] = Math.max(upper, lower);
    }
  }
}

/** The larger of two rows. */
function poolRows(memory: Float32Array, from: number, to: number, length: number): void {
  for (let i = 0; i < length; i++) {
    memory[to + i] = Math.max(memory[from + i] ?? 0, memory[from + length + i] ?? 0);
  }
}

function logProbabilities(memory: Float32Array, from: number, columns: number): Float32Array {
  const scores = new Float32Array(columns * CLASSES);
  for (let x = 0; x < columns; x++) {
    const start = from + x * padded(CLASSES);
    let highest = -Infinity;
    for (let c = 0; c < CLASSES; c++) highest = Math.max(highest, memory[start + c] ?? 0);
    let sum = 0;
    for (let c = 0; c < CLASSES; c++) sum += Math.exp((memory[start + c] ?? 0) - highest);
    const all = highest + Math.log(sum);
    for (let c = 0; c < CLASSES; c++) scores[x * CLASSES + c] = (memory[start + c] ?? 0) - all;
  }
  return scores;
}

/** IEEE half floats, little endian. */
function fromHalves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 2 }, (_, i) => {
    const half = view.getUint16(2 * i, true);
    const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
    const size = exponent === 0 ? (fraction / 1024) * 2 ** -14 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    return half & 0x8000 ? -size : size;
  });
}
