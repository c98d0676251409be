import type { Activity } from 'botbuilder';

import type { Words } from '../replies/words.ts';
import { submitAction, withCard, type CardPart } from './card.ts';

interface Check {
  readonly rows: readonly { readonly question: string; readonly label: string; readonly value: string }[];
  readonly token: string;
  readonly rich: boolean;
}

/** All answers as a card with a way to change each; on channels without cards as a numbered list. */
export function checkCard(words: Words, asked: Partial<Activity>, check: Check): Partial<Activity> {
  const list = check.rows.map(({ label, value }, index) =>
    words.say('verification.check.numbered', { number: index + 1, label, value }),
  );
  const hint = words.say('verification.check.change_hint');
  if (!check.rich) return { ...asked, text: [asked.text ?? '', list.join('\n'), hint].join('\n\n') };
  const facts: CardPart = {
    type: 'FactSet',
    facts: check.rows.map(({ label, value }) => ({ title: label, value })),
  };
  const changes = check.rows.map(({ question, label }) =>
    submitAction(words.say('label.change', { label }), check.token, { change: question }),
  );
  const actions: CardPart[] = [
    {
      ...submitAction(words.choice('all_correct').title, check.token, { confirm: 'all' }),
      style: 'positive',
    },
    {
      type: 'Action.ShowCard',
      title: words.say('verification.check.change'),
      card: {
        type: 'AdaptiveCard',
        body: [{ type: 'TextBlock', text: words.say('verification.check.change_which'), wrap: true }],
        actions: changes,
      },
    },
  ];
  return withCard(asked, { body: [facts], actions }, [...list, hint].join('. '));
}
