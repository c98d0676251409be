import type { Edges } from './edges.ts';
import type { Line } from './find-lines.ts';
import type { Point } from './quad.ts';

/** How much of a line is really an edge, from anywhere to anywhere on it, without walking it again. */
export interface LineSupport {
  /** Where along the line a point lies. */
  position(point: Point): number;
  /** Share of the part between two positions that is an edge; only what lies in the photo counts. */
  share(from: number, to: number): number;
  /** Mean strength of the edge on the part; 0 where there is none. */
  strength(from: number, to: number): number;
  /** -1..1: whether the same side is the brighter one all along. */
  polarity(from: number, to: number): number;
  /** Pixels of the part that lie in the photo. */
  visible(from: number, to: number): number;
}

/** A lamp's reflection must not outweigh a whole side. */
const MAX_STRENGTH = 60;
const ACROSS_PX = [0, -1, 1, -2, 2] as const;

export function supportOf(line: Line, edges: Edges): LineSupport {
  const { width, height, strength, dx, dy, noise } = edges;
  const reach = Math.ceil(Math.hypot(width, height)) + 2;
  const [ux, uy] = [-line.ny, line.nx];
  const [baseX, baseY] = [line.nx * line.offset, line.ny * line.offset];
  const count = 2 * reach + 1;
  const sums = () => new Float64Array(count + 1);
  const [seen, hits, signs, strengths] = [sums(), sums(), sums(), sums()];
  for (let i = 0; i < count; i++) {
    const x = baseX + (i - reach) * ux;
    const y = baseY + (i - reach) * uy;
    let inside = 0;
    let hit = 0;
    let sign = 0;
    let clear = 0;
    if (x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1) {
      inside = 1;
      for (const k of ACROSS_PX) {
        const px = Math.round(x + k * line.nx);
        const py = Math.round(y + k * line.ny);
        if (px < 0 || py < 0 || px >= width || py >= height) continue;
        const at = py * width + px;
        if ((strength[at] ?? 0) <= noise) continue;
        const along = (dx[at] ?? 0) * line.nx + (dy[at] ?? 0) * line.ny;
        if (Math.abs(along) < 0.86) continue;
        hit = 1;
        sign = Math.sign(along);
        clear = Math.min(MAX_STRENGTH, strength[at] ?? 0);
        break;
      }
    }
    seen[i + 1] = (seen[i] ?? 0) + inside;
    hits[i + 1] = (hits[i] ?? 0) + hit;
    signs[i + 1] = (signs[i] ?? 0) + sign;
    strengths[i + 1] = (strengths[i] ?? 0) + clear;
  }
  const index = (position: number) => Math.max(0, Math.min(count, Math.round(position) + reach));
  const between = (sums: Float64Array, from: number, to: number) => {
    const [a, b] = from < to ? [from, to] : [to, from];
    return (sums[index(b)] ?? 0) - (sums[index(a)] ?? 0);
  };
  return {
    position: ({ x, y }) => (x - baseX) * ux + (y - baseY) * uy,
    share: (from, to) => between(hits, from, to) / Math.max(1, between(seen, from, to)),
    strength: (from, to) => between(strengths, from, to) / Math.max(1, between(seen, from, to)),
    polarity: (from, to) => between(signs, from, to) / Math.max(1, between(hits, from, to)),
    visible: (from, to) => between(seen, from, to),
  };
}
