import { describe, expect, it } from '@jest/globals';

import { median, percent, percentile, rateOf, rateWords, timed } from '../../../bench/eval/rates.ts';

describe('rates', () => {
  it.each([
    // Newcombe (1998), method 3 (Wilson without correction), the examples of its table I.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
  ])('%i of %i lies between %f and %f', (hits, of, low, high) => {
    const rate = rateOf(hits, of);
    expect(rate.low).toBeCloseTo(low, 4);
    expect(rate.high).toBeCloseTo(high, 4);
  });

  it('says nothing for sure about nothing', () => {
    expect(rateOf(0, 0)).toEqual({ hits: 0, of: 0, share: 0, low: 0, high: 1 });
    expect(rateWords(rateOf(0, 0))).toBe('none');
  });

  it('puts the count and the interval beside a share', () => {
    expect(rateWords(rateOf(15, 148))).toBe('10.1 % (15 of 148; 6.2 to 16.0)');
  });

  it.each([
    [1, '100'],
    [0, '0'],
    [0.5, '50.0'],
    [0.9995, '99.950'],
    [0.995, '99.50'],
    [0.0001, '0.010'],
  ])('writes %f as %s %%', (share, text) => expect(percent(share)).toBe(text));

  it('finds percentiles by nearest rank, whatever the order', () => {
    const values = [15, 20, 35, 40, 50].reverse();
    expect([0.05, 0.3, 0.4, 0.5, 1].map((share) => percentile(values, share))).toEqual([15, 20, 20, 35, 50]);
    expect(median([3, 1, 2])).toBe(2);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('tells time on the processor from time that merely passes', async () => {
    const slept = await timed(() => new Promise((resolve) => setTimeout(resolve, 200)));
    const worked = await timed(() => {
      let sum = 0;
      const before = process.cpuUsage();
      while (process.cpuUsage(before).user < 200_000) sum += Math.sqrt(sum + 1);
      return sum;
    });
    expect(slept.ms).toBeGreaterThan(150);
    expect(worked.result).toBeGreaterThan(0);
    expect(slept.cpuMs).toBeLessThan(worked.cpuMs);
  });
});
