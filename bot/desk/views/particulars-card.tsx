import type { VNode } from 'preact';

import type { TextLine } from '../../../knowledge/checks/document-measurements.ts';
import { markDifferences, type MarkedPart } from '../reading/mark-differences.ts';
import type { ParticularsLine, Reading, ReadZone } from '../reading/particulars.ts';

const COMPARISON = {
  agrees: ['✓', 'yes', 'agrees'],
  unsure: ['?', 'unsure', 'not sure'],
  differs: ['✕', 'no', 'does not agree'],
  not_read: ['', 'none', 'could not be compared'],
} as const;

const SOURCE = { zone: 'zone', barcode: 'barcode', print: 'print' } as const;

/** What the customer typed beside what the document says. */
export function ParticularsCard({
  lines,
  zone,
  print,
  masked,
}: {
  lines: readonly ParticularsLine[];
  zone?: ReadZone | undefined;
  print: readonly TextLine[];
  /** Zone and print, as they were read, are not there at all. */
  masked: boolean;
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
          {lines.map(({ label, typed, readings, comparison }) => {
            const [mark, holds, words] = COMPARISON[comparison];
            return (
              <tr key={label} class={`holds-${holds}`}>
                <th scope="row">
                  <span class="mark" aria-hidden="true">
                    {mark}
                  </span>
                  {label}
                </th>
                <td>
                  {typed ? (
                    <span class="value">
                      <Marked parts={typedParts(typed, readings)} />
                    </span>
                  ) : (
                    <span class="quiet">not asked</span>
                  )}
                </td>
                <td>
                  {readings.length === 0 && <span class="quiet">not read</span>}
                  {readings.map((reading) => (
                    <ReadValue key={reading.source} reading={reading} typed={typed} />
                  ))}
                  <span class="unseen">, {words}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {zone && (
        <figure class="zone">
          {/* Focusable, so that the keyboard can scroll it. */}
          <pre tabindex={0} role="group" aria-label="Machine-readable zone">
            {zone.lines.join('\n')}
          </pre>
          <figcaption class="quiet small">
            The machine-readable zone as it was read ({zone.mrz.format})
          </figcaption>
        </figure>
      )}
      {print.length > 0 && (
        <details class="print">
          <summary class="quiet small">The print as it was read, right or wrong</summary>
          <pre tabindex={0} role="group" aria-label="Print">
            {print.map(({ text }) => text).join('\n')}
          </pre>
        </details>
      )}
      {!zone && !masked && lines.every(({ readings }) => readings.length === 0) && (
        <p class="quiet small">Nothing could be read by machine: compare with the photo yourself.</p>
      )}
    </section>
  );
}

/** Dates and codes are written in other ways than they are typed: only what is spelt alike is compared by letters. */
const isSpelt = (typed: string, { value, comparison }: Reading): boolean =>
  comparison !== 'agrees' && value !== '' && typed !== '' && !/^\d{2}\.\d{2}\.\d{2}$|^Code /.test(value);

function typedParts(typed: string, readings: readonly Reading[]): readonly MarkedPart[] {
  const reading = readings.find((one) => isSpelt(typed, one));
  return reading ? markDifferences(typed, reading.value)[0] : [{ text: typed, marked: false }];
}

function Marked({ parts }: { parts: readonly MarkedPart[] }): VNode {
  return <>{parts.map(({ text, marked }, index) => (marked ? <mark key={index}>{text}</mark> : text))}</>;
}

/** Print is not taken apart: the typed words are looked for in it. */
function ReadValue({ reading, typed }: { reading: Reading; typed: string }): VNode {
  const { source, value, comparison } = reading;
  const parts = isSpelt(typed, reading) ? markDifferences(typed, value)[1] : [{ text: value, marked: false }];
  const found = comparison === 'agrees' ? 'found' : 'not found';
  return (
    <div class={`reading holds-${COMPARISON[comparison][1]}`}>
      {value ? (
        <span class="value">
          <Marked parts={parts} />
        </span>
      ) : (
        <span class="quiet">{source === 'print' ? found : 'blank'}</span>
      )}{' '}
      <span class="quiet small">{SOURCE[source]}</span>
    </div>
  );
}
