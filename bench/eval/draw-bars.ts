import { colourOf, draw, HEIGHT, WIDTH } from './draw.ts';

export interface Bar {
  /** What is measured, below the bars. */
  readonly group: string;
  /** Who is measured, by colour. */
  readonly name: string;
  readonly value: number;
}

/** Groups of bars side by side. `format` is one of d3-format, like `.0%`. */
export function drawBars(
  file: string,
  title: string,
  bars: readonly Bar[],
  { axis, format = '~s' }: { readonly axis: string; readonly format?: string },
  folder?: string,
): Promise<void> {
  const names = [...new Set(bars.map(({ name }) => name))].map((name) => ({ name }));
  const groups = [...new Set(bars.map(({ group }) => group))];
  const x = {
    field: 'group',
    type: 'nominal',
    title: null,
    sort: groups,
    axis: { labelAngle: groups.length > 6 ? -40 : 0 },
  } as const;
  const xOffset = { field: 'name', type: 'nominal', sort: names.map(({ name }) => name) } as const;
  const y = { field: 'value', type: 'quantitative', title: axis, axis: { format } } as const;
  return draw(
    file,
    {
      title,
      width: Math.max(WIDTH, bars.length * 34),
      height: HEIGHT,
      data: { values: [...bars] },
      layer: [
        { mark: { type: 'bar' }, encoding: { x, xOffset, y, color: colourOf(names) } },
        {
          mark: { type: 'text', baseline: 'bottom', dy: -2, fontSize: 11, color: '#333333' },
          encoding: { x, xOffset, y, text: { field: 'value', type: 'quantitative', format } },
        },
      ],
    },
    folder,
  );
}
