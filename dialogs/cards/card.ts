import { CardFactory, type Activity } from 'botbuilder';

import { spoken } from '../replies/message.ts';

/** An Adaptive Card's element or action, as its JSON schema has it. */
export type CardPart = Readonly<Record<string, unknown>>;

/**
 * A message with an Adaptive Card. `twin` says the same in words, for speech and for clients that cannot
 * show the card. Version 1.3 is what Web Chat and the Emulator agree on.
 */
export function withCard(
  asked: Partial<Activity>,
  card: { readonly body: readonly CardPart[]; readonly actions: readonly CardPart[] },
  twin: string,
): Partial<Activity> {
  const said = spoken(twin);
  const speak = [asked.speak ?? '', said].join(' ').trim();
  return {
    ...asked,
    speak,
    attachments: [
      CardFactory.adaptiveCard({
        type: 'AdaptiveCard',
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        version: '1.3',
        fallbackText: said,
        speak,
        ...card,
      }),
    ],
  };
}

/** A button that sends the card's inputs with the token of its question. */
export function submitAction(title: string, token: string, fields: CardPart = {}): CardPart {
  return { type: 'Action.Submit', title, data: { token, ...fields } };
}
