import type { Means } from '../means.ts';
import { QuestionDialog, type Judged } from '../question.ts';
import { choose } from '../replies/choose.ts';
import { soundsLikeTalk, talkWordsIn } from '../replies/cues.ts';
import { withChoices } from '../replies/message.ts';
import type { Words } from '../replies/words.ts';
import { stepPrompt, type StepAsking } from '../verification/step-question.ts';
import type { InstitutionAnswer } from './answers.ts';
import {
  ANSWER_OF_FIELD,
  checkInstitutionField,
  COMPANY_FIELDS,
  OPTIONAL_FIELDS,
  type CompanyField,
  type InstitutionField,
} from './institution-fields.ts';

/** Asks for one of the details: on channels without forms, and when one answer is changed. */
export function institutionFieldQuestion(
  { words }: Means,
  field: InstitutionField,
): QuestionDialog<StepAsking, InstitutionAnswer> {
  const skippable = OPTIONAL_FIELDS.has(field);
  const skip = skippable ? [words.choice('skip')] : [];
  const isSkip = (text: string): boolean => !/\d/.test(text) && choose(text, skip) !== undefined;
  return new QuestionDialog<StepAsking, InstitutionAnswer>(words, {
    id: field,
    expects: 'value',
    help: () => words.say(isOfCompany(field) ? 'help.company' : 'help.representative'),
    ...(skippable && { skippable: true }),
    plausible: (text) => isSkip(text) || isPlausible(words, field, text),
    ask(turn, options) {
      const asked = stepPrompt(words, options, words.say(`institution.ask_${field}`));
      // A numbered list would make figures ambiguous.
      return turn.rich && skippable ? withChoices(asked, skip, true) : asked;
    },
    judge(turn): Judged<StepAsking, InstitutionAnswer> {
      const { text } = turn.reply;
      if (text === '') return { kind: 'unclear', say: words.say('misunderstood.first') };
      const checked = checkInstitutionField(field, isSkip(text) ? '' : text);
      if ('fault' in checked) return { kind: 'again', say: [words.say(checked.fault)] };
      return {
        kind: 'answer',
        value: { kind: 'answers', answers: { [ANSWER_OF_FIELD[field]]: checked.value } },
      };
    },
  });
}

const isOfCompany = (field: InstitutionField): field is CompanyField =>
  COMPANY_FIELDS.includes(field as CompanyField);

const MOST_NAME_WORDS = 8;

/** Nearly every word may be a name; a sentence with words of talk in it is none. */
function isPlausible(words: Words, field: InstitutionField, text: string): boolean {
  if ('fault' in checkInstitutionField(field, text)) return false;
  switch (field) {
    case 'person_name':
    case 'person_role':
      return !soundsLikeTalk(words, text, MOST_NAME_WORDS);
    case 'registration_number':
      return /\d/.test(text) || !soundsLikeTalk(words, text, MOST_NAME_WORDS);
    case 'company_name':
    case 'company_address':
      // One of them may stand in a company's name: The Example Company.
      return talkWordsIn(words, text) < 2;
    default:
      return true;
  }
}
