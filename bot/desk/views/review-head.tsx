import type { ComponentChildren, VNode } from 'preact';

import { Since } from './time.tsx';

export interface ReviewHeadProps {
  readonly title: string;
  readonly about: ComponentChildren;
  /** The queue that it comes from. */
  readonly queue: { readonly address: string; readonly words: string };
  readonly reference: string;
  readonly badges: ComponentChildren;
  /** RFC 3339: since when a reviewer is waited for; undefined where none is. */
  readonly waitingSince: string | undefined;
  /** Of the next one in the queue. */
  readonly next: string | undefined;
  readonly now: Date;
}

/** The head of a page on which something is decided. */
export function ReviewHead(props: ReviewHeadProps): VNode {
  const { title, about, queue, reference, badges, waitingSince, next, now } = props;
  return (
    <div class="page-head">
      <p class="crumbs">
        <a href={queue.address}>{queue.words}</a> <span class="id">{reference}</span>
      </p>
      <div class="spread">
        <h1>{title}</h1>
        <div class="marks" data-live="state">
          {badges}
          {waitingSince !== undefined && (
            <span class="quiet small">
              waiting for <Since at={waitingSince} now={now} />
            </span>
          )}
        </div>
      </div>
      <div class="spread">
        <p class="quiet">{about}</p>
        <div class="buttons">
          {next !== undefined && (
            <a class="button" href={next} data-next="" aria-keyshortcuts="n">
              Next in the queue
            </a>
          )}
          {waitingSince !== undefined && (
            <a class="button to-answer" href="#decide">
              Decide
            </a>
          )}
        </div>
      </div>
    </div>
  );
}
