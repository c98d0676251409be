/** How a comparison errs at one threshold. */
export interface ErrorPoint {
  readonly threshold: number;
  /** Share of comparisons of two different people (or of attacks) that are accepted. */
  readonly fmr: number;
  /** Share of comparisons of one person (or of honest customers) that are not accepted. */
  readonly fnmr: number;
}

export interface Scores {
  /** Of what should be accepted. */
  readonly genuine: readonly number[];
  /** Of what should not. */
  readonly impostor: readonly number[];
  /** Which end means "accept": distances are accepted when small, similarities when large. */
  readonly accept: 'small' | 'large';
}

/** One point for every threshold that changes anything, from accepting nothing to accepting everything. */
export function errorCurve({ genuine, impostor, accept }: Scores): readonly ErrorPoint[] {
  const sign = accept === 'small' ? 1 : -1;
  const all = [
    ...genuine.map((score) => ({ score: score * sign, isGenuine: true })),
    ...impostor.map((score) => ({ score: score * sign, isGenuine: false })),
  ].sort((a, b) => a.score - b.score);
  const points: ErrorPoint[] = [{ threshold: -Infinity * sign, fmr: 0, fnmr: 1 }];
  let [accepted, wronglyAccepted] = [0, 0];
  for (const [i, { score, isGenuine }] of all.entries()) {
    if (isGenuine) accepted++;
    else wronglyAccepted++;
    if (all[i + 1]?.score === score) continue;
    points.push({
      threshold: score * sign,
      fmr: impostor.length === 0 ? 0 : wronglyAccepted / impostor.length,
      fnmr: genuine.length === 0 ? 0 : 1 - accepted / genuine.length,
    });
  }
  return points;
}

/** The least FNMR at which the FMR does not exceed a limit, and where. */
export function fnmrAtFmr(curve: readonly ErrorPoint[], maxFmr: number): ErrorPoint {
  return curve.reduce((best, point) => (point.fmr <= maxFmr && point.fnmr <= best.fnmr ? point : best));
}

/** Where both errors are as equal as they get; the rate is their mean there. */
export function equalErrorRate(curve: readonly ErrorPoint[]): {
  readonly rate: number;
  readonly threshold: number;
} {
  const apart = ({ fmr, fnmr }: ErrorPoint) => Math.abs(fmr - fnmr);
  const point = curve.reduce((best, other) => (apart(other) < apart(best) ? other : best));
  return { rate: (point.fmr + point.fnmr) / 2, threshold: point.threshold };
}

/** The largest share of right decisions that any threshold reaches. */
export function bestAccuracy({ genuine, impostor, accept }: Scores): {
  readonly share: number;
  readonly threshold: number;
} {
  const all = genuine.length + impostor.length;
  const rightAt = ({ fmr, fnmr }: ErrorPoint) =>
    ((1 - fnmr) * genuine.length + (1 - fmr) * impostor.length) / all;
  const point = errorCurve({ genuine, impostor, accept }).reduce((best, other) =>
    rightAt(other) > rightAt(best) ? other : best,
  );
  return { share: rightAt(point), threshold: point.threshold };
}

/** Chance that something genuine scores better than something that is not: area under the ROC curve. */
export function areaUnderCurve(curve: readonly ErrorPoint[]): number {
  let area = 0;
  for (const [i, point] of curve.entries()) {
    const before = curve[i - 1];
    if (before) area += (point.fmr - before.fmr) * (1 - (point.fnmr + before.fnmr) / 2);
  }
  return area;
}
