import type { Activity, TurnContext } from 'botbuilder';
import { Dialog, type DialogContext, type DialogInstance, type DialogTurnResult } from 'botbuilder-dialogs';

export interface AnswerPromptState {
  readonly prompt: Partial<Activity>;
  /** Cards of this question carry it; a card with another token is an old one. */
  readonly token: string;
  /** The language that it is asked in. */
  readonly locale: string;
}

/** Sends a question and ends with the next message, whatever it holds: judging is the caller's part. */
export class AnswerPrompt extends Dialog<AnswerPromptState> {
  override async beginDialog(
    dialogContext: DialogContext,
    options: AnswerPromptState,
  ): Promise<DialogTurnResult> {
    if (dialogContext.activeDialog) dialogContext.activeDialog.state = options;
    await dialogContext.context.sendActivity({ ...options.prompt });
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dialogContext: DialogContext): Promise<DialogTurnResult> {
    return dialogContext.context.activity.type === 'message' ? dialogContext.endDialog() : Dialog.EndOfTurn;
  }

  override async resumeDialog(dialogContext: DialogContext): Promise<DialogTurnResult> {
    if (dialogContext.activeDialog)
      await this.repromptDialog(dialogContext.context, dialogContext.activeDialog);
    return Dialog.EndOfTurn;
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const { prompt } = instance.state as AnswerPromptState;
    await context.sendActivity({ ...prompt });
  }
}
