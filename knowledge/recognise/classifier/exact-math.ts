// exp and ln out of additions, multiplications and divisions alone. The language leaves the last bit of
// Math.exp and Math.log to the engine; a training of a million steps would carry that bit into every
// weight. These come to the same bits wherever numbers are IEEE 754, and so does a training.

const LN2_HIGH = 0.693_147_180_369_123_8;
const LN2_LOW = 1.908_214_929_270_587_7e-10;
const SQRT2 = Math.SQRT2;

/** Enough for what a 32-bit float can hold; below, exp is 0, and above, infinite. */
const MAX_EXPONENT = 160;
const powersOfTwo = Float64Array.from({ length: 2 * MAX_EXPONENT + 1 }, (_, place) =>
  powerOfTwo(place - MAX_EXPONENT),
);

export function exp(x: number): number {
  const k = Math.round(x / Math.LN2);
  if (!(k >= -MAX_EXPONENT)) return x !== x ? NaN : 0;
  if (k > MAX_EXPONENT) return Infinity;
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  // |r| ≤ .35, so that the next term of the series would be below 1e-11
  const tail = r * (1 / 720 + r * (1 / 5_040 + r * (1 / 40_320 + r / 362_880)));
  const sum = 1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + tail)))));
  return sum * (powersOfTwo[k + MAX_EXPONENT] ?? 0);
}

/** Of numbers above 0. */
export function ln(x: number): number {
  let exponent = 0;
  let mantissa = x;
  while (mantissa > SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  while (mantissa < SQRT2 / 2) {
    mantissa *= 2;
    exponent -= 1;
  }
  // ln m = 2 artanh((m − 1) / (m + 1))
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let n = 19; n >= 1; n -= 2) sum = 1 / n + square * sum;
  return 2 * s * sum + exponent * LN2_LOW + exponent * LN2_HIGH;
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let n = 0; n < Math.abs(exponent); n += 1) power *= 2;
  return exponent < 0 ? 1 / power : power;
}
