import { createRandom } from './random.ts';

/** What documents are photographed on. */
export const TABLES = ['grey', 'white', 'dark', 'wood', 'checked', 'marble', 'print', 'blanket'] as const;
export type Table = (typeof TABLES)[number];

type Colour = readonly [number, number, number];

/** The colour of a table at a place given as a share of the photo's long edge. */
export function paintTable(table: Table, seed: number): (x: number, y: number) => Colour {
  const random = createRandom(seed);
  const [a, b, c] = [random(), random(), random()];
  const clouds = cloudsOf(random);
  const tint = (level: number, warm = 0): Colour => [level + warm, level, level - warm];
  switch (table) {
    case 'grey':
      return (x, y) => tint(105 + 40 * a + 6 * clouds(x, y), 4);
    case 'white':
      return (x, y) => tint(232 + 5 * clouds(x, y), 2);
    case 'dark':
      return (x, y) => tint(28 + 24 * a + 5 * clouds(x, y), 2);
    case 'wood': {
      // Rings of a tree cut lengthwise, and planks with dark gaps between them.
      const plank = 0.16 + 0.1 * b;
      return (x, y) => {
        const nth = Math.floor(y / plank);
        const ring = Math.sin(60 * (y + nth) + 5 * clouds(x * 0.4, y * 3 + nth) + 8 * a);
        const gap = (y / plank) % 1 < 0.02 ? 0.45 : 1;
        const level = (118 + 14 * ring + 10 * Math.sin(nth * 7 + c * 9)) * gap;
        return [level * 1.18, level * 0.88, level * 0.6];
      };
    }
    case 'checked': {
      const edge = 0.045 + 0.04 * a;
      return (x, y) => {
        const bars = (Math.floor(x / edge) % 2) + (Math.floor(y / edge) % 2);
        return [235 - 25 * bars + 4 * clouds(x, y), 225 - 85 * bars, 220 - 85 * bars];
      };
    }
    case 'marble':
      return (x, y) => {
        const vein = Math.abs(Math.sin(9 * (x + 0.6 * y) + 3.5 * clouds(x, y) + 6 * b));
        return tint(195 - 75 * Math.max(0, 1 - 9 * vein) + 10 * clouds(2 * x, 2 * y), -3);
      };
    case 'print':
      // A newspaper: rows of dark marks in columns.
      return (x, y) => {
        const inColumn = (x / 0.23) % 1 < 0.92;
        const inRow = (y / 0.012) % 1 < 0.55;
        const mark = Math.sin(900 * x + 37 * Math.floor(y / 0.012)) + Math.sin(610 * x + a) > 0.3;
        return tint(inColumn && inRow && mark ? 70 : 214, 4);
      };
    case 'blanket':
      return (x, y) => {
        const weave = Math.sin(420 * x) * Math.sin(420 * y);
        const fold = clouds(1.4 * x, 1.4 * y);
        return [
          70 + 60 * a + 22 * weave + 26 * fold,
          60 + 60 * b + 18 * weave + 22 * fold,
          85 + 60 * c + 18 * weave + 20 * fold,
        ];
      };
  }
}

/** Smooth random hills from about -1 to 1. */
function cloudsOf(random: () => number): (x: number, y: number) => number {
  const waves = Array.from({ length: 7 }, (_, i) => ({
    fx: (random() - 0.5) * 5 * (i + 1),
    fy: (random() - 0.5) * 5 * (i + 1),
    phase: random() * 6.3,
    size: 1 / (i + 1.5),
  }));
  return (x, y) =>
    waves.reduce((sum, { fx, fy, phase, size }) => sum + size * Math.sin(6.3 * (fx * x + fy * y) + phase), 0);
}
