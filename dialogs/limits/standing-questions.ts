import type { Standing } from '../../knowledge/answer/standing.ts';
import { choiceQuestion } from '../choice-question.ts';
import { countryChoice, type CountryAsking } from '../country-choice.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { prompt, withChoices } from '../replies/message.ts';

export interface StandingAnswer {
  readonly standing: Standing;
  /** What is exact enough to be kept with the customer. */
  readonly remember?: { readonly registeredAt?: string; readonly residence?: string };
}

export function verifiedQuestion(means: Means): QuestionDialog<Asking, StandingAnswer> {
  const { words } = means;
  return choiceQuestion<Asking, 'yes' | 'no', StandingAnswer>(means, {
    id: 'verified',
    help: words.say('help.standing'),
    why: 'help',
    unclear: words.say('limits.verified_unclear'),
    ask: () => words.say('limits.ask_verified'),
    choices: () => ['yes', 'no'],
    meanings: () => ({ yes: 'yes', no: 'no' }),
    answer: (id) => ({ standing: { verified: id === 'yes' } }),
  });
}

// Any moment on either side of the rule's date, 2023-08-31T00:00:00Z, answers the same.
const BEFORE_THE_RULE = '2023-08-30T00:00:00Z';
const SINCE_THE_RULE = '2023-08-31T00:00:00Z';

export function registeredQuestion({ words, recogniser }: Means): QuestionDialog<Asking, StandingAnswer> {
  const choices = [
    { ...words.choice('before_rule'), registeredAt: BEFORE_THE_RULE },
    { ...words.choice('after_rule'), registeredAt: SINCE_THE_RULE },
  ];
  const read = (text: string): string | undefined =>
    text === '' ? undefined : recogniser.recognise(text).entities.registeredAt;
  return new QuestionDialog<Asking, StandingAnswer>(words, {
    id: 'registeredAt',
    expects: 'value',
    help: helpOf(words, 'help.standing'),
    why: 'help',
    plausible: (text) => choose(text, choices) !== undefined || read(text) !== undefined,
    ask: (turn) => withChoices(prompt(words.say('limits.ask_registered')), choices, turn.rich),
    judge(turn) {
      const { text } = turn.reply;
      const side = choose(text, choices);
      // Which side of the rule is enough for this chat, but it is no date to be kept with the account.
      if (side) return { kind: 'answer', value: { standing: { registeredAt: side.registeredAt } } };
      const registeredAt = read(text);
      if (registeredAt === undefined) return { kind: 'unclear', say: words.say('limits.registered_unclear') };
      return { kind: 'answer', value: { standing: { registeredAt }, remember: { registeredAt } } };
    },
  });
}

export function residenceQuestion(means: Means): QuestionDialog<CountryAsking, StandingAnswer> {
  const { words } = means;
  return countryChoice<CountryAsking, StandingAnswer>(means, {
    id: 'residence',
    help: words.say('help.standing'),
    why: 'help',
    ask: words.say('limits.ask_residence'),
    prompt: (_options, text) => prompt(text),
    value: (residence) => ({ standing: { residence }, remember: { residence } }),
  });
}
