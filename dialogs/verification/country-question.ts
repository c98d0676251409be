import { matchCountry, type Country } from '../../knowledge/countries/match-country.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Judged } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { withChoices } from '../replies/message.ts';
import type { ChoiceWords, Words } from '../replies/words.ts';
import type { VerificationAnswer } from './answers.ts';
import { stepPrompt, type StepAsking } from './step-question.ts';

interface CountryAsking extends StepAsking {
  /** Countries that what was typed may mean. */
  readonly candidates?: readonly Country[];
}

type CountryChoice = Pick<ChoiceWords, 'title' | 'also'> & { readonly code?: string };

/** Asks for the country or region that issued the document, as people type it. */
export function countryQuestion({ words }: Means): QuestionDialog<CountryAsking, VerificationAnswer> {
  return new QuestionDialog<CountryAsking, VerificationAnswer>(words, {
    id: 'country',
    expects: 'value',
    help: helpOf(words, 'help.country'),
    plausible: (text, { candidates = [] }) =>
      matchCountry(text).kind !== 'none' || choose(text, choicesOf(words, candidates)) !== undefined,
    ask(turn, options) {
      const { candidates = [] } = options;
      if (candidates.length === 0) return stepPrompt(words, options, words.say('verification.country.ask'));
      const [only] = candidates;
      const text =
        only && candidates.length === 1
          ? words.say('verification.country.confirm', { country: only.name })
          : words.say('verification.country.choose');
      return withChoices(stepPrompt(words, options, text), choicesOf(words, candidates), turn.rich);
    },
    judge: (turn, options) => judge(words, turn.reply.text, options),
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
  return [
    { ...words.choice('yes'), also: [...words.choice('yes').also, only.name], code: only.code },
    words.choice('no'),
  ];
}

function judge(
  words: Words,
  text: string,
  options: CountryAsking,
): Judged<CountryAsking, VerificationAnswer> {
  const answer = (code: string, name: string): Judged<CountryAsking, VerificationAnswer> => ({
    kind: 'answer',
    value: { kind: 'answers', answers: { country: code } },
    say: [words.say('verification.country.chosen', { country: name })],
  });
  const { candidates, ...afresh } = options;
  const chosen = choose(text, choicesOf(words, candidates ?? []));
  if (chosen) {
    const country = candidates?.find(({ code }) => code === chosen.code);
    return country ? answer(country.code, country.name) : { kind: 'again', say: [], options: afresh };
  }
  const match = matchCountry(text);
  if (match.kind === 'match') return answer(match.code, match.name);
  if (match.kind === 'none') return { kind: 'unclear', say: words.say('verification.country.unknown') };
  return { kind: 'again', say: [], options: { ...options, candidates: match.choices } };
}
