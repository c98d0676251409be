import type { Means } from '../means.ts';
import { QuestionDialog, type Judged } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { soundsLikeTalk } from '../replies/cues.ts';
import { withChoices } from '../replies/message.ts';
import type { ChoiceId, Words } from '../replies/words.ts';
import type { VerificationAnswer } from './answers.ts';
import { ANSWER_OF } from './next-step.ts';
import { checkField, type Checked, type FormField } from './particulars.ts';
import { stepPrompt, type StepAsking } from './step-question.ts';

/** What a field offers instead of a value: a document may show one name only, an e-mail address is optional. */
const INSTEAD: Readonly<Partial<Record<FormField, ChoiceId>>> = { given_names: 'none_name', email: 'skip' };

/** Asks for one of the particulars: on channels without forms, and when one answer is changed. */
export function fieldQuestion(
  { words, services, knowledge }: Means,
  field: FormField,
): QuestionDialog<StepAsking, VerificationAnswer> {
  const months = knowledge.registration?.months;
  const instead = [INSTEAD[field]].flatMap((id) => (id ? [words.choice(id)] : []));
  return new QuestionDialog<StepAsking, VerificationAnswer>(words, {
    id: field,
    expects: 'value',
    help: () => words.say(`help.${field}`),
    ...(field === 'email' && { why: 'help' as const, skippable: true }),
    plausible: (text) =>
      choose(text, instead) !== undefined ||
      isPlausible(words, field, checkField(field, text, services.now(), months), text),
    ask(turn, options) {
      const asked = stepPrompt(words, options, words.say(`verification.${field}.ask`));
      // A numbered list would make figures ambiguous, and a document number may well be "1".
      return turn.rich && instead.length > 0 ? withChoices(asked, instead, true) : asked;
    },
    judge(turn): Judged<StepAsking, VerificationAnswer> {
      const { text } = turn.reply;
      if (text === '') return { kind: 'unclear', say: words.say('misunderstood.first') };
      const none = /\d/.test(text) ? undefined : choose(text, instead);
      const checked = none ? { value: '' } : checkField(field, text, services.now(), months);
      if ('fault' in checked) return { kind: 'again', say: [words.say(checked.fault)] };
      return { kind: 'answer', value: answerOf(field, checked.value) };
    },
  });
}

function answerOf(field: FormField, value: string): VerificationAnswer {
  if (field === 'email') return { kind: 'email', email: value === '' ? undefined : value };
  return { kind: 'answers', answers: { [ANSWER_OF[field]]: value } };
}

const MAX_NAME_WORDS = 6;

/** Nearly every word may be a name; a sentence with words of talk in it is none. */
function isPlausible(words: Words, field: FormField, checked: Checked, text: string): boolean {
  if ('fault' in checked) return false;
  if (field === 'birth_date' || field === 'email') return true;
  if (field === 'document_number') return /\d/.test(text);
  return !soundsLikeTalk(words, text, MAX_NAME_WORDS);
}
