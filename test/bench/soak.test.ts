import { describe, expect, it } from '@jest/globals';

import { trendOf, type Sample } from '../../bench/soak/memory-trend.ts';

/** A sample every 50 checks, up to 10,000. */
const samples = (rssMib: (checks: number) => number): Sample[] =>
  Array.from({ length: 200 }, (_, i) => (i + 1) * 50).map((checks) => ({
    checks,
    rssMib: rssMib(checks),
    handles: 5,
  }));

describe('whether memory stays flat', () => {
  it('looks beyond the beginning, in which nets and readers find their size', () => {
    const { isFlat, growthMib } = trendOf(samples((checks) => 400 + Math.min(checks, 1_900) / 10));
    expect(growthMib).toBeCloseTo(0);
    expect(isFlat).toBe(true);
  });

  it('sees a slow leak through the noise of garbage collection', () => {
    const { isFlat, mibPer1000Checks } = trendOf(
      samples((checks) => 400 + checks * 0.004 + (checks % 350) / 10),
    );
    expect(mibPer1000Checks).toBeCloseTo(4, 0);
    expect(isFlat).toBe(false);
  });

  it('is not fooled by noise alone', () => {
    expect(trendOf(samples((checks) => 400 + (checks % 350) / 5)).isFlat).toBe(true);
  });

  it.each([
    ['20 MiB', 300, 19.9, true],
    ['20 MiB', 300, 20.1, false],
    ['5 %', 1_000, 49, true],
    ['5 %', 1_000, 51, false],
  ])('allows %s of %i MiB: growth by %f is flat: %s', (_limit, start, growth, isFlat) =>
    expect(trendOf(samples((checks) => start + ((checks - 2_000) / 8_000) * growth)).isFlat).toBe(isFlat),
  );
});
