import { formCard, type AnyField } from './cards/form-card.ts';
import type { Means } from './means.ts';
import { QuestionDialog, type Judged } from './question.ts';
import type { Fault, FormCheck } from './verification/particulars.ts';
import { stepPrompt, type StepAsking } from './verification/step-question.ts';

export interface FormAsking<Field extends AnyField> extends StepAsking {
  /** What stands in the form. */
  readonly typed?: Readonly<Partial<Record<Field, string>>>;
  readonly faults?: Readonly<Partial<Record<Field, Fault>>>;
}

/** Several fields at once, for channels that show cards. */
export interface FormQuestion<Options extends FormAsking<Field>, Field extends AnyField, Value> {
  readonly id: string;
  readonly help: string;
  readonly ask: string;
  fields(options: Options): readonly Field[];
  check(typed: Readonly<Partial<Record<Field, string>>>): FormCheck<Field>;
  value(values: Readonly<Record<Field, string>>): Value;
}

export function formQuestion<Options extends FormAsking<Field>, Field extends AnyField, Value>(
  { words }: Pick<Means, 'words'>,
  question: FormQuestion<Options, Field, Value>,
): QuestionDialog<Options, Value> {
  return new QuestionDialog<Options, Value>(words, {
    id: question.id,
    expects: 'form',
    help: () => question.help,
    // Words are no answer to a form: all of them are free for talk.
    plausible: () => false,
    ask(_turn, options, token) {
      const { typed = {}, faults = {} } = options;
      const again = Object.keys(faults).length > 0;
      const asked = stepPrompt(
        words,
        options,
        again ? words.say('verification.particulars.again') : question.ask,
      );
      return formCard(words, asked, { fields: question.fields(options), typed, faults, token });
    },
    judge(turn, options): Judged<Options, Value> {
      const { card } = turn.reply;
      if (!card) return { kind: 'unclear', say: words.say('verification.particulars.prefer_form') };
      const given = question.fields(options).map((field) => [field, card.fields[field] ?? ''] as const);
      const typed = Object.fromEntries(given) as Partial<Record<Field, string>>;
      const form = question.check(typed);
      if (form.kind === 'faulty')
        return { kind: 'again', say: [], options: { ...options, typed, faults: form.faults } };
      return { kind: 'answer', value: question.value(form.values) };
    },
  });
}
