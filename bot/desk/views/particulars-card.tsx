import type { VNode } from 'preact';

import type { ParticularsLine, ReadZone } from '../reading/particulars.ts';

const COMPARISON = {
  agrees: ['✓', 'yes', 'agrees'],
  unsure: ['?', 'unsure', 'not sure'],
  differs: ['✕', 'no', 'does not agree'],
  not_read: ['', 'none', 'could not be compared'],
} as const;

/** What the customer typed beside what the document says. */
export function ParticularsCard({
  lines,
  zone,
}: {
  lines: readonly ParticularsLine[];
  zone?: ReadZone | undefined;
}): VNode {
  return (
    <section class="card" aria-labelledby="particulars">
      <h2 id="particulars">Particulars</h2>
      <table class="particulars">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">What</span>
            </th>
            <th scope="col">Typed by the customer</th>
            <th scope="col">Read from the document</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ label, typed, read, comparison }) => {
            const [mark, holds, words] = COMPARISON[comparison];
            return (
              <tr key={label} class={`holds-${holds}`}>
                <th scope="row">
                  <span class="mark" aria-hidden="true">
                    {mark}
                  </span>
                  {label}
                </th>
                <td>{typed ? <span class="value">{typed}</span> : <span class="quiet">not asked</span>}</td>
                <td>
                  {read ? <span class="value">{read}</span> : <span class="quiet">not read</span>}
                  <span class="unseen">, {words}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {zone ? (
        <figure class="zone">
          <pre>{zone.lines.join('\n')}</pre>
          <figcaption class="quiet small">
            The machine-readable zone as it was read ({zone.mrz.format})
          </figcaption>
        </figure>
      ) : (
        <p class="quiet small">No machine-readable zone was read: compare with the photo yourself.</p>
      )}
    </section>
  );
}
