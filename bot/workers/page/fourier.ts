/** Discrete Fourier transform of a square of `edge` × `edge` values, in place. `edge` is a power of two. */
export function transformSquare(real: Float64Array, imaginary: Float64Array, edge: number): void {
  const plan = planOf(edge);
  for (let row = 0; row < edge; row++) transform(real, imaginary, row * edge, 1, plan);
  for (let column = 0; column < edge; column++) transform(real, imaginary, column, edge, plan);
}

interface Plan {
  readonly edge: number;
  readonly swaps: readonly (readonly [number, number])[];
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

const plans = new Map<number, Plan>();

function planOf(edge: number): Plan {
  const known = plans.get(edge);
  if (known) return known;
  const bits = Math.log2(edge);
  const swaps: [number, number][] = [];
  for (let i = 0; i < edge; i++) {
    let turned = 0;
    for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) turned |= 1 << (bits - 1 - bit);
    if (i < turned) swaps.push([i, turned]);
  }
  const angles = Array.from({ length: edge / 2 }, (_, i) => (-2 * Math.PI * i) / edge);
  const plan = {
    edge,
    swaps,
    cos: Float64Array.from(angles, Math.cos),
    sin: Float64Array.from(angles, Math.sin),
  };
  plans.set(edge, plan);
  return plan;
}

/** One row or column (Cooley and Tukey, radix two). */
function transform(re: Float64Array, im: Float64Array, start: number, step: number, plan: Plan): void {
  const { edge, swaps, cos, sin } = plan;
  for (const [i, j] of swaps) {
    const a = start + i * step;
    const b = start + j * step;
    const r = re[a] ?? 0;
    const m = im[a] ?? 0;
    re[a] = re[b] ?? 0;
    im[a] = im[b] ?? 0;
    re[b] = r;
    im[b] = m;
  }
  for (let size = 2; size <= edge; size *= 2) {
    const half = size / 2;
    const stride = edge / size;
    for (let block = 0; block < edge; block += size) {
      for (let k = 0; k < half; k++) {
        const a = start + (block + k) * step;
        const b = a + half * step;
        const c = cos[k * stride] ?? 0;
        const s = sin[k * stride] ?? 0;
        const r = (re[b] ?? 0) * c - (im[b] ?? 0) * s;
        const m = (re[b] ?? 0) * s + (im[b] ?? 0) * c;
        re[b] = (re[a] ?? 0) - r;
        im[b] = (im[a] ?? 0) - m;
        re[a] = (re[a] ?? 0) + r;
        im[a] = (im[a] ?? 0) + m;
      }
    }
  }
}
