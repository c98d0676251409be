import type { Edges } from './edges.ts';
import { findLines, frameLines, type Line } from './find-lines.ts';
import { supportOf, type LineSupport } from './line-support.ts';
import { areaOf, clip, distance, isConvex, rectangle, sizeOf, type Point, type Quad } from './quad.ts';

/** A quadrilateral of straight edges that may be a document, in pixels of the searched picture. */
export interface FoundQuad {
  readonly corners: Quad;
  /** 0..1: how sure it is that this is the outline of one thing with a document's shape. */
  readonly confidence: number;
  /** For each side (top, right, bottom, left): false where the frame of the photo stands in for it. */
  readonly sides: readonly SideOfQuad[];
}

export interface SideOfQuad {
  /** The photo ends here, not the document. */
  readonly isFrame: boolean;
  /** Share of what is visible of it that is an edge. */
  readonly support: number;
}

const MOST_LINES = 30;
/** Of two opposite sides, in perspective. */
const MAX_OPPOSITE_ANGLE = Math.cos((24 * Math.PI) / 180);
const MIN_CROSSING_SINE = Math.sin((58 * Math.PI) / 180);
/** Smaller documents cannot be read, and small quadrilaterals are everywhere. */
const MIN_AREA_SHARE = 0.08;
/** How far corners may lie outside of the photo, as a share of its long edge. */
const MAX_OUTSIDE = 0.22;
const MIN_SIDE_SUPPORT = 0.4;
/** Share of a side that must lie in the photo. */
const MIN_VISIBLE = 0.4;
/** What a side must not do: run on beyond its corners, as edges of the table and lines of a layout do. */
const OVERRUN_SHARE = 0.16;

/** ID-1 is 1.586 times as long as high; ID-2, a passport's page, two of its pages, and A4 are 1.41 to 1.42 times. */
const SHAPES = [1.586, 1.415] as const;
const SHAPE_TOLERANCE = 0.13;

interface Side {
  readonly line: Line;
  readonly support: LineSupport;
  readonly isFrame: boolean;
}

/** Every likely outline, best first. */
export function findQuads(edges: Edges): readonly FoundQuad[] {
  const found: Side[] = findLines(edges, MOST_LINES).map((line) => ({
    line,
    support: supportOf(line, edges),
    isFrame: false,
  }));
  const frame: Side[] = frameLines(edges.width, edges.height).map((line) => ({
    line,
    support: supportOf(line, edges),
    isFrame: true,
  }));
  const pairs = pairsOf([...found, ...frame], edges);
  const quads: FoundQuad[] = [];
  for (const [i, one] of pairs.entries()) {
    for (const other of pairs.slice(i + 1)) {
      const quad = quadOf(one, other, edges);
      if (quad) quads.push(quad);
    }
  }
  return quads.sort((a, b) => b.confidence - a.confidence);
}

type Pair = readonly [Side, Side];

/** Sides that can lie opposite each other. At most one of them is the photo's frame. */
function pairsOf(sides: readonly Side[], { width, height }: Edges): Pair[] {
  const middle = { x: width / 2, y: height / 2 };
  const least = 0.16 * Math.min(width, height);
  const pairs: Pair[] = [];
  for (const [i, a] of sides.entries()) {
    for (const b of sides.slice(i + 1)) {
      if (a.isFrame && b.isFrame) continue;
      const cosine = a.line.nx * b.line.nx + a.line.ny * b.line.ny;
      if (Math.abs(cosine) < MAX_OPPOSITE_ANGLE) continue;
      const off = ({ line }: Side) => line.offset - line.nx * middle.x - line.ny * middle.y;
      if (Math.abs(off(a) - Math.sign(cosine) * off(b)) >= least) pairs.push([a, b]);
    }
  }
  return pairs;
}

function crossing(a: Line, b: Line): Point | undefined {
  const sine = a.nx * b.ny - a.ny * b.nx;
  if (Math.abs(sine) < MIN_CROSSING_SINE) return undefined;
  return {
    x: (a.offset * b.ny - b.offset * a.ny) / sine,
    y: (b.offset * a.nx - a.offset * b.nx) / sine,
  };
}

function quadOf([a, c]: Pair, [b, d]: Pair, edges: Edges): FoundQuad | undefined {
  const crossings = [
    crossing(d.line, a.line),
    crossing(a.line, b.line),
    crossing(b.line, c.line),
    crossing(c.line, d.line),
  ];
  const [p, q, r, s] = crossings;
  if (!p || !q || !r || !s) return undefined;
  const clockwise = isConvex([p, q, r, s]);
  const points: Quad = clockwise ? [p, q, r, s] : [q, p, s, r];
  if (!isConvex(points)) return undefined;
  const around: readonly Side[] = clockwise ? [a, b, c, d] : [a, d, c, b];
  return weigh(points, around, edges);
}

