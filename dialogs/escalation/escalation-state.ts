import type { TriedSoFar } from '../memory.ts';

export interface EscalationState {
  /** What the bot knows already. */
  readonly prefill?: TriedSoFar | undefined;
  /** One ticket per wish, however often a turn is run: the activity that asked for it. */
  readonly key?: string;
  /** The open ticket to add to; null: a new one. */
  readonly addTo?: string | null;
  readonly summary?: string;
  readonly uploadIds?: readonly string[];
  readonly filesDone?: boolean;
  /** Null: skipped. */
  readonly email?: string | null;
}
