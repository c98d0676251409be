import { colourOf, draw, HEIGHT, WIDTH } from './draw.ts';

export interface ScoreGroup {
  /** Like `one person` or `two people`. */
  readonly name: string;
  readonly scores: readonly number[];
}

export interface HistogramLook {
  readonly axis: string;
  /** Lines drawn through it, such as the edges of the bands. */
  readonly marks?: readonly { readonly at: number; readonly name: string }[];
  readonly bins?: number;
}

/** How often each group has each score, as a share of that group. */
export function drawHistogram(
  file: string,
  title: string,
  groups: readonly ScoreGroup[],
  { axis, marks = [], bins = 50 }: HistogramLook,
  folder?: string,
): Promise<void> {
  const all = groups.flatMap(({ scores }) => scores);
  const [low, high] = all.reduce(
    ([min, max], score) => [Math.min(min, score), Math.max(max, score)],
    [Infinity, -Infinity],
  );
  const width = (high - low) / bins || 1;
  const values = groups.flatMap(({ name, scores }) => {
    const counts = new Array<number>(bins).fill(0);
    for (const score of scores) {
      const bin = Math.min(bins - 1, Math.floor((score - low) / width));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts.map((count, i) => ({
      name,
      from: rounded(low + i * width),
      to: rounded(low + (i + 1) * width),
      share: rounded(count / scores.length),
    }));
  });
  return draw(
    file,
    {
      title,
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          data: { values },
          mark: { type: 'bar', opacity: 0.6, binSpacing: 0 },
          encoding: {
            x: { field: 'from', type: 'quantitative', bin: { binned: true }, title: axis },
            x2: { field: 'to' },
            y: {
              field: 'share',
              type: 'quantitative',
              title: 'share of the group',
              stack: null,
              axis: { format: '.0%' },
            },
            color: colourOf(groups),
          },
        },
        {
          data: { values: [...marks] },
          mark: { type: 'rule', color: '#1a1a1a', strokeDash: [4, 3] },
          encoding: { x: { field: 'at', type: 'quantitative' } },
        },
        {
          data: { values: [...marks] },
          mark: { type: 'text', align: 'left', baseline: 'top', dx: 4, fontSize: 12, color: '#1a1a1a' },
          encoding: { x: { field: 'at', type: 'quantitative' }, y: { value: 0 }, text: { field: 'name' } },
        },
      ],
    },
    folder,
  );
}

const rounded = (value: number): number => Number(value.toPrecision(6));
