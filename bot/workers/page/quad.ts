export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Four corners, clockwise as seen, the first at the top left of what they bound. */
export type Quad = readonly [Point, Point, Point, Point];

/** Sides from the first corner on: top, right, bottom, left. */
export function sidesOf(quad: Quad): readonly (readonly [Point, Point])[] {
  const [a, b, c, d] = quad;
  return [
    [a, b],
    [b, c],
    [c, d],
    [d, a],
  ];
}

export const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

export function areaOf(polygon: readonly Point[]): number {
  let twice = 0;
  polygon.forEach((point, i) => {
    const next = polygon[(i + 1) % polygon.length] ?? point;
    twice += point.x * next.y - next.x * point.y;
  });
  return Math.abs(twice) / 2;
}

/** Mean width and height of a quadrilateral seen nearly from above. */
export function sizeOf([a, b, c, d]: Quad): { width: number; height: number } {
  return { width: (distance(a, b) + distance(d, c)) / 2, height: (distance(a, d) + distance(b, c)) / 2 };
}

/** Whether the corners turn clockwise all the way round. */
export function isConvex(quad: Quad): boolean {
  return quad.every((point, i) => {
    const [next, after] = [quad[(i + 1) % 4] ?? point, quad[(i + 2) % 4] ?? point];
    return (next.x - point.x) * (after.y - next.y) - (next.y - point.y) * (after.x - next.x) > 0;
  });
}

export function contains(quad: Quad, { x, y }: Point): boolean {
  return sidesOf(quad).every(
    ([from, to]) => (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) >= 0,
  );
}

/** What of a polygon lies inside a convex quadrilateral (Sutherland and Hodgman). */
export function clip(polygon: readonly Point[], quad: Quad): readonly Point[] {
  let left = polygon;
  for (const [from, to] of sidesOf(quad)) {
    const side = (point: Point) =>
      (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
    left = left.flatMap((point, i) => {
      const before = left[(i + left.length - 1) % left.length] ?? point;
      const here = side(point);
      const there = side(before);
      const share = there / (there - here);
      const crossing = {
        x: before.x + share * (point.x - before.x),
        y: before.y + share * (point.y - before.y),
      };
      if (here >= 0) return there >= 0 ? [point] : [crossing, point];
      return there >= 0 ? [crossing] : [];
    });
  }
  return left;
}

export const rectangle = (width: number, height: number): Quad => [
  { x: 0, y: 0 },
  { x: width, y: 0 },
  { x: width, y: height },
  { x: 0, y: height },
];

export function scaled([a, b, c, d]: Quad, factor: number): Quad {
  const times = ({ x, y }: Point) => ({ x: x * factor, y: y * factor });
  return [times(a), times(b), times(c), times(d)];
}
