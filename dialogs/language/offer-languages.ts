import { CardFactory } from 'botbuilder';

import { ownName } from '../../knowledge/recognise/language-wish.ts';
import type { Scene } from '../interruptions/scene.ts';
import { button, message } from '../replies/message.ts';

/** A card with every language by its own name. Pressing one says it. */
export async function offerLanguages({ means, turn }: Scene): Promise<void> {
  const { words, languages } = means;
  const names = languages.map((code) => ({ title: ownName(code) }));
  turn.memory.languagesOffered = true;
  const text = words.say('language.ask');
  const twin = [text, ...names.map(({ title }) => `- ${title}`)].join('\n');
  await turn.context.sendActivity(
    turn.rich
      ? { ...message(twin), text, attachments: [CardFactory.heroCard('', [], names.map(button))] }
      : message(twin),
  );
}
