import { requiredSlots } from '../../knowledge/checks/required-slots.ts';
import { countryName } from '../../knowledge/countries/match-country.ts';
import type { Answers } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import type { QuestionDialog } from '../question.ts';
import { readOverQuestion, type ReadOverRow } from '../read-over-question.ts';
import { literally } from '../replies/message.ts';
import type { Words } from '../replies/words.ts';
import type { VerificationAnswer, VerificationQuestion } from './answers.ts';
import type { StepAsking } from './step-question.ts';

type CheckRow = ReadOverRow<VerificationQuestion>;

export interface CheckAsking extends StepAsking {
  readonly answers: Answers;
  readonly email?: string;
}

/** Shows every answer; each can be changed. */
export function checkQuestion({ words }: Means): QuestionDialog<CheckAsking, VerificationAnswer> {
  return readOverQuestion<CheckAsking, VerificationQuestion, VerificationAnswer>(words, {
    ask: words.say('verification.check.ask'),
    rows: (options) => checkRows(words, options),
    confirmed: { kind: 'confirmed' },
    change: (question) => ({ kind: 'change', question }),
  });
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
