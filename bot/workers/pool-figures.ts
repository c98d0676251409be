import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

export interface Durations {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** How the pool fares: counts and times, nothing about any photo. */
export interface PoolFigures {
  readonly threads: number;
  readonly running: number;
  readonly waiting: { readonly chat: number; readonly background: number };
  readonly measured: number;
  readonly failed: number;
  /** Turned away: too many were waiting, or none came free in time. */
  readonly refused: number;
  /** Threads that crashed or were given up, each with another one in its place. */
  readonly replaced: number;
  /** In milliseconds. */
  readonly waitMs: Durations;
  readonly runMs: Durations;
}

/** Counts since the start. */
export class PoolCounts {
  readonly #wait = createHistogram();
  readonly #run = createHistogram();
  measured = 0;
  failed = 0;
  refused = 0;
  replaced = 0;

  get asked(): number {
    return this.measured + this.failed + this.refused;
  }

  waited(ms: number): void {
    record(this.#wait, ms);
  }

  ran(ms: number): void {
    record(this.#run, ms);
  }

  get figures(): Pick<PoolFigures, 'measured' | 'failed' | 'refused' | 'replaced' | 'waitMs' | 'runMs'> {
    const { measured, failed, refused, replaced } = this;
    return {
      measured,
      failed,
      refused,
      replaced,
      waitMs: durationsOf(this.#wait),
      runMs: durationsOf(this.#run),
    };
  }
}

/** The histogram knows whole numbers from 1 on. */
function record(histogram: RecordableHistogram, ms: number): void {
  histogram.record(Math.max(1, Math.round(ms)));
}

function durationsOf(histogram: RecordableHistogram): Durations {
  if (histogram.count === 0) return { p50: 0, p99: 0, max: 0 };
  return { p50: histogram.percentile(50), p99: histogram.percentile(99), max: histogram.max };
}
