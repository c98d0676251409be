import type { Activity } from 'botbuilder';

import type { Answer } from '../../knowledge/answer/answer.ts';
import type { Means } from '../means.ts';
import type { Turn } from '../turn.ts';
import { message, offering } from './message.ts';
import { sourced } from './sourced.ts';
import type { ChoiceId } from './words.ts';

/** Whether an answer helped: quick replies below it, never a question of its own. */
export const FEEDBACK = ['answer_helped', 'answer_not_helped'] as const satisfies readonly ChoiceId[];

/** An answer as a message: its text with the source, and the ids of its facts for whoever reads the log. */
export function answerMessage(
  { words, config }: Pick<Means, 'words' | 'config'>,
  answer: Answer,
): Partial<Activity> {
  return withFacts(message(sourced(words, answer, config.guideUrl)), answer);
}

function withFacts(activity: Partial<Activity>, { facts }: Pick<Answer, 'facts'>): Partial<Activity> {
  const channelData = { ...(activity.channelData as object | undefined), facts };
  return { ...activity, channelData };
}

/**
 * Says one or several answers in order, with what can be done next below the last, or below what is said `after` it.
 * Kept to be repeated.
 */
export async function sayAnswers(
  means: Means,
  turn: Turn,
  answers: readonly Answer[],
  offers: readonly ChoiceId[],
  after?: string,
): Promise<void> {
  const { words, config } = means;
  turn.memory.lastAnswer = answers.map((answer) => sourced(words, answer, config.guideUrl)).join('\n\n');
  const last = answers.at(-1);
  for (const answer of answers.slice(0, -1)) await turn.context.sendActivity(answerMessage(means, answer));
  if (!last) return;
  if (after !== undefined) {
    await turn.context.sendActivity(answerMessage(means, last));
    await turn.context.sendActivity(offering(words, after, offers, turn.rich));
    return;
  }
  const text = sourced(words, last, config.guideUrl);
  await turn.context.sendActivity(withFacts(offering(words, text, offers, turn.rich), last));
}
