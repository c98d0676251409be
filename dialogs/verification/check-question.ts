import { requiredSlots } from '../../knowledge/checks/required-slots.ts';
import { countryName } from '../../knowledge/countries/match-country.ts';
import type { Answers } from '../../knowledge/verification/submission.ts';
import { checkCard } from '../cards/check-card.ts';
import type { Means } from '../means.ts';
import { helpOf, QuestionDialog } from '../question.ts';
import { choose, plain } from '../replies/choose.ts';
import { literally } from '../replies/message.ts';
import type { Words } from '../replies/words.ts';
import type { VerificationAnswer, VerificationQuestion } from './answers.ts';
import { stepPrompt, type StepAsking } from './step-question.ts';

interface CheckRow {
  readonly question: VerificationQuestion;
  readonly label: string;
  readonly value: string;
}

export interface CheckAsking extends StepAsking {
  readonly answers: Answers;
  readonly email?: string;
}

/** Shows every answer; each can be changed. */
export function checkQuestion({ words }: Means): QuestionDialog<CheckAsking, VerificationAnswer> {
  return new QuestionDialog<CheckAsking, VerificationAnswer>(words, {
    id: 'check',
    expects: 'choice',
    help: helpOf(words, 'help.check'),
    plausible: (text, options) =>
      isConfirmation(words, text) || rowNamed(text, checkRows(words, options)) !== undefined,
    ask(turn, options, token) {
      const asked = stepPrompt(words, options, words.say('verification.check.ask'));
      return checkCard(words, asked, { rows: checkRows(words, options), token, rich: turn.rich });
    },
    judge(turn, options) {
      const { card, text } = turn.reply;
      const rows = checkRows(words, options);
      const wanted = card?.fields['change'];
      const row =
        wanted === undefined ? rowNamed(text, rows) : rows.find(({ question }) => question === wanted);
      if (row) return { kind: 'answer', value: { kind: 'change', question: row.question } };
      const confirmed = card?.fields['confirm'] === 'all' || isConfirmation(words, text);
      if (confirmed) return { kind: 'answer', value: { kind: 'confirmed' } };
      return { kind: 'unclear', say: words.say('verification.check.unclear') };
    },
  });
}

function isConfirmation(words: Words, text: string): boolean {
  // A number names a row of the list, never the confirmation.
  return !/^\s*#?\d+\s*$/.test(text) && choose(text, [words.choice('all_correct')]) !== undefined;
}

/** The row whose number or name is in what was said; a longer name wins over one inside it. */
function rowNamed(text: string, rows: readonly CheckRow[]): CheckRow | undefined {
  const said = plain(text);
  const number = /^#?(\d{1,2})$/.exec(said)?.[1];
  if (number !== undefined) return rows[Number(number) - 1];
  const named = rows.filter(({ label }) => said.includes(plain(label)));
  return named.sort((one, other) => other.label.length - one.label.length)[0];
}

/** In the words of whoever asks: the language may change while the question is open. */
function checkRows(words: Words, { answers, email }: CheckAsking): CheckRow[] {
  const { documentType } = answers;
  const value = (text: string | undefined): string => literally(text ?? '');
  const rows: CheckRow[] = [
    row(words, 'country', answers.country ? countryName(answers.country, words.locale) : ''),
    row(words, 'document_type', documentType ? words.say(`document.${documentType}`) : ''),
    row(words, 'surname', value(answers.surname)),
    row(words, 'given_names', value(answers.givenNames) || words.say('verification.check.no_givens')),
    row(words, 'birth_date', answers.birthDate ? dayInWords(words, answers.birthDate) : ''),
    row(words, 'document_number', value(answers.documentNumber)),
  ];
  if (email !== undefined) rows.push(row(words, 'email', value(email)));
  for (const slot of documentType ? requiredSlots(documentType) : []) {
    if (slot !== 'selfie') rows.push(row(words, slot, words.say('verification.check.photo_kept')));
  }
  return rows;
}

type RowQuestion = Exclude<
  VerificationQuestion,
  'consent' | 'particulars' | 'check' | 'selfie' | 'liveness_ready' | 'liveness'
>;

function row(words: Words, question: RowQuestion, value: string): CheckRow {
  return { question, label: words.say(`label.${question}`), value };
}

export function dayInWords(words: Words, day: string): string {
  return new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
}
