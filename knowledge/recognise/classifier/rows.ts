/** A table of weights in a byte each: a row's values are its bytes times its scale. */
export interface Rows {
  readonly width: number;
  readonly bytes: Int8Array;
  readonly scales: Float32Array;
}

export function roundToRows(weights: Float32Array, width: number): Rows {
  const count = weights.length / width;
  const bytes = new Int8Array(weights.length);
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row += 1) {
    const first = row * width;
    let largest = 0;
    for (let at = first; at < first + width; at += 1) largest = Math.max(largest, Math.abs(weights[at] ?? 0));
    if (largest === 0) continue;
    const scale = largest / 127;
    scales[row] = scale;
    for (let at = first; at < first + width; at += 1) bytes[at] = Math.round((weights[at] ?? 0) / scale);
  }
  return { width, bytes, scales };
}

/** Adds a row, `times` over, to `sums`. */
export function addRow({ width, bytes, scales }: Rows, row: number, times: number, sums: Float32Array): void {
  const first = row * width;
  const factor = times * (scales[row] ?? 0);
  for (let at = 0; at < width; at += 1) sums[at] = (sums[at] ?? 0) + factor * (bytes[first + at] ?? 0);
}

/** Adds every row as often as `times` says. Four at a time: half of the work is reading and writing sums. */
export function addDense(rows: Rows, times: Float32Array, sums: Float32Array): void {
  const { width, bytes, scales } = rows;
  const whole = times.length - (times.length % 4);
  for (let row = 0; row < whole; row += 4) {
    const factor0 = (times[row] ?? 0) * (scales[row] ?? 0);
    const factor1 = (times[row + 1] ?? 0) * (scales[row + 1] ?? 0);
    const factor2 = (times[row + 2] ?? 0) * (scales[row + 2] ?? 0);
    const factor3 = (times[row + 3] ?? 0) * (scales[row + 3] ?? 0);
    const first = row * width;
    for (let at = 0; at < width; at += 1) {
      sums[at] =
        (sums[at] ?? 0) +
        factor0 * (bytes[first + at] ?? 0) +
        factor1 * (bytes[first + width + at] ?? 0) +
        factor2 * (bytes[first + 2 * width + at] ?? 0) +
        factor3 * (bytes[first + 3 * width + at] ?? 0);
    }
  }
  for (let row = whole; row < times.length; row += 1) addRow(rows, row, times[row] ?? 0, sums);
}
