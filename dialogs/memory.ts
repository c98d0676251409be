import type { DialogContext } from 'botbuilder-dialogs';

import type { Standing } from '../knowledge/answer/standing.ts';
import type { Asked } from '../knowledge/diagnose/walk.ts';

/** What the bot remembers of a conversation beside the question it is at. Losing it loses nothing that was given. */
export interface Memory {
  /** ISO 639-1: chosen by the customer, or the one in which they write. */
  language?: string;
  /** The languages were offered just now: a name alone is a choice, whatever is asked. */
  languagesOffered?: boolean;
  /** The code of a mail was asked for just now: what looks like any code is one. */
  mailCodeAsked?: boolean;
  /** Messages in a row that nobody understood. */
  misunderstood: number;
  /** Uploads that came before their turn, oldest first. */
  held: string[];
  /** What the buttons of the last "did you mean" stand for: words in lower case to an intent or a passage's target. */
  offers: Record<string, string>;
  /** What was answered last, to repeat it. */
  lastAnswer?: string;
  /** What was said about the account for this conversation only. */
  standing: Standing;
  /** What the last answer was about: for "and for futures?", and for who says that it did not help. */
  topic?: Topic;
  /** Messages of somebody who has had enough. */
  complaints?: number;
  /** Rows of the table of limits that an open question about the account is for. */
  limitIds?: readonly string[];
  /** What the bot made of the customer's problem, for the people who take over. */
  diagnosis?: TriedSoFar;
}

/** An answer that was given, and what it answered. */
export interface Topic {
  /** In the customer's words. */
  readonly question: string;
  /** What was shown for it: intents, and targets of passages. */
  readonly shown: readonly string[];
  /** Rows of the table, none for all of them; absent when it was not about the table. */
  readonly limitIds?: readonly string[];
  /** The word families that named them. */
  readonly concepts?: readonly string[];
  /** What the question itself said about the account. */
  readonly standing?: Standing;
  /** How often the customer said that it did not help. */
  readonly unhelpful: number;
  /** The bot was not sure what was meant, and has shown these to choose from; nothing was answered yet. */
  readonly askedBack?: true;
  /** Something else was said since: "no" does not mean that it did not help. */
  readonly past?: boolean;
}

export interface TriedSoFar {
  readonly summary: string;
  /** Surest first. */
  readonly problemIds: readonly string[];
  readonly tried: readonly string[];
  /** Absent in memories of releases before the trees. */
  readonly asked?: readonly Asked[];
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
