import type { Means } from '../means.ts';
import { helpOf, QuestionDialog } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { prompt, withChoices } from '../replies/message.ts';
import type { VerificationAnswer } from './answers.ts';
import type { StepAsking } from './step-question.ts';

/** Asks for consent to the processing of biometric data, before anything else is asked for. */
export function consentQuestion({ words }: Means): QuestionDialog<StepAsking, VerificationAnswer> {
  const answers = [words.choice('agree'), words.choice('disagree')];
  return new QuestionDialog<StepAsking, VerificationAnswer>(words, {
    id: 'consent',
    expects: 'choice',
    help: helpOf(words, 'help.consent'),
    why: 'article:why_biometrics',
    plausible: (text) => choose(text, answers) !== undefined,
    ask(turn) {
      // Quiet, and last: who verifies themselves need not read it. Where buttons are numbers, it would be none of them.
      const aside = turn.rich ? [words.choice('company')] : [];
      const choices = [...answers, words.choice('why'), ...aside];
      return withChoices(prompt(words.say('verification.consent.ask')), choices, turn.rich);
    },
    judge(turn) {
      const choice = choose(turn.reply.text, answers);
      if (!choice) return { kind: 'unclear', say: words.say('verification.consent.unclear') };
      const agreed = choice.id === 'agree';
      return {
        kind: 'answer',
        value: { kind: 'consent', agreed },
        ...(agreed && { say: [words.say('verification.consent.thanks')] }),
      };
    },
  });
}
