export interface Rate {
  readonly hits: number;
  readonly of: number;
  /** hits / of; 0 of nothing. */
  readonly share: number;
  /** 95 % confidence after Wilson, which also holds for shares near 0 and 1 and for small samples. */
  readonly low: number;
  readonly high: number;
}

const Z = 1.959964;

export function rateOf(hits: number, of: number): Rate {
  if (of === 0) return { hits, of, share: 0, low: 0, high: 1 };
  const share = hits / of;
  const spread = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  const middle = share + (Z * Z) / (2 * of);
  return {
    hits,
    of,
    share,
    low: hits === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: hits === of ? 1 : Math.min(1, (middle + spread) / scale),
  };
}

/** Like `98.3 % (59 of 60; 91.1 to 99.7)`. */
export function rateWords({ hits, of, share, low, high }: Rate): string {
  if (of === 0) return 'none';
  return `${percent(share)} % (${hits} of ${of}; ${percent(low)} to ${percent(high)})`;
}

/** Shares near the ends keep as many digits as tell them from the ends. */
export function percent(share: number): string {
  const value = share * 100;
  const fromEnd = Math.min(value, 100 - value);
  if (fromEnd === 0) return value.toFixed(0);
  return value.toFixed(fromEnd < 0.1 ? 3 : fromEnd < 1 ? 2 : 1);
}

/** The smallest value that at least this share of the values does not exceed. NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export interface Spent<T> {
  readonly result: T;
  readonly ms: number;
  /** Processor time of all of this process's threads: only meaningful while nothing else runs in it. */
  readonly cpuMs: number;
}

export async function timed<T>(run: () => Promise<T> | T): Promise<Spent<T>> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = await run();
  const { user, system } = process.cpuUsage(cpu);
  return { result, ms: performance.now() - began, cpuMs: (user + system) / 1000 };
}
