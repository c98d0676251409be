import { describe, expect, it } from '@jest/globals';

import { exp, ln } from '../../../../knowledge/recognise/classifier/exact-math.ts';

describe('exp and ln from plain arithmetic', () => {
  it('agree with the language to eleven digits over all that a classifier needs', () => {
    for (let x = -100; x <= 80; x += 0.0137) expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 10);
    for (let x = 1e-9; x < 1e9; x *= 1.0173) expect(ln(x) - Math.log(x)).toBeCloseTo(0, 11);
  });

  it.each([
    [0, 1],
    [-1e9, 0],
    [-Infinity, 0],
    [1e9, Infinity],
    [NaN, NaN],
  ])('exp(%d) is %d', (x, result) => expect(exp(x)).toBe(result));

  it('give bits that are written down here, whatever the machine', () => {
    const bits = (value: number) => new BigUint64Array(Float64Array.of(value).buffer)[0]?.toString(16);
    expect([exp(1), exp(-0.1), exp(-17.3), ln(2), ln(10), ln(15_101 / 3)].map(bits)).toEqual([
      '4005bf0a8b143281',
      '3fecf46d99d52b3a',
      '3e60772c096d61b7',
      '3fe62e42fefa39ef',
      '40026bb1bbb55516',
      '40210c3d23b40b81',
    ]);
  });
});
