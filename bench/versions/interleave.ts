import { median, percentile } from '../eval/rates.ts';
import type { Contender } from './contender.ts';
import type { Measured, Photo } from './requests.ts';

/** What is measured together: one check, or a comparison of several photos. */
export interface Task {
  readonly what: string;
  readonly photos: readonly Photo[];
  /** Nothing but finding, measuring and comparing the faces of pairs of photos; times are of one pair. */
  readonly onlyFaces?: boolean;
}

export interface Result {
  readonly what: string;
  readonly who: string;
  readonly engine: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the whole process, median. */
  readonly cpuMs: number;
  /** How many times as much the first of them took. */
  readonly timesLessCpu: number;
  /** Between the faces, where the task compares any. */
  readonly distance?: number;
}

/**
 * Every task by every contender in turn, round after round: whatever else the machine does meets all of them
 * alike. The first round only warms up. Ratios are to the first contender.
 */
export async function interleave(
  contenders: readonly Contender[],
  tasks: readonly Task[],
  rounds: number,
): Promise<readonly Result[]> {
  const all = tasks.map(({ what, photos, onlyFaces }) => ({
    what,
    run: (contender: Contender) => (onlyFaces ? contender.compare(photos) : contender.measure(photos)),
    runs: contenders.map((contender) => ({ contender, measured: [] as Measured[] })),
  }));
  for (let round = 0; round <= rounds; round++) {
    for (const { run, runs } of all) {
      // Turned round each time: nobody is always the first.
      for (const { contender, measured } of round % 2 === 0 ? runs : [...runs].reverse()) {
        const one = await run(contender);
        if (round > 0) measured.push(one);
      }
    }
  }
  return all.flatMap(({ what, runs }) => {
    const cpuOf = (measured: readonly Measured[]) => median(measured.map(({ cpuMs }) => cpuMs));
    const firstCpuMs = cpuOf(runs[0]?.measured ?? []);
    return runs.map(({ contender, measured }) => {
      const ms = measured.map((one) => one.ms);
      const cpuMs = cpuOf(measured);
      const distance = measured[0]?.distance;
      return {
        what,
        who: contender.name,
        engine: contender.engine,
        p50Ms: median(ms),
        p99Ms: percentile(ms, 0.99),
        cpuMs,
        timesLessCpu: firstCpuMs / cpuMs,
        ...(distance !== undefined && { distance }),
      };
    });
  });
}
