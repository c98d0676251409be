import { errorCurve, fnmrAtFmr, type ErrorPoint } from '../eval/error-curve.ts';
import { rateOf, type Rate } from '../eval/rates.ts';
import type { Pair } from './pairs.ts';

/** A pair that was compared; a face that was not found is further away than any. */
export interface Compared extends Pair {
  readonly fold: number;
  readonly distance: number;
}

export const genuine = (pairs: readonly Compared[]) => distances(pairs, true);
export const impostor = (pairs: readonly Compared[]) => distances(pairs, false);

const distances = (pairs: readonly Compared[], same: boolean) =>
  pairs.filter((pair) => pair.same === same).map(({ distance }) => distance);

export const curveOf = (pairs: readonly Compared[]): readonly ErrorPoint[] =>
  errorCurve({ genuine: genuine(pairs), impostor: impostor(pairs), accept: 'small' });

/** Right decisions when each fold is judged by the threshold that is best on the others. */
export function accuracyByFolds(pairs: readonly Compared[]): { rate: Rate; thresholds: readonly number[] } {
  const folds = [...new Set(pairs.map(({ fold }) => fold))];
  let right = 0;
  const thresholds = folds.map((fold) => {
    const threshold = bestThreshold(pairs.filter((pair) => pair.fold !== fold));
    right += pairs.filter((pair) => pair.fold === fold && pair.distance <= threshold === pair.same).length;
    return threshold;
  });
  return { rate: rateOf(right, pairs.length), thresholds };
}

/** Half-way between the distances where the number of right decisions is largest. */
function bestThreshold(pairs: readonly Compared[]): number {
  const sorted = [...pairs].sort((a, b) => a.distance - b.distance);
  let [gain, best, threshold] = [0, -Infinity, 0];
  sorted.forEach(({ same, distance }, i) => {
    gain += same ? 1 : -1;
    const next = sorted[i + 1]?.distance ?? distance;
    if (gain > best && next > distance) [best, threshold] = [gain, (distance + next) / 2];
  });
  return threshold;
}

export function fnmrRow(pairs: readonly Compared[], fmr: number): { fnmr: Rate; threshold: number } {
  const point = fnmrAtFmr(curveOf(pairs), fmr);
  const all = genuine(pairs);
  return { fnmr: rateOf(Math.round(point.fnmr * all.length), all.length), threshold: point.threshold };
}

export interface Tail {
  /** How many pictures of different people were compared. */
  readonly comparisons: number;
  /** Share of them up to a distance. */
  fmrAt(distance: number): Rate;
  /** The distance up to which so large a share lies. */
  distanceAt(fmr: number): number;
}

/** Every picture against every picture of somebody else. */
export function compareAll(
  faces: readonly { readonly person: string; readonly descriptor: readonly number[] }[],
): Tail {
  const size = faces[0]?.descriptor.length ?? 0;
  const flat = Float32Array.from(faces.flatMap(({ descriptor }) => descriptor));
  const found = new Float32Array((faces.length * (faces.length - 1)) / 2);
  let count = 0;
  faces.forEach(({ person }, i) => {
    for (let j = 0; j < i; j++) {
      if (faces[j]?.person === person) continue;
      let sum = 0;
      for (let k = 0; k < size; k++) {
        const apart = (flat[i * size + k] ?? 0) - (flat[j * size + k] ?? 0);
        sum += apart * apart;
      }
      found[count++] = Math.sqrt(sum);
    }
  });
  const sorted = found.subarray(0, count).sort();
  return {
    comparisons: count,
    fmrAt: (distance) => rateOf(upTo(sorted, distance), count),
    distanceAt: (fmr) => sorted[Math.max(0, Math.floor(fmr * count) - 1)] ?? NaN,
  };
}

function upTo(sorted: Float32Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
