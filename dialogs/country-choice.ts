import type { Activity } from 'botbuilder';

import { matchCountry, type Country } from '../knowledge/countries/match-country.ts';
import type { Means } from './means.ts';
import { QuestionDialog, type Asking, type Judged } from './question.ts';
import { choose } from './replies/choose.ts';
import { withChoices } from './replies/message.ts';
import type { ChoiceWords, Words } from './replies/words.ts';

export interface CountryAsking extends Asking {
  /** Countries that what was typed may mean. */
  readonly candidates?: readonly Country[];
}

/** A question for a country, as people type it. */
export interface CountryQuestion<Options extends CountryAsking, Value> {
  readonly id: string;
  readonly help: string;
  readonly why?: 'help';
  readonly ask: string;
  prompt(options: Options, text: string): Partial<Activity>;
  value(code: string): Value;
}

type CountryChoice = Pick<ChoiceWords, 'title' | 'also'> & { readonly code?: string };

/** Confirms what is close but not sure, and lets the customer choose where a name is shared. */
export function countryChoice<Options extends CountryAsking, Value>(
  { words }: Means,
  question: CountryQuestion<Options, Value>,
): QuestionDialog<Options, Value> {
  const answer = (code: string, name: string): Judged<Options, Value> => ({
    kind: 'answer',
    value: question.value(code),
    say: [words.say('verification.country.chosen', { country: name })],
  });

  function judge(text: string, options: Options): Judged<Options, Value> {
    const { candidates = [] } = options;
    const chosen = choose(text, choicesOf(words, candidates));
    if (chosen) {
      const country = candidates.find(({ code }) => code === chosen.code);
      return country
        ? answer(country.code, country.name)
        : { kind: 'again', say: [], options: { ...options, candidates: [] } };
    }
    const match = matchCountry(text, words.locale);
    if (match.kind === 'match') return answer(match.code, match.name);
    if (match.kind === 'none') return { kind: 'unclear', say: words.say('verification.country.unknown') };
    return { kind: 'again', say: [], options: { ...options, candidates: match.choices } };
  }

  return new QuestionDialog<Options, Value>(words, {
    id: question.id,
    expects: 'value',
    help: () => question.help,
    ...(question.why && { why: question.why }),
    plausible: (text, { candidates = [] }) =>
      matchCountry(text, words.locale).kind !== 'none' ||
      choose(text, choicesOf(words, candidates)) !== undefined,
    ask(turn, options) {
      const { candidates = [] } = options;
      const [only] = candidates;
      if (!only) return question.prompt(options, question.ask);
      const text =
        candidates.length === 1
          ? words.say('verification.country.confirm', { country: only.name })
          : words.say('verification.country.choose');
      return withChoices(question.prompt(options, text), choicesOf(words, candidates), turn.rich);
    },
    judge: (turn, options) => judge(turn.reply.text, options),
  });
}

/** One candidate is confirmed with yes or no; several are chosen from, or none of them. */
function choicesOf(words: Words, candidates: readonly Country[]): CountryChoice[] {
  const [only] = candidates;
  if (!only) return [];
  if (candidates.length > 1) {
    const named = candidates.map(({ code, name }) => ({ title: name, also: [], code }));
    return [...named, words.choice('none_of_these')];
  }
  const yes = words.choice('yes');
  return [{ ...yes, also: [...yes.also, only.name], code: only.code }, words.choice('no')];
}
