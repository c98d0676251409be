// Inside jest each use of a global costs a look-up across realms; millions of them would take a minute.
const { cos, exp, floor, imul, log, max, min, PI, round: whole, sqrt } = Math;

const NUMBERS = 128;
/**
 * How far each number spreads: strangers are 0.85 apart on average, and a few in ten thousand within 0.5, as
 * with real faces. They would be none if all numbers spread alike.
 */
const SPREADS = Array.from({ length: NUMBERS }, (_, place) => 0.18 * exp(-place / 22));

/** Strangers' faces as numbers, the same in each run. */
export function drawFaces(count: number, seed = 1): number[][] {
  const draw = random(seed);
  return Array.from({ length: count }, () =>
    SPREADS.map((spread) => round(max(-0.6, min(0.6, normal(draw) * spread)))),
  );
}

/** Another photo of the same face: at this distance, give or take. */
export function moved(descriptor: readonly number[], distance: number, seed = 7): number[] {
  const draw = random(seed);
  return descriptor.map((value) => round(value + (normal(draw) * distance) / sqrt(descriptor.length)));
}

export function drawHashes(count: number): string[] {
  const draw = random(3);
  const half = () =>
    floor(draw() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return Array.from({ length: count }, () => half() + half());
}

const round = (value: number): number => whole(value * 1e4) / 1e4 + 0;

function normal(draw: () => number): number {
  return sqrt(-2 * log(1 - draw())) * cos(2 * PI * draw());
}

/** Mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
