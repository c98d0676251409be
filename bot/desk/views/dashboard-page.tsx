import type { VNode } from 'preact';

import type { Period } from '../../storage/period.ts';
import type { DataSet } from '../reading/data-sets.ts';
import { dayWords } from '../reading/words.ts';
import { Chart } from './charts.tsx';
import { Layout, type Viewer } from './layout.tsx';

export interface DashboardProps {
  readonly viewer: Viewer;
  readonly period: Period;
  readonly sets: readonly DataSet[];
  /** Periods by one click, with how many days each has. */
  readonly offered: readonly { readonly days: number; readonly from: string; readonly to: string }[];
}

export function DashboardPage({ viewer, period, sets, offered }: DashboardProps): VNode {
  const { from, to, timeZone } = period;
  return (
    <Layout title="Figures" viewer={viewer} current="figures">
      <div class="spread">
        <h1>Figures</h1>
        <form class="period" action="/desk/figures" method="get">
          <nav class="tabs" aria-label="Period">
            {offered.map((one) => (
              <a
                key={one.days}
                href={`/desk/figures?from=${one.from}&to=${one.to}`}
                aria-current={one.from === from && one.to === to ? 'page' : undefined}
              >
                {one.days} days
              </a>
            ))}
          </nav>
          <label>
            From
            <input type="date" name="from" value={from} required />
          </label>
          <label>
            To
            <input type="date" name="to" value={to} required />
          </label>
          <button type="submit">Show</button>
        </form>
      </div>
      <p class="quiet small">
        {dayWords(from)} to {dayWords(to)}, days of {timeZone.replaceAll('_', ' ')}. At most a year at once.
      </p>
      <div class="figures">
        {sets.map((set) => (
          <Figure key={set.id} set={set} period={period} />
        ))}
      </div>
    </Layout>
  );
}

function Figure({ set, period }: { set: DataSet; period: Period }): VNode {
  return (
    <section class="card stack tight figure" aria-labelledby={`set-${set.id}`}>
      <div class="spread">
        <h2 id={`set-${set.id}`}>{set.title}</h2>
        <a class="small" href={`/desk/figures/${set.id}.csv?from=${period.from}&to=${period.to}`} download="">
          CSV<span class="unseen"> of {set.title}</span>
        </a>
      </div>
      <Chart set={set} />
      <details>
        <summary class="small">The figures</summary>
        {/* Focusable, so that the keyboard can scroll it. */}
        <div class="scroll-table" tabindex={0} role="region" aria-labelledby={`set-${set.id}`}>
          <table class="numbers">
            <thead>
              <tr>
                {set.heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {set.rows.map(([name, ...values]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {values.map((value, index) => (
                    <td key={index}>{value === undefined ? '–' : value.toLocaleString('en')}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
