import type { VNode } from 'preact';

import { durationWords, momentWords } from '../reading/words.ts';

/** A moment; the script shows it in the agent's own time zone. */
export function Moment({ at }: { at: string }): VNode {
  return (
    <time datetime={at} data-moment="">
      {momentWords(at)}
    </time>
  );
}

/** How long ago; the script keeps it counting. */
export function Since({ at, now }: { at: string; now: Date }): VNode {
  return (
    <time datetime={at} data-since="" title={momentWords(at)}>
      {durationWords(now.getTime() - Date.parse(at))}
    </time>
  );
}
