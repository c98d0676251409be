import type { Edges } from './edges.ts';

/** All points with x·nx + y·ny = offset; (nx, ny) has length 1. */
export interface Line {
  readonly nx: number;
  readonly ny: number;
  readonly offset: number;
  /** Edge pixels on it, the clearer ones counting more. 0 for the frame of the photo. */
  readonly votes: number;
}

const ANGLES = 90;
const OFFSET_STEP_PX = 2;
/** Lines that differ less are one line. */
const SAME_ANGLE = Math.cos((5 * Math.PI) / 180);
const SAME_OFFSET_PX = 7;
/** A clear edge counts as much as a very clear one: it is length that makes a page's side. */
const FULL_STRENGTH = 24;

/** The longest straight edges, longest first (Hough, each pixel voting near the direction it has itself). */
export function findLines(edges: Edges, most: number): readonly Line[] {
  const { width, height, strength, noise } = edges;
  const reach = Math.ceil(Math.hypot(width, height));
  const columns = Math.ceil((2 * reach) / OFFSET_STEP_PX) + 2;
  const votes = new Float32Array(ANGLES * columns);
  const normals = Array.from({ length: ANGLES }, (_, i) => {
    const angle = (i * Math.PI) / ANGLES;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
  const points = strongPoints(edges);
  for (const at of points) {
    const x = at % width;
    const y = Math.floor(at / width);
    const angle = Math.atan2(edges.dy[at] ?? 0, edges.dx[at] ?? 0);
    const middle = Math.round((angle / Math.PI) * ANGLES);
    const weight = Math.min(1, ((strength[at] ?? 0) - noise) / FULL_STRENGTH + 0.15);
    for (let k = middle - 2; k <= middle + 2; k++) {
      const i = ((k % ANGLES) + ANGLES) % ANGLES;
      const [nx, ny] = normals[i] ?? [1, 0];
      const cell = i * columns + Math.round((x * nx + y * ny + reach) / OFFSET_STEP_PX);
      votes[cell] = (votes[cell] ?? 0) + weight;
    }
  }
  const shortest = 0.1 * Math.min(width, height);
  const peaks = peaksOf(votes, columns, shortest);
  const lines: Line[] = [];
  for (const { cell, count } of peaks) {
    if (lines.length >= most) break;
    const [nx, ny] = normals[Math.floor(cell / columns)] ?? [1, 0];
    const rough = { nx, ny, offset: (cell % columns) * OFFSET_STEP_PX - reach, votes: count };
    if (lines.some((line) => isSame(line, rough, width, height))) continue;
    const fine = refine(refine(rough, edges, points, 5), edges, points, 2.5);
    if (!lines.some((line) => isSame(line, fine, width, height))) lines.push(fine);
  }
  return lines;
}

function strongPoints({ strength, noise }: Edges): Int32Array {
  const points = new Int32Array(strength.length);
  let count = 0;
  for (let at = 0; at < strength.length; at++) if ((strength[at] ?? 0) > noise) points[count++] = at;
  return points.subarray(0, count);
}

function peaksOf(votes: Float32Array, columns: number, least: number): { cell: number; count: number }[] {
  const peaks: { cell: number; count: number }[] = [];
  for (let cell = 1; cell < votes.length - 1; cell++) {
    const count = votes[cell] ?? 0;
    if (count < least || count < (votes[cell - 1] ?? 0) || count <= (votes[cell + 1] ?? 0)) continue;
    if (count < (votes[cell - columns] ?? 0) || count <= (votes[cell + columns] ?? 0)) continue;
    // A line halfway between two cells shares its votes.
    peaks.push({ cell, count: count + Math.max(votes[cell - 1] ?? 0, votes[cell + 1] ?? 0) / 2 });
  }
  return peaks.sort((a, b) => b.count - a.count);
}

/** Judged where the photo is: at its middle. */
function isSame(a: Line, b: Line, width: number, height: number): boolean {
  const cosine = a.nx * b.nx + a.ny * b.ny;
  if (Math.abs(cosine) < SAME_ANGLE) return false;
  const off = (line: Line) => line.offset - line.nx * (width / 2) - line.ny * (height / 2);
  return Math.abs(off(a) - Math.sign(cosine) * off(b)) < SAME_OFFSET_PX;
}

/** The straight line through the edge pixels near a rough one (least squares across it). */
function refine(line: Line, edges: Edges, points: Int32Array, tolerancePx: number): Line {
  const { width, strength, dx, dy } = edges;
  let weight = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (const at of points) {
    const x = at % width;
    const y = Math.floor(at / width);
    if (Math.abs(x * line.nx + y * line.ny - line.offset) > tolerancePx) continue;
    if (Math.abs((dx[at] ?? 0) * line.nx + (dy[at] ?? 0) * line.ny) < 0.9) continue;
    const w = Math.min(FULL_STRENGTH, strength[at] ?? 0);
    weight = weight + w;
    sx = sx + w * x;
    sy = sy + w * y;
    sxx = sxx + w * x * x;
    sxy = sxy + w * x * y;
    syy = syy + w * y * y;
  }
  if (weight === 0) return line;
  const cx = sx / weight;
  const cy = sy / weight;
  const vx = sxx / weight - cx * cx;
  const vxy = sxy / weight - cx * cy;
  const vy = syy / weight - cy * cy;
  // The direction across a cloud of points is the one in which it varies least.
  const along = 0.5 * Math.atan2(2 * vxy, vx - vy);
  let nx = -Math.sin(along);
  let ny = Math.cos(along);
  if (nx * line.nx + ny * line.ny < 0) {
    nx = -nx;
    ny = -ny;
  }
  if (nx * line.nx + ny * line.ny < SAME_ANGLE) return line;
  return { nx, ny, offset: nx * cx + ny * cy, votes: line.votes };
}

/** The four sides of the photo itself: where a page leaves it, they end what can be seen of it. */
export function frameLines(width: number, height: number): readonly Line[] {
  return [
    { nx: 1, ny: 0, offset: 0, votes: 0 },
    { nx: 1, ny: 0, offset: width - 1, votes: 0 },
    { nx: 0, ny: 1, offset: 0, votes: 0 },
    { nx: 0, ny: 1, offset: height - 1, votes: 0 },
  ];
}
