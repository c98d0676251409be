import { particularsCard } from '../cards/particulars-card.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog, type Judged } from '../question.ts';
import type { Turn } from '../turn.ts';
import type { VerificationAnswer } from './answers.ts';
import { ANSWER_OF, PARTICULARS } from './next-step.ts';
import { checkForm, FORM_FIELDS, type Fault, type FormField } from './particulars.ts';
import type { MonthNames } from './read-day.ts';
import { stepPrompt, type StepAsking } from './step-question.ts';

export interface ParticularsAsking extends StepAsking {
  /** What stands in the form. */
  readonly typed?: Readonly<Partial<Record<FormField, string>>>;
  readonly faults?: Readonly<Partial<Record<FormField, Fault>>>;
  /** The account has no e-mail address yet. */
  readonly askForEmail: boolean;
}

/** The form of the particulars, for channels that show cards. */
export function particularsQuestion({
  words,
  services,
  knowledge,
}: Means): QuestionDialog<ParticularsAsking, VerificationAnswer> {
  return new QuestionDialog<ParticularsAsking, VerificationAnswer>(words, {
    id: 'particulars',
    expects: 'form',
    help: helpOf(words, 'help.particulars'),
    // Words are no answer to a form: all of them are free for talk.
    plausible: () => false,
    ask(_turn, options, token) {
      const { typed = {}, faults = {}, askForEmail } = options;
      const again = Object.keys(faults).length > 0;
      const text = words.say(again ? 'verification.particulars.again' : 'verification.particulars.ask');
      const asked = stepPrompt(words, options, text);
      const fields = FORM_FIELDS.filter((field) => field !== 'email' || askForEmail);
      return particularsCard(words, asked, { fields, typed, faults, token });
    },
    judge(turn, options): Judged<ParticularsAsking, VerificationAnswer> {
      if (!turn.reply.card)
        return { kind: 'unclear', say: words.say('verification.particulars.prefer_form') };
      return judgeForm(turn, options, services.now(), knowledge.registration?.months);
    },
  });
}

function judgeForm(
  turn: Turn,
  options: ParticularsAsking,
  today: Date,
  months?: MonthNames,
): Judged<ParticularsAsking, VerificationAnswer> {
  const fields = turn.reply.card?.fields ?? {};
  const typed = Object.fromEntries(FORM_FIELDS.map((field) => [field, fields[field] ?? '']));
  const form = checkForm(typed, today, months);
  if (form.kind === 'faulty') {
    return { kind: 'again', say: [], options: { ...options, typed, faults: form.faults } };
  }
  const answers = Object.fromEntries(PARTICULARS.map((field) => [ANSWER_OF[field], form.values[field]]));
  const { email } = form.values;
  return {
    kind: 'answer',
    value: { kind: 'answers', answers, ...(email !== '' && { email }) },
  };
}
