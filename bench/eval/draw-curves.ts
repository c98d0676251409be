import { colourOf, draw, HEIGHT, WIDTH } from './draw.ts';
import type { ErrorPoint } from './error-curve.ts';

const DASHES = [
  [1, 0],
  [8, 3],
  [2, 2],
  [8, 3, 2, 3],
  [4, 4],
  [12, 3],
];

export interface Curve {
  readonly name: string;
  readonly points: readonly ErrorPoint[];
}

/** What is right against what is wrongly accepted: the ROC curve, false matches on a logarithmic axis. */
export function drawRoc(
  file: string,
  title: string,
  curves: readonly Curve[],
  folder?: string,
): Promise<void> {
  const floor = lowestDecade(curves, ({ fmr }) => fmr);
  const values = rowsOf(curves, ({ fmr, fnmr }) => [Math.max(fmr, floor), 1 - fnmr]);
  // The first point accepts nobody; what is interesting begins at the next one.
  const least = values.reduce((min, { y }) => (y > 0 ? Math.min(min, y) : min), 1);
  const lowest = Math.floor(Math.min(least, 0.99) * 10) / 10;
  return drawLines(
    file,
    title,
    values,
    curves,
    {
      x: { title: 'false match rate (FMR), log', scale: { type: 'log', domain: [floor, 1] } },
      y: { title: 'true match rate (1 − FNMR)', scale: { domain: [lowest, 1] } },
    },
    folder,
  );
}

/** Both errors against each other on logarithmic axes: the DET curve. The lower the better. */
export function drawDet(
  file: string,
  title: string,
  curves: readonly Curve[],
  folder?: string,
): Promise<void> {
  const [fmrFloor, fnmrFloor] = [
    lowestDecade(curves, ({ fmr }) => fmr),
    lowestDecade(curves, ({ fnmr }) => fnmr),
  ];
  const values = rowsOf(curves, ({ fmr, fnmr }) => [Math.max(fmr, fmrFloor), Math.max(fnmr, fnmrFloor)]);
  return drawLines(
    file,
    title,
    values,
    curves,
    {
      x: { title: 'false match rate (FMR), log', scale: { type: 'log', domain: [fmrFloor, 1] } },
      y: { title: 'false non-match rate (FNMR), log', scale: { type: 'log', domain: [fnmrFloor, 1] } },
    },
    folder,
  );
}

interface Row {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** Its place on the curve. */
  readonly at: number;
}

/** Corners of a curve; thousands of thresholds that change nothing to see would only make the file large. */
function rowsOf(curves: readonly Curve[], place: (point: ErrorPoint) => readonly [number, number]): Row[] {
  return curves.flatMap(({ name, points }) => {
    const rows = points.map((point, at) => {
      const [x, y] = place(point);
      return { name, x: Number(x.toPrecision(3)), y: Number(y.toPrecision(4)), at };
    });
    return rows.filter(
      (row, i) =>
        !(rows[i - 1]?.x === row.x && rows[i + 1]?.x === row.x) &&
        !(rows[i - 1]?.y === row.y && rows[i + 1]?.y === row.y),
    );
  });
}

function drawLines(
  file: string,
  title: string,
  values: readonly Row[],
  curves: readonly Curve[],
  axes: { readonly x: object; readonly y: object },
  folder?: string,
): Promise<void> {
  const names = curves.map(({ name }) => name);
  return draw(
    file,
    {
      title,
      width: WIDTH,
      height: HEIGHT,
      data: { values: [...values] },
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2, clip: true },
      encoding: {
        x: { field: 'x', type: 'quantitative', ...axes.x, axis: { format: '~p' } },
        y: { field: 'y', type: 'quantitative', ...axes.y, axis: { format: '~p' } },
        color: colourOf(curves),
        strokeDash: {
          field: 'name',
          type: 'nominal',
          sort: null,
          scale: { domain: names, range: DASHES.slice(0, names.length) },
        },
        order: { field: 'at', type: 'quantitative' },
      },
    },
    folder,
  );
}

/** The power of ten at or below the smallest error that the data can show. */
function lowestDecade(curves: readonly Curve[], error: (point: ErrorPoint) => number): number {
  const shown = curves.flatMap(({ points }) => points.map(error)).filter((value) => value > 0);
  const smallest = shown.reduce((min, value) => Math.min(min, value), 0.1);
  return 10 ** Math.floor(Math.log10(smallest) + 1e-9);
}
