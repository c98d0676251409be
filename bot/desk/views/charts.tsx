import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import type { VNode } from 'preact';

import type { DataSet } from '../reading/data-sets.ts';
import { dayWords } from '../reading/words.ts';

const [WIDTH, HEIGHT] = [420, 220];
const MARGIN = { top: 12, right: 12, bottom: 26, left: 44 };
const TICKS = 4;
const NAME_HEIGHT = 16;
const BAR_HEIGHT = 12;
const ROW_GAP = 4;
const MOST_DOTS = 45;

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const shortDay = (day: string): string => dayAndMonth.format(new Date(`${day}T00:00:00Z`));

/** Drawn on the server: colours come from the style sheet, so that it is right in the light and in the dark. */
export function Chart({ set }: { set: DataSet }): VNode {
  if (isEmpty(set)) return <p class="nothing">Nothing in these days.</p>;
  return set.kind === 'days' ? <Lines set={set} /> : <Bars set={set} />;
}

const isEmpty = ({ rows }: DataSet): boolean =>
  rows.every(([, ...values]) => values.every((value) => value === undefined || value === 0));

/** The chart's message for those who do not see it; the figures stand in the table below. */
function summaryOf({ title, heads, rows, unit, kind }: DataSet): string {
  if (kind === 'bars') return `${title}: ${rows.map((row) => barWords(heads, row)).join(', ')}`;
  const most = heads.slice(1).map((head, index) => {
    const values = rows.map((row) => Number(row[index + 1] ?? 0));
    const top = Math.max(...values);
    return `${head.toLowerCase()} ${short.format(top)} ${unit} at most, on ${dayWords(rows[values.indexOf(top)]?.[0] ?? '')}`;
  });
  return `${title}: ${most.join('; ')}`;
}

function barWords([, ...series]: DataSet['heads'], [name, ...values]: DataSet['rows'][number]): string {
  if (series.length === 1) return `${name} ${values[0] ?? 0}`;
  return `${name} ${series.map((head, index) => `${head.toLowerCase()} ${values[index] ?? 0}`).join(' and ')}`;
}

function Lines({ set }: { set: DataSet }): VNode {
  const { heads, rows } = set;
  const days = rows.map(([day]) => day);
  const most = Math.max(1, ...rows.flatMap(([, ...values]) => values.map((value) => value ?? 0)));
  const x = scalePoint(days, [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear([0, most], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(TICKS);
  const step = Math.max(1, Math.ceil(days.length / 5));
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summaryOf(set)}>
        {ticksOf(y.ticks(TICKS), set).map((tick) => (
          <g key={tick}>
            <line class="grid" x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={y(tick)} y2={y(tick)} />
            <text x={MARGIN.left - 8} y={y(tick) + 4} text-anchor="end">
              {short.format(tick)}
            </text>
          </g>
        ))}
        {days.map((day, index) =>
          index % step === 0 ? (
            <text key={day} x={x(day)} y={HEIGHT - 7} text-anchor={index === 0 ? 'start' : 'middle'}>
              {shortDay(day)}
            </text>
          ) : null,
        )}
        {heads.slice(1).map((head, index) => (
          <Line
            key={head}
            points={rows.map((row) => [x(row[0]) ?? 0, valueAt(row, index, y)])}
            place={index + 1}
          />
        ))}
      </svg>
      <Legend heads={heads} />
    </>
  );
}

function Legend({ heads }: Pick<DataSet, 'heads'>): VNode {
  return (
    <ul class="legend" aria-hidden="true">
      {heads.slice(1).map((head, index) => (
        <li key={head} class={`series-${index + 1}`}>
          {head}
        </li>
      ))}
    </ul>
  );
}

/** There is no half of a ticket. */
const ticksOf = (ticks: readonly number[], { unit }: DataSet): readonly number[] =>
  unit === 'minutes' ? ticks : ticks.filter((tick) => Number.isInteger(tick));

function valueAt(
  row: DataSet['rows'][number],
  index: number,
  y: (value: number) => number,
): number | undefined {
  const value = row[index + 1];
  return typeof value === 'number' ? y(value) : undefined;
}

/** A day without a figure is a gap, not a nought. */
function Line({
  points,
  place,
}: {
  points: readonly (readonly [number, number | undefined])[];
  place: number;
}): VNode {
  const draw = line<readonly [number, number | undefined]>()
    .defined(([, y]) => y !== undefined)
    .x(([x]) => x)
    .y(([, y]) => y ?? 0);
  return (
    <g class={`series-${place}`}>
      <path d={draw([...points]) ?? ''} />
      {points.length <= MOST_DOTS &&
        points.map(([x, y]) => (y === undefined ? null : <circle key={x} cx={x} cy={y} r="2.5" />))}
    </g>
  );
}

/** A bar for each number of a row, one below the other. */
function Bars({ set }: { set: DataSet }): VNode {
  const { heads, rows } = set;
  const series = heads.length - 1;
  const rowHeight = NAME_HEIGHT + series * BAR_HEIGHT + ROW_GAP;
  const height = rows.length * rowHeight + 4;
  const most = Math.max(1, ...rows.flatMap(([, ...values]) => values.map((value) => value ?? 0)));
  const x = scaleLinear([0, most], [0, WIDTH - 60]);
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={summaryOf(set)}>
        {rows.map(([name, ...values], row) => (
          <g key={name} transform={`translate(0 ${row * rowHeight})`}>
            <text class="name" x="0" y="12">
              {name.length > 58 ? `${name.slice(0, 56)}…` : name}
            </text>
            {Array.from({ length: series }, (_, index) => (
              <Bar
                key={index}
                value={values[index] ?? 0}
                width={Math.max(1, x(values[index] ?? 0))}
                top={NAME_HEIGHT + index * BAR_HEIGHT}
                place={index + 1}
              />
            ))}
          </g>
        ))}
      </svg>
      {series > 1 && <Legend heads={heads} />}
    </>
  );
}

function Bar(props: { value: number; width: number; top: number; place: number }): VNode {
  const { value, width, top, place } = props;
  return (
    <g class={`series-${place}`}>
      <rect x="0" y={top} width={width} height="9" rx="3" />
      <text x={width + 6} y={top + 9}>
        {value.toLocaleString('en')}
      </text>
    </g>
  );
}
