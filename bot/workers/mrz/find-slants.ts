import type { GreyPicture } from '../picture.ts';
import { threshold } from './grey-operations.ts';

/** Marked pixels that vote; more would only cost time. */
const VOTERS = 6000;
const COARSE_DEGREES = 2;
const FINE_DEGREES = 0.4;
/** How documents mostly lie: a busy table or a loud pattern can outvote the text on it. */
const ALWAYS = [0, 90, -11, 11];
/** Two slants closer than this are one. */
const APART_DEGREES = 7;

/**
 * The angles in radians, likeliest first, along which lines of marks may run: there, rows of marks and empty
 * rows alternate most sharply. All directions of a half-turn are asked; the usual ones are always among the
 * answers.
 */
export function findSlants(marks: GreyPicture, count: number): number[] {
  const points = votersOf(marks);
  const rows = Math.ceil(Math.hypot(marks.width, marks.height)) + 4;
  const profile = new Float32Array(rows);
  const contrast = (degrees: number) => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    profile.fill(0);
    for (let i = 0; i < points.length; i += 2) {
      const row = (points[i + 1] ?? 0) * cos - (points[i] ?? 0) * sin + rows / 2;
      const whole = row | 0;
      const part = row - whole;
      profile[whole] = (profile[whole] ?? 0) + 1 - part;
      profile[whole + 1] = (profile[whole + 1] ?? 0) + part;
    }
    let sum = 0;
    for (let i = 2; i < rows; i++) {
      const change = (profile[i] ?? 0) - (profile[i - 2] ?? 0);
      sum += change * change;
    }
    return sum;
  };
  const coarse: { degrees: number; contrast: number }[] = [];
  for (let degrees = -90; degrees < 90; degrees += COARSE_DEGREES) {
    coarse.push({ degrees, contrast: contrast(degrees) });
  }
  const slants: number[] = [];
  const add = (degrees: number) => {
    if (slants.every((other) => angleBetween(other, degrees) > APART_DEGREES)) slants.push(degrees);
  };
  for (const { degrees } of coarse.toSorted((a, b) => b.contrast - a.contrast)) {
    if (slants.length >= count) break;
    add(degrees);
  }
  const refined = slants.map((slant) => {
    let best = { degrees: slant, contrast: -1 };
    for (let d = slant - COARSE_DEGREES; d <= slant + COARSE_DEGREES; d += FINE_DEGREES) {
      const found = contrast(d);
      if (found > best.contrast) best = { degrees: d, contrast: found };
    }
    return best.degrees;
  });
  for (const always of ALWAYS) {
    if (refined.every((other) => angleBetween(other, always) > APART_DEGREES)) refined.push(always);
  }
  return refined.map((degrees) => (degrees * Math.PI) / 180);
}

/** Degrees between two directions of a half-turn. */
function angleBetween(a: number, b: number): number {
  const apart = Math.abs(a - b) % 180;
  return Math.min(apart, 180 - apart);
}

/** Coordinates of marked pixels from the middle of the picture: x, y, x, y, … */
function votersOf({ width, height, data }: GreyPicture): Float32Array {
  const limit = Math.max(20, threshold(data));
  let marked = 0;
  for (const level of data) if (level > limit) marked++;
  const every = Math.max(1, marked / VOTERS);
  const points: number[] = [];
  let [seen, due] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[y * width + x] ?? 0) <= limit) continue;
      if (seen++ < due) continue;
      due += every;
      points.push(x - width / 2, y - height / 2);
    }
  }
  return Float32Array.from(points);
}
