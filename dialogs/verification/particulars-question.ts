import { formQuestion, type FormAsking } from '../form-question.ts';
import type { Means } from '../means.ts';
import type { QuestionDialog } from '../question.ts';
import type { VerificationAnswer } from './answers.ts';
import { ANSWER_OF, PARTICULARS } from './next-step.ts';
import { checkForm, FORM_FIELDS, type FormField } from './particulars.ts';

export interface ParticularsAsking extends FormAsking<FormField> {
  /** The account has no e-mail address yet. */
  readonly askForEmail: boolean;
}

/** The form of the particulars, for channels that show cards. */
export function particularsQuestion({
  words,
  services,
  knowledge,
}: Means): QuestionDialog<ParticularsAsking, VerificationAnswer> {
  return formQuestion<ParticularsAsking, FormField, VerificationAnswer>(
    { words },
    {
      id: 'particulars',
      help: words.say('help.particulars'),
      ask: words.say('verification.particulars.ask'),
      fields: ({ askForEmail }) => FORM_FIELDS.filter((field) => field !== 'email' || askForEmail),
      check: (typed) => checkForm(typed, services.now(), knowledge.registration?.months),
      value({ email, ...values }) {
        const answers = Object.fromEntries(PARTICULARS.map((field) => [ANSWER_OF[field], values[field]]));
        return { kind: 'answers', answers, ...(email !== '' && { email }) };
      },
    },
  );
}
