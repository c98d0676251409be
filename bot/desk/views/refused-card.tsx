import type { VNode } from 'preact';

import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { ReasonWords } from './decision-card.tsx';
import { Moment } from './time.tsx';

export interface RefusedFile {
  readonly uploadId: string;
  /** What it was given for. */
  readonly words: string;
  readonly at: string;
  readonly reasons: readonly ReasonCode[];
  /** Where it can be looked at; undefined while it is masked or not to be seen. */
  readonly address?: string | undefined;
}

export interface RefusedCardProps {
  readonly title: string;
  readonly files: readonly RefusedFile[];
  readonly reasonWords: ReasonWords;
}

/** Tries that the checks refused. */
export function RefusedCard({ title, files, reasonWords }: RefusedCardProps): VNode | null {
  if (files.length === 0) return null;
  return (
    <section class="card" aria-labelledby="refused">
      <h2 id="refused">{title}</h2>
      <ul class="plain-list">
        {files.map(({ uploadId, words, at, reasons, address }) => (
          <li key={`${words}-${uploadId}`}>
            {address === undefined ? (
              words
            ) : (
              <a href={address} target="_blank" rel="noopener" data-large="">
                {words}
              </a>
            )}{' '}
            <span class="quiet small">
              <Moment at={at} />
            </span>
            <br />
            {reasons.map((code) => (
              <span key={code} class="small">
                {reasonWords(code).title} <code>{code}</code>{' '}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
