import type { VNode } from 'preact';

import { clockWords, dayWords, durationWords, momentWords } from '../reading/words.ts';

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

/** The time of day where the day stands elsewhere. */
export function Clock({ at }: { at: string }): VNode {
  return (
    <time datetime={at} data-clock="" title={momentWords(at)}>
      {clockWords(at)}
    </time>
  );
}

export function Day({ at }: { at: string }): VNode {
  return (
    <time datetime={at} data-day="">
      {dayWords(at.slice(0, 10))}
    </time>
  );
}
