import { CLASSES, NOTHING, STRIP_PITCH_PX, COLUMN_PX, type ColumnScores } from './zone-net.ts';

/** The characters of a line at places a pitch apart, as the net's columns suggest them. */
export interface LinePath {
  /** Columns of the strip, left to right. */
  readonly columns: readonly number[];
  /** Mean over the characters of the logarithm of the likeliest one's probability. */
  readonly mean: number;
  /** Logarithm of the likelihood of the whole strip: characters where they stand, nothing elsewhere. */
  readonly total: number;
}

/** Columns from one character to the next that are considered, and columns that the pitch may change by at a time. */
const [MIN_STEP, MAX_STEP] = [4, 9];
const STEPS = MAX_STEP - MIN_STEP + 1;
const CHANGE_COST = 0.12;
/** Columns per character as it should be: what an overlooked character's columns cost together is the cost of one. */
const COLUMNS_PER_CHARACTER = STRIP_PITCH_PX / COLUMN_PX;

/**
 * Puts lines of each asked length over the strip, as likely as can be. Everything counts: a character left out
 * on either side costs as much as one read in an empty place, so the likeliest length is the real one.
 */
export function traceLine(scores: ColumnScores, lengths: readonly number[]): Map<number, LinePath> {
  const { columns } = scores;
  const longest = Math.max(...lengths);
  const { best, nothing, before } = summarise(scores);
  const size = columns * STEPS;
  const from = new Int8Array(longest * size);
  let current = new Float32Array(size).fill(-Infinity);
  for (let column = 0; column < columns; column++) {
    for (let s = 0; s < STEPS; s++) {
      const margin = Math.max(0, column - Math.round((s + MIN_STEP) / 2));
      current[column * STEPS + s] = (best[column] ?? 0) + (before[margin] ?? 0);
    }
  }
  const paths = new Map<number, LinePath>();
  for (let n = 1; n <= longest; n++) {
    if (lengths.includes(n)) {
      const path = endOf(current, from, n, columns, before, best);
      if (path) paths.set(n, path);
    }
    if (n === longest) break;
    const next = new Float32Array(size).fill(-Infinity);
    for (let column = MIN_STEP; column < columns; column++) {
      for (let s = 0; s < STEPS; s++) {
        const previous = column - s - MIN_STEP;
        if (previous < 0) break;
        let value = -Infinity;
        let choice = 0;
        for (let change = -1; change <= 1; change++) {
          if (s + change < 0 || s + change >= STEPS) continue;
          const candidate =
            (current[previous * STEPS + s + change] ?? -Infinity) - (change === 0 ? 0 : CHANGE_COST);
          if (candidate > value) {
            value = candidate;
            choice = change;
          }
        }
        const between = nothing[previous + ((s + MIN_STEP) >> 1)] ?? 0;
        next[column * STEPS + s] = value + (best[column] ?? 0) + 0.5 * between;
        from[n * size + column * STEPS + s] = choice;
      }
    }
    current = next;
  }
  return paths;
}

function summarise({ columns, scores }: ColumnScores) {
  const best = new Float32Array(columns);
  const nothing = new Float32Array(columns);
  const before = new Float32Array(columns + 1);
  for (let column = 0; column < columns; column++) {
    let highest = -Infinity;
    for (let c = 0; c < NOTHING; c++) highest = Math.max(highest, scores[column * CLASSES + c] ?? 0);
    // One spoilt character must not outweigh the rest of the line.
    best[column] = Math.max(highest, -6);
    nothing[column] = Math.max(scores[column * CLASSES + NOTHING] ?? 0, -6);
    before[column + 1] = (before[column] ?? 0) + (nothing[column] ?? 0) / COLUMNS_PER_CHARACTER;
  }
  return { best, nothing, before };
}

function endOf(
  values: Float32Array,
  from: Int8Array,
  length: number,
  columns: number,
  before: Float32Array,
  best: Float32Array,
): LinePath | undefined {
  let [total, end, step] = [-Infinity, -1, 0];
  for (let column = 0; column < columns; column++) {
    for (let s = 0; s < STEPS; s++) {
      const margin = Math.min(columns, column + Math.round((s + MIN_STEP) / 2));
      const value =
        (values[column * STEPS + s] ?? -Infinity) + (before[columns] ?? 0) - (before[margin] ?? 0);
      if (value > total) {
        total = value;
        end = column;
        step = s;
      }
    }
  }
  if (end < 0) return undefined;
  const path = [end];
  for (let n = length - 1; n > 0; n--) {
    const change = from[n * columns * STEPS + end * STEPS + step] ?? 0;
    end -= step + MIN_STEP;
    step += change;
    path.unshift(end);
  }
  const mean = path.reduce((sum, column) => sum + (best[column] ?? 0), 0) / length;
  return { columns: path, mean, total };
}
