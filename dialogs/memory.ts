import type { DialogContext } from 'botbuilder-dialogs';

import type { Standing } from '../knowledge/answer/answer.ts';

/** What the bot remembers of a conversation beside the question it is at. Losing it loses nothing that was given. */
export interface Memory {
  /** Messages in a row that nobody understood. */
  misunderstood: number;
  /** Uploads that came before their turn, oldest first. */
  held: string[];
  /** What the buttons of the last "did you mean" stand for: words in lower case to intent. */
  offers: Record<string, string>;
  /** What was answered last, to repeat it. */
  lastAnswer?: string;
  /** What was said about the account for this conversation only. */
  standing: Standing;
  /** Rows of the table of limits that an open question about the account is for. */
  limitIds?: readonly string[];
  /** What the bot made of the customer's problem, for the people who take over. */
  diagnosis?: TriedSoFar;
}

export interface TriedSoFar {
  readonly summary: string;
  /** Surest first. */
  readonly problemIds: readonly string[];
  readonly tried: readonly string[];
  readonly uploadIds: readonly string[];
}

/** Lives in the state of the outermost dialog, so it is there at every depth. */
export function memoryOf(dialogContext: DialogContext): Memory {
  let outermost = dialogContext;
  while (outermost.parent) outermost = outermost.parent;
  const state = outermost.activeDialog?.state as { memory?: Memory } | undefined;
  const fresh: Memory = { misunderstood: 0, held: [], offers: {}, standing: {} };
  if (!state) return fresh;
  return (state.memory ??= fresh);
}
