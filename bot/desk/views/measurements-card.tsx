import type { VNode } from 'preact';

import type { CriterionLine } from '../reading/criteria-lines.ts';
import { SLOT_WORDS } from '../reading/words.ts';
import type { ShownPhoto } from './photo-card.tsx';

const MARK = { yes: '✓', unsure: '?', no: '✕' } as const;
const HOLDS_WORDS = { yes: 'holds', unsure: 'a person decides', no: 'does not hold' } as const;

/** Everything that was measured, each beside what is demanded of it. */
export function MeasurementsCard({ photos }: { photos: readonly ShownPhoto[] }): VNode | null {
  if (photos.length === 0) return null;
  return (
    <section class="card" aria-labelledby="measurements">
      <h2 id="measurements">Measurements</h2>
      <div class="measured">
        {photos.map(({ slot, lines }) => (
          <div key={slot}>
            <h3 id={`measured-${slot}`}>{SLOT_WORDS[slot]}</h3>
            <CriterionTable labelledBy={`measured-${slot}`} lines={lines} />
          </div>
        ))}
      </div>
    </section>
  );
}

export function CriterionTable({
  labelledBy,
  lines,
}: {
  labelledBy: string;
  lines: readonly CriterionLine[];
}): VNode {
  return (
    <table class="measurements" aria-labelledby={labelledBy}>
      <thead class="unseen">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Measured, and the criterion</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.label} class={`holds-${line.holds}`}>
            <th scope="row">
              <span class="mark" aria-hidden="true">
                {MARK[line.holds]}
              </span>
              {line.label}
            </th>
            <td>
              <span class="value">{line.measured}</span>
              <span class="unseen">, {HOLDS_WORDS[line.holds]}: </span>
              <span class="quiet">{line.criterion}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