function weigh(points: Quad, around: readonly Side[], edges: Edges): FoundQuad | undefined {
  const { width, height } = edges;
  const reach = MAX_OUTSIDE * Math.max(width, height);
  if (points.some(({ x, y }) => x < -reach || y < -reach || x > width + reach || y > height + reach))
    return undefined;
  const shape = shapeOf(points);
  const frames = around.filter((side) => side.isFrame).length;
  if (frames > 1 || (shape === 0 && frames === 0)) return undefined;
  const areaShare = areaOf(clip(points, rectangle(width, height))) / (width * height);
  if (areaShare < MIN_AREA_SHARE) return undefined;

  let [least, sum, polarity, overrun] = [1, 0, 0, 0];
  const sides: SideOfQuad[] = [];
  for (const [i, side] of around.entries()) {
    const from = points[i] ?? points[0];
    const to = points[(i + 1) % 4] ?? points[0];
    if (side.isFrame) {
      sides.push({ isFrame: true, support: 0 });
      continue;
    }
    const { support } = side;
    const start = support.position(from);
    const end = support.position(to);
    if (support.visible(start, end) < MIN_VISIBLE * Math.abs(end - start)) return undefined;
    const share = support.share(start, end);
    if (share < MIN_SIDE_SUPPORT) return undefined;
    // A page that leaves the photo is seen up to the photo's end.
    const part = 0.12 * (end - start);
    if (around[(i + 1) % 4]?.isFrame && support.share(end - part, end) < 0.6) return undefined;
    if (around[(i + 3) % 4]?.isFrame && support.share(start, start + part) < 0.6) return undefined;
    least = Math.min(least, share);
    sum += share;
    // Which side is brighter, seen from inside: clockwise, the inside lies to the right.
    polarity += support.polarity(start, end) * Math.sign(end - start);
    overrun = Math.max(overrun, overrunOf(support, start, end));
    sides.push({ isFrame: false, support: share });
  }
  const real = 4 - frames;
  const support = 0.5 * least + 0.5 * (sum / real);
  const outline = 0.75 + 0.25 * Math.abs(polarity / real);
  const size = 0.75 + 0.25 * Math.min(1, areaShare / 0.35);
  const confidence =
    support * outline * size * (1 - 0.45 * overrun) * (frames > 0 ? 0.74 : 0.7 + 0.3 * shape);
  return { corners: startAtTopLeft(points), confidence, sides: rotateLike(points, sides) };
}

/** How clearly the line runs on just beyond its corners, compared with the side itself; 1: as if nothing ended there. */
function overrunOf(support: LineSupport, start: number, end: number): number {
  const length = OVERRUN_SHARE * (end - start);
  const gap = 0.03 * (end - start);
  const parts = [
    [start - gap, start - length],
    [end + gap, end + length],
  ] as const;
  const own = Math.max(1, support.strength(start, end));
  const runs = parts.map(([from, to]) =>
    support.visible(from, to) < 0.4 * Math.abs(to - from) ? 0 : support.strength(from, to) / own,
  );
  return Math.min(1, Math.max(...runs));
}

/** 0..1: how near the shape comes to one of a document's, lying or standing. */
function shapeOf(points: Quad): number {
  const { width, height } = sizeOf(points);
  const [a, b, c, d] = points;
  const even = (one: number, other: number) => Math.min(one, other) / Math.max(one, other);
  if (even(distance(a, b), distance(c, d)) < 0.6 || even(distance(b, c), distance(d, a)) < 0.6) return 0;
  const ratio = Math.max(width, height) / Math.min(width, height);
  const off = Math.min(...SHAPES.map((wanted) => Math.abs(Math.log(ratio / wanted))));
  return Math.max(0, 1 - Math.max(0, off - 0.04) / SHAPE_TOLERANCE);
}

/** The corner nearest to the photo's top left comes first. */
function firstCorner(points: Quad): number {
  const sums = points.map(({ x, y }) => x + y);
  return sums.indexOf(Math.min(...sums));
}

function startAtTopLeft(points: Quad): Quad {
  const first = firstCorner(points);
  const at = (i: number) => points[(first + i) % 4] ?? points[0];
  return [at(0), at(1), at(2), at(3)];
}

function rotateLike(points: Quad, sides: readonly SideOfQuad[]): SideOfQuad[] {
  const first = firstCorner(points);
  return [...sides.slice(first), ...sides.slice(0, first)];
}
