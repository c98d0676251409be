import type { DialogContext } from 'botbuilder-dialogs';

import type { AnswerPromptState } from './answer-prompt.ts';
import { QuestionDialog, type Asking, type Question } from './question.ts';

/** The question that waits for an answer. */
export interface Waiting {
  /** Id of the outermost dialog that it belongs to: a flow, or the question itself. */
  readonly flow: string;
  readonly question: Question<Asking, unknown>;
  readonly options: Asking;
  readonly token: string;
}

interface Instance {
  readonly id: string;
  readonly state: {
    readonly options?: Asking;
    readonly dialogs?: { readonly dialogStack?: readonly Instance[] };
  };
}

/** Undefined when nothing waits. */
export function findWaiting(dialogContext: DialogContext): Waiting | undefined {
  const flow = dialogContext.activeDialog?.id;
  let level: DialogContext | undefined = dialogContext;
  while (level && flow !== undefined) {
    const id: string | undefined = level.activeDialog?.id;
    const dialog = id === undefined ? undefined : level.findDialog(id);
    if (dialog instanceof QuestionDialog) {
      const [steps, prompt] = (level.activeDialog as Instance).state.dialogs?.dialogStack ?? [];
      if (!steps || !prompt) return undefined;
      const { token } = prompt.state as unknown as AnswerPromptState;
      return {
        flow,
        question: dialog.question as Question<Asking, unknown>,
        options: steps.state.options ?? {},
        token,
      };
    }
    level = level.child;
  }
  return undefined;
}

/**
 * Empties the stack when it names a dialog that this release does not have. Nothing is lost: what was given
 * lives outside of it, and the next message finds the way from there.
 */
export function forgetUnknownDialogs(dialogContext: DialogContext): void {
  const isKnown = (level: DialogContext | undefined): boolean => {
    if (!level?.activeDialog) return true;
    return level.stack.every(({ id }) => level.findDialog(id) !== undefined) && isKnown(level.child);
  };
  if (!isKnown(dialogContext)) dialogContext.stack.splice(0);
}
