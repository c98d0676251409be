import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { roomFor } from '../../../../knowledge/recognise/sentences/multiply.ts';
import { roundToRows } from '../../../../knowledge/recognise/classifier/rows.ts';

const file = path.resolve(
  import.meta.dirname,
  '../../../../dist/knowledge/recognise/sentences/multiply.wasm',
);
const kernel = new WebAssembly.Module(readFileSync(file));

/** Whole numbers from -largest to largest, the same each time. */
const numbers = (count: number, largest: number) =>
  Float32Array.from({ length: count }, (_, n) => ((n * 7_919 + 13) % (2 * largest + 1)) - largest);

describe('the multiplication of matrices', () => {
  it.each([
    [1, 8, 4],
    [2, 100, 160],
    [3, 5, 8],
    [7, 640, 12],
  ])('of %d rows of %d numbers by %d outputs comes near the plain sums', (count, inputs, outputs) => {
    const weights = numbers(inputs * outputs, 127);
    const bias = numbers(outputs, 9);
    const layer = { inputs, outputs, rows: roundToRows(weights, inputs), bias };
    const from = numbers(count * inputs, 1_000);
    const to = new Float32Array(count * outputs);
    const room = roomFor(kernel, 8, { layers: { layer } });
    room.apply(room.layers.layer, from, count, to);
    to.forEach((value, place) => {
      const [row, output] = [Math.floor(place / outputs), place % outputs];
      let [sum, size] = [bias[output] ?? 0, 1];
      for (let n = 0; n < inputs; n += 1) {
        const product = (from[row * inputs + n] ?? 0) * (weights[output * inputs + n] ?? 0);
        sum += product;
        size += Math.abs(product);
      }
      expect(Math.abs(value - sum) / size).toBeLessThan(0.005);
    });
  });

  it('does not overflow where every number is as large as can be', () => {
    const inputs = 640;
    const layer = {
      inputs,
      outputs: 4,
      rows: roundToRows(new Float32Array(inputs * 4).fill(1), inputs),
      bias: new Float32Array(4),
    };
    const to = new Float32Array(4);
    const room = roomFor(kernel, 1, { layers: { layer } });
    room.apply(room.layers.layer, new Float32Array(inputs).fill(5), 1, to);
    for (const value of to) expect(value).toBeCloseTo(3_200, 0);
  });
});

const smallLayer = {
  inputs: 8,
  outputs: 160,
  rows: roundToRows(new Float32Array(8 * 160), 8),
  bias: new Float32Array(160),
};

describe('rows of a table', () => {
  it.each([1, 5, 1_024, 2_050])('%d of them are added up as plain sums are', (count) => {
    const width = 32;
    const table = roundToRows(numbers(40 * width, 50), width);
    const indices = Int32Array.from({ length: count }, (_, n) => (n * 17) % 40);
    const values = numbers(count, 3);
    const sums = numbers(width, 5);
    const plain = Float64Array.from(sums);
    indices.forEach((row, n) => {
      for (let at = 0; at < width; at += 1) {
        const number = (table.bytes[row * width + at] ?? 0) * (table.scales[row] ?? 0);
        plain[at] = (plain[at] ?? 0) + (values[n] ?? 0) * number;
      }
    });
    const room = roomFor(kernel, 1, { layers: { smallLayer }, tables: { table } });
    room.addSparse(room.tables.table, indices, values, sums);
    sums.forEach((sum, at) => {
      expect(Math.abs(sum - (plain[at] ?? 0))).toBeLessThan(0.05);
    });
  });
});

describe('attention', () => {
  it('mixes what words tell by how well what they offer fits what is asked', () => {
    const [count, width, heads] = [3, 8, 2];
    const looks = numbers(count * 3 * width, 20).map((value) => value / 10);
    const mixed = new Float32Array(count * width);
    const toShares = (products: Float32Array) => {
      const all = products.reduce((sum, each) => sum + Math.exp(each), 0);
      products.forEach((each, n) => {
        products[n] = Math.exp(each) / all;
      });
    };
    roomFor(kernel, 4, { layers: { smallLayer } }).attend(looks, count, width, heads, toShares, mixed);
    const look = (row: number, kind: number, at: number) => looks[row * 3 * width + kind * width + at] ?? 0;
    for (let n = 0; n < count; n += 1) {
      for (let at = 0; at < width; at += 1) {
        const head = Math.floor(at / (width / heads)) * (width / heads);
        const shares = new Float32Array(count);
        for (let m = 0; m < count; m += 1) {
          for (let place = head; place < head + width / heads; place += 1) {
            shares[m] = (shares[m] ?? 0) + look(n, 0, place) * look(m, 1, place);
          }
        }
        toShares(shares);
        let sum = 0;
        for (let m = 0; m < count; m += 1) sum += (shares[m] ?? 0) * look(m, 2, at);
        expect(mixed[n * width + at]).toBeCloseTo(sum, 4);
      }
    }
  });
});
