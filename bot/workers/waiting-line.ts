/** A customer who waits in the chat comes before work that nobody waits for. */
export type Priority = 'chat' | 'background';

export interface Waiting {
  readonly kind: 'document' | 'selfie' | 'screen' | 'paper' | 'page';
  readonly priority: Priority;
  /** When it was asked for, on a clock that never goes back. */
  readonly askedMs: number;
}

/** A selfie is quick to measure: it may overtake a document that was asked for at most so long before. */
const SELFIE_HEAD_START_MS = 2_000;

/** Background work gets every eighth thread that comes free, however busy the chat is. */
const BACKGROUND_EVERY = 8;

/**
 * Who is next. Nobody starves: a head start is bounded, so that a document is overtaken for a while only, and
 * background work has its share.
 */
export class WaitingLine<W extends Waiting> {
  readonly #lanes: Readonly<Record<Priority, W[]>> = { chat: [], background: [] };
  #chatInARow = 0;

  count(priority: Priority): number {
    return this.#lanes[priority].length;
  }

  join(waiting: W): void {
    const lane = this.#lanes[waiting.priority];
    const before = lane.findIndex((other) => rankOf(other) > rankOf(waiting));
    lane.splice(before === -1 ? lane.length : before, 0, waiting);
  }

  leave(waiting: W): void {
    const lane = this.#lanes[waiting.priority];
    const at = lane.indexOf(waiting);
    if (at !== -1) lane.splice(at, 1);
  }

  /** Takes the next one out; undefined when nobody waits. */
  next(): W | undefined {
    const { chat, background } = this.#lanes;
    const isBackgroundsTurn = chat.length === 0 || this.#chatInARow >= BACKGROUND_EVERY - 1;
    if (isBackgroundsTurn && background.length > 0) {
      this.#chatInARow = 0;
      return background.shift();
    }
    this.#chatInARow += 1;
    return chat.shift();
  }
}

const rankOf = ({ kind, askedMs }: Waiting): number =>
  kind !== 'selfie' ? askedMs + SELFIE_HEAD_START_MS : askedMs;
