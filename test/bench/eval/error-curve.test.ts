import { describe, expect, it } from '@jest/globals';

import {
  areaUnderCurve,
  bestAccuracy,
  equalErrorRate,
  errorCurve,
  fnmrAtFmr,
  type Scores,
} from '../../../bench/eval/error-curve.ts';

const distances: Scores = { genuine: [1, 2, 3, 6], impostor: [4, 5, 7, 8], accept: 'small' };

describe('error curves', () => {
  it('go from accepting nothing to accepting everything', () => {
    const curve = errorCurve(distances);
    expect(curve[0]).toEqual({ threshold: -Infinity, fmr: 0, fnmr: 1 });
    expect(curve.at(-1)).toEqual({ threshold: 8, fmr: 1, fnmr: 0 });
    expect(curve).toContainEqual({ threshold: 3, fmr: 0, fnmr: 0.25 });
    expect(curve).toContainEqual({ threshold: 6, fmr: 0.5, fnmr: 0 });
  });

  it('are the same for similarities, turned round', () => {
    const turned = (scores: readonly number[]) => scores.map((score) => -score);
    const curve = errorCurve({
      genuine: turned(distances.genuine),
      impostor: turned(distances.impostor),
      accept: 'large',
    });
    expect(curve.map(({ fmr, fnmr }) => [fmr, fnmr])).toEqual(
      errorCurve(distances).map(({ fmr, fnmr }) => [fmr, fnmr]),
    );
    expect(curve[0]?.threshold).toBe(Infinity);
  });

  it('never decide between equal scores', () => {
    const curve = errorCurve({ genuine: [1, 2], impostor: [2, 3], accept: 'small' });
    expect(curve.filter(({ threshold }) => threshold === 2)).toEqual([{ threshold: 2, fmr: 0.5, fnmr: 0 }]);
    expect(areaUnderCurve(curve)).toBeCloseTo(0.875);
  });

  it('answer for a limit on false matches', () => {
    const curve = errorCurve(distances);
    expect(fnmrAtFmr(curve, 0.001)).toEqual({ threshold: 3, fmr: 0, fnmr: 0.25 });
    expect(fnmrAtFmr(curve, 0.5)).toEqual({ threshold: 6, fmr: 0.5, fnmr: 0 });
  });

  it('know the equal error rate, the area and the best accuracy', () => {
    const curve = errorCurve(distances);
    expect(equalErrorRate(curve)).toEqual({ rate: 0.25, threshold: 4 });
    // 14 of 16 pairs are in the right order.
    expect(areaUnderCurve(curve)).toBeCloseTo(14 / 16);
    expect(bestAccuracy(distances)).toEqual({ share: 0.875, threshold: 3 });
  });

  it('are perfect for what is told apart, and chance for what is not', () => {
    expect(areaUnderCurve(errorCurve({ genuine: [1, 2], impostor: [3, 4], accept: 'small' }))).toBe(1);
    expect(areaUnderCurve(errorCurve({ genuine: [1, 2], impostor: [1, 2], accept: 'small' }))).toBe(0.5);
  });
});
