import type { VNode } from 'preact';

import { Moment } from './time.tsx';

export interface HistoryLine {
  readonly at: string;
  readonly text: string;
}

/** What happened, oldest first. */
export function HistoryCard({ lines }: { lines: readonly HistoryLine[] }): VNode {
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol class="history">
        {lines.map((line, index) => (
          <li key={index}>
            <span>{line.text}</span>
            <span class="quiet small">
              <Moment at={line.at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
