import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';

import type { Need } from './split-needs.ts';

export const NEEDS = 'needs';

export interface NeedsState {
  readonly needs: readonly Need[];
}

interface Progress extends NeedsState {
  /** How many were begun. */
  begun: number;
}

/** What a need leads to, as if it had been a message of its own. `more`: something follows in the same turn. */
export type AnswerNeed = (dialogs: DialogContext, need: Need, more: boolean) => Promise<void>;

/**
 * Answers the needs of one message one after the other, each once. A need that begins a flow is on top of this
 * until the flow ends; then the next one comes.
 */
export class NeedsDialog extends Dialog<NeedsState> {
  readonly #answer: AnswerNeed;

  constructor(answer: AnswerNeed) {
    super(NEEDS);
    this.#answer = answer;
  }

  override beginDialog(dialogs: DialogContext, options?: NeedsState): Promise<DialogTurnResult> {
    const progress: Progress = { needs: options?.needs ?? [], begun: 0 };
    if (dialogs.activeDialog) dialogs.activeDialog.state = progress;
    return this.#goOn(dialogs);
  }

  override continueDialog(dialogs: DialogContext): Promise<DialogTurnResult> {
    return this.#goOn(dialogs);
  }

  override resumeDialog(dialogs: DialogContext): Promise<DialogTurnResult> {
    return this.#goOn(dialogs);
  }

  async #goOn(dialogs: DialogContext): Promise<DialogTurnResult> {
    const mine = dialogs.activeDialog;
    const progress = mine?.state as Progress;
    for (;;) {
      const need = progress.needs[progress.begun];
      if (!need) return dialogs.endDialog();
      progress.begun += 1;
      const { begun } = progress;
      const isLast = begun === progress.needs.length;
      await this.#answer(dialogs, need, !isLast || dialogs.stack.length > 1);
      // A flow took over, or one that ended at once has gone on from here already.
      if (dialogs.activeDialog !== mine || progress.begun !== begun) return Dialog.EndOfTurn;
    }
  }
}
