import { countryChoice, type CountryAsking } from '../country-choice.ts';
import type { Means } from '../means.ts';
import type { QuestionDialog } from '../question.ts';
import type { VerificationAnswer } from './answers.ts';
import { stepPrompt, type StepAsking } from './step-question.ts';

/** Asks for the country or region that issued the document. */
export function countryQuestion(
  means: Means,
): QuestionDialog<CountryAsking & StepAsking, VerificationAnswer> {
  const { words } = means;
  return countryChoice<CountryAsking & StepAsking, VerificationAnswer>(means, {
    id: 'country',
    help: words.say('help.country'),
    ask: words.say('verification.country.ask'),
    prompt: (options, text) => stepPrompt(words, options, text),
    value: (country) => ({ kind: 'answers', answers: { country } }),
  });
}
