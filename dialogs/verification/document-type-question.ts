import { DOCUMENT_TYPES } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { withChoices } from '../replies/message.ts';
import type { VerificationAnswer } from './answers.ts';
import { stepPrompt, type StepAsking } from './step-question.ts';

export function documentTypeQuestion(means: Means): QuestionDialog<StepAsking, VerificationAnswer> {
  const { words, recogniser } = means;
  const choices = DOCUMENT_TYPES.map((id) => ({ ...words.choice(id), id }));
  return new QuestionDialog<StepAsking, VerificationAnswer>(words, {
    id: 'document_type',
    expects: 'choice',
    help: helpOf(words, 'help.document_type'),
    plausible: (text) => choose(text, choices) !== undefined,
    ask: (turn, options) =>
      withChoices(
        stepPrompt(words, options, words.say('verification.document_type.ask')),
        choices,
        turn.rich,
      ),
    judge(turn) {
      const { text } = turn.reply;
      const documentType =
        choose(text, choices)?.id ??
        (text === '' ? undefined : recogniser.recognise(text).entities.documentType);
      if (!documentType) return { kind: 'unclear', say: words.say('verification.document_type.unclear') };
      return { kind: 'answer', value: { kind: 'answers', answers: { documentType } } };
    },
  });
}
