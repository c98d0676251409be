import { chooseByMeaning } from './choose-by-meaning.ts';
import type { Means } from './means.ts';
import { QuestionDialog, type Asking } from './question.ts';
import { prompt, withChoices } from './replies/message.ts';
import type { ChoiceId } from './replies/words.ts';

/** A question whose answers are a few choices and nothing else. */
export interface ChoiceQuestion<Options extends Asking, Id extends ChoiceId, Value> {
  readonly id: string;
  readonly help: string;
  readonly why?: 'help' | `article:${string}`;
  readonly unclear: string;
  ask(options: Options): string;
  choices(options: Options): readonly Id[];
  /** What intents such as `yes` stand for here. */
  meanings?(options: Options): Readonly<Record<string, Id>>;
  answer(id: Id, options: Options): Value;
}

export function choiceQuestion<Options extends Asking, Id extends ChoiceId, Value>(
  means: Means,
  question: ChoiceQuestion<Options, Id, Value>,
): QuestionDialog<Options, Value> {
  const { words } = means;
  const chosen = (text: string, options: Options) =>
    chooseByMeaning(means, text, question.choices(options), question.meanings?.(options));
  return new QuestionDialog<Options, Value>(words, {
    id: question.id,
    expects: 'choice',
    help: () => question.help,
    ...(question.why && { why: question.why }),
    plausible: (text, options) => chosen(text, options) !== undefined,
    ask(turn, options) {
      const choices = question.choices(options).map((id) => words.choice(id));
      return withChoices(prompt(question.ask(options)), choices, turn.rich);
    },
    judge(turn, options) {
      const id = chosen(turn.reply.text, options);
      if (id === undefined) return { kind: 'unclear', say: question.unclear };
      return { kind: 'answer', value: question.answer(id, options) };
    },
  });
}
