import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Asking } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { prompt, withChoices } from '../replies/message.ts';
import type { DiagnosisAnswer } from './answers.ts';

interface SeenAsking extends Asking {
  /** Ids of problems, likeliest first. */
  readonly likely: readonly string[];
}

/** A screenshot that was read, but not surely: which of these is it? */
export function seenQuestion({ words, knowledge }: Means): QuestionDialog<SeenAsking, DiagnosisAnswer> {
  const choicesOf = ({ likely }: SeenAsking) => [
    ...likely.flatMap((id) => {
      const title = knowledge.problems.get(id)?.title;
      return title === undefined ? [] : [{ id, title, also: [] }];
    }),
    words.choice('none_of_these'),
  ];
  return new QuestionDialog<SeenAsking, DiagnosisAnswer>(words, {
    id: 'seen',
    expects: 'choice',
    help: helpOf(words, 'help.problem'),
    plausible: (text, asking) => choose(text, choicesOf(asking)) !== undefined,
    ask: (turn, asking) =>
      withChoices(prompt(words.say('diagnosis.seen_unsure')), choicesOf(asking), turn.rich),
    judge(turn, asking) {
      const choice = choose(turn.reply.text, choicesOf(asking));
      if (!choice) return { kind: 'unclear', say: words.say('diagnosis.symptom_unclear') };
      const problemId = asking.likely.find((id) => id === choice.id) ?? null;
      return { kind: 'answer', value: { kind: 'seen', problemId } };
    },
  });
}
