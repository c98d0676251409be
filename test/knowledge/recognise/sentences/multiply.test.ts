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
    roomFor(kernel, 8, [layer]).apply(layer, from, count, to);
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
    roomFor(kernel, 1, [layer]).apply(layer, new Float32Array(inputs).fill(5), 1, to);
    for (const value of to) expect(value).toBeCloseTo(3_200, 0);
  });
});
