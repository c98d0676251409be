import { describe, expect, it } from '@jest/globals';

import { loadTrainingKernel } from '../../../../knowledge/load.ts';
import { trainingRoom } from '../../../../knowledge/recognise/classifier/training-room.ts';

const [ROWS, WIDTH, RATE] = [6, 8, 0.05];
const ROW_BYTES = WIDTH * 4;
const numbers = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, n) => (((n + seed) * 7_919) % 41) / 20 - 1);

function room() {
  const { kernel, places } = trainingRoom(loadTrainingKernel(), {
    table: ROWS * WIDTH,
    squares: ROWS * WIDTH,
    rows: 4,
    times: 4,
    vector: WIDTH,
    sums: WIDTH,
    together: ROWS * 8,
    vectors: 8 * WIDTH,
  });
  places.table.floats.set(numbers(ROWS * WIDTH, 1));
  places.squares.floats.fill(0.01);
  places.rows.integers.set([4, 0, 2, 5]);
  places.times.floats.set([0.5, -1, 2, 0]);
  places.vector.floats.set(numbers(WIDTH, 2));
  places.together.floats.set(numbers(ROWS * 8, 3));
  places.vectors.floats.set(numbers(8 * WIDTH, 4));
  return { kernel, places, before: places.table.floats.slice() };
}

const expectAll = (got: Float32Array, wanted: (place: number) => number) => {
  got.forEach((value, place) => {
    expect({ place, value }).toEqual({ place, value: expect.closeTo(wanted(place), 5) });
  });
};

describe('the sums of a training', () => {
  it('add rows', () => {
    const { kernel, places, before } = room();
    kernel.addRows(places.table.at, places.rows.at, places.times.at, 4, places.sums.at, ROW_BYTES);
    expectAll(places.sums.floats, (at) =>
      [...places.rows.integers].reduce(
        (sum, row, n) => sum + (places.times.floats[n] ?? 0) * (before[row * WIDTH + at] ?? 0),
        0,
      ),
    );
  });

  it('spread a vector over rows', () => {
    const { kernel, places, before } = room();
    kernel.spread(places.table.at, places.rows.at, places.times.at, 4, places.vector.at, ROW_BYTES);
    expectAll(places.table.floats, (place) => {
      const n = places.rows.integers.indexOf(Math.floor(place / WIDTH));
      const times = n < 0 ? 0 : (places.times.floats[n] ?? 0);
      return (before[place] ?? 0) + times * (places.vector.floats[place % WIDTH] ?? 0);
    });
  });

  it("take AdaGrad's step of rows, and say what the rows told of the errors before it", () => {
    const { kernel, places, before } = room();
    const { table, squares, rows, times, vector, sums } = places;
    kernel.stepRows(table.at, squares.at, rows.at, times.at, 4, vector.at, ROW_BYTES, sums.at, RATE);
    expectAll(table.floats, (place) => {
      const n = rows.integers.indexOf(Math.floor(place / WIDTH));
      const gradient = n < 0 ? 0 : (times.floats[n] ?? 0) * (vector.floats[place % WIDTH] ?? 0);
      return (before[place] ?? 0) - (RATE * gradient) / Math.sqrt(0.01 + gradient ** 2);
    });
    for (const row of rows.integers) {
      const told = vector.floats.reduce((sum, error, at) => sum + error * (before[row * WIDTH + at] ?? 0), 0);
      expect(sums.floats[row]).toBeCloseTo(told, 5);
    }
  });

  it("take AdaGrad's step for eight examples at once", () => {
    const { kernel, places, before } = room();
    const { table, squares, together, vectors } = places;
    kernel.stepEight(table.at, squares.at, together.at, ROWS, vectors.at, ROW_BYTES, RATE);
    expectAll(table.floats, (place) => {
      const row = Math.floor(place / WIDTH);
      let gradient = 0;
      for (let example = 0; example < 8; example += 1) {
        gradient +=
          (together.floats[row * 8 + example] ?? 0) *
          (vectors.floats[example * WIDTH + (place % WIDTH)] ?? 0);
      }
      return (before[place] ?? 0) - (RATE * gradient) / Math.sqrt(0.01 + gradient ** 2);
    });
  });
});
