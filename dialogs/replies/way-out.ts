import { CardFactory, type Activity } from 'botbuilder';

import { button, message } from './message.ts';
import type { Words } from './words.ts';

/** After repeated misunderstandings: a card with ways to go on, a person among them. */
export function wayOut(words: Words): Partial<Activity> {
  const text = words.say('misunderstood.again');
  const choices = (['repeat', 'help', 'person'] as const).map((id) => words.choice(id));
  const twin = [text, ...choices.map(({ title }) => `- ${title}`)].join('\n');
  return {
    ...message(twin),
    text,
    attachments: [CardFactory.heroCard('', [], choices.map(button))],
  };
}
