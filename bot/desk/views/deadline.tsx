import type { VNode } from 'preact';

import { dueWords, momentWords } from '../reading/words.ts';

/** A promise that is still to be kept; the script keeps it counting, also past its time. */
export function Deadline({ at, now, what }: { at: string; now: Date; what: string }): VNode {
  const leftMs = Date.parse(at) - now.getTime();
  return (
    <time
      class={`badge ${leftMs < 0 ? 'bad' : 'quiet'}`}
      datetime={at}
      data-due={what}
      title={`${what}: ${momentWords(at)}`}
    >
      {dueWords(what, leftMs)}
    </time>
  );
}

/** One that was kept or not. */
export function KeptDeadline({ at, keptAt }: { at: string; keptAt: string }): VNode {
  const late = Date.parse(keptAt) > Date.parse(at);
  return <span class={`badge ${late ? 'bad' : 'good'}`}>{late ? 'late' : 'in time'}</span>;
}
