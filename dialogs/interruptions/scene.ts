import type { Activity } from 'botbuilder';
import type { DialogContext } from 'botbuilder-dialogs';

import type { Recognition } from '../../knowledge/recognise/recognise.ts';
import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import type { ChoiceId } from '../replies/words.ts';
import type { Turn } from '../turn.ts';
import type { Waiting } from '../waiting.ts';
import { menuFor } from './menu.ts';

/** Where an interruption plays: the message, the question that waits, and the flows that can be begun. */
export interface Scene {
  readonly means: Means;
  readonly dialogs: DialogContext;
  readonly turn: Turn;
  readonly waiting: Waiting | undefined;
  readonly recognition: Recognition | undefined;
}

/** Says something and asks again where the customer was; without a question open, offers what can be done. */
export async function answerAside(scene: Scene, text: string, offers?: readonly ChoiceId[]): Promise<void> {
  const { means, dialogs, turn, waiting } = scene;
  if (waiting) {
    await turn.context.sendActivity(message(text));
    await dialogs.repromptDialog();
    return;
  }
  const choices = offers ?? (await menuFor(means, turn));
  await turn.context.sendActivity(offering(means.words, text, choices, turn.rich));
}

/** The same for a message that has its own buttons. */
export async function showAside(scene: Scene, activity: Partial<Activity>): Promise<void> {
  await scene.turn.context.sendActivity(activity);
  if (scene.waiting) await scene.dialogs.repromptDialog();
}
