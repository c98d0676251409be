import type { Activity } from 'botbuilder';
import type { DialogContext } from 'botbuilder-dialogs';

import type { Answer } from '../../knowledge/answer/answer.ts';
import type { Recognition } from '../../knowledge/recognise/recognise.ts';
import type { Means } from '../means.ts';
import { message, offering } from '../replies/message.ts';
import { answerMessage, FEEDBACK, sayAnswers } from '../replies/say-answers.ts';
import { sourced } from '../replies/sourced.ts';
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
  /** What was said of it: the whole message, or one of the needs in it. */
  readonly text: string;
  /** More follows in this turn: nothing is offered below. */
  readonly more?: boolean;
}

/** Says something and asks again where the customer was; without a question open, offers what can be done. */
export async function answerAside(scene: Scene, text: string, offers?: readonly ChoiceId[]): Promise<void> {
  const { means, dialogs, turn, waiting, more } = scene;
  if (more) {
    await turn.context.sendActivity(message(text));
    return;
  }
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

/** What can be done about the subject of an answer: offered below it, and said after it where that needs words. */
export interface Beside {
  readonly text?: string;
  readonly offer: ChoiceId;
}

/** An answer of the knowledge: kept to be repeated and to go on with, and below it whether it helped. */
export async function answerFrom(
  scene: Scene,
  answer: Answer,
  target: string,
  beside?: Beside,
): Promise<void> {
  const { means, dialogs, turn, waiting, more } = scene;
  turn.memory.topic = { question: scene.text, shown: [target], unhelpful: 0 };
  if (waiting || more) {
    await turn.context.sendActivity(answerMessage(means, answer));
    if (beside?.text !== undefined) await turn.context.sendActivity(message(beside.text));
    turn.memory.lastAnswer = sourced(means.words, answer, means.config.guideUrl);
    if (!more) await dialogs.repromptDialog();
    return;
  }
  const offers = beside
    ? [beside.offer, ...FEEDBACK]
    : [...FEEDBACK, ...(await menuFor(means, turn)).slice(0, 1)];
  await sayAnswers(means, turn, [answer], [...offers, 'person'], beside?.text);
}
