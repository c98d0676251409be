export interface Sample {
  /** Checks done so far. */
  readonly checks: number;
  /** Resident memory of the whole process, in MiB. */
  readonly rssMib: number;
  /** Timers, sockets, files and the like that are open. */
  readonly handles: number;
}

export interface Trend {
  /** Of the straight line through the samples. */
  readonly mibPer1000Checks: number;
  /** What the line grows from its first sample to its last. */
  readonly growthMib: number;
  readonly startMib: number;
  readonly isFlat: boolean;
}

/** Nets, readers and heaps find their size in the beginning. */
const SETTLING_SHARE = 0.2;
/** Flat: what the line grows over the rest is within one of these. */
const MAX_GROWTH_SHARE = 0.05;
const MAX_GROWTH_MIB = 20;

/** Least squares over the samples after the settling. */
export function trendOf(samples: readonly Sample[]): Trend {
  const last = samples.at(-1)?.checks ?? 0;
  const settled = samples.filter(({ checks }) => checks >= last * SETTLING_SHARE);
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = meanOf(settled.map(({ checks }) => checks));
  const y = meanOf(settled.map(({ rssMib }) => rssMib));
  let [covariance, variance] = [0, 0];
  for (const { checks, rssMib } of settled) {
    covariance += (checks - x) * (rssMib - y);
    variance += (checks - x) ** 2;
  }
  const slope = variance === 0 ? 0 : covariance / variance;
  const first = settled[0]?.checks ?? 0;
  const startMib = y + slope * (first - x);
  const growthMib = slope * (last - first);
  return {
    mibPer1000Checks: slope * 1000,
    growthMib,
    startMib,
    isFlat: growthMib <= Math.max(MAX_GROWTH_MIB, startMib * MAX_GROWTH_SHARE),
  };
}
