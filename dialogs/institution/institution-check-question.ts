import { countryName } from '../../knowledge/countries/match-country.ts';
import { PAPER_SLOTS, type Institution } from '../../knowledge/verification/institution.ts';
import type { Means } from '../means.ts';
import type { QuestionDialog } from '../question.ts';
import { readOverQuestion, type ReadOverRow } from '../read-over-question.ts';
import { literally } from '../replies/message.ts';
import type { Words } from '../replies/words.ts';
import type { StepAsking } from '../verification/step-question.ts';
import type { InstitutionAnswer, InstitutionQuestion } from './answers.ts';
import { ANSWER_OF_FIELD, COMPANY_FIELDS, PERSON_FIELDS } from './institution-fields.ts';

export interface InstitutionCheckAsking extends StepAsking {
  readonly answers: Institution['answers'];
  /** How many files each document has. */
  readonly files: Readonly<Record<(typeof PAPER_SLOTS)[number], number>>;
}

/** Shows everything that was given; each can be changed. */
export function institutionCheckQuestion({
  words,
}: Means): QuestionDialog<InstitutionCheckAsking, InstitutionAnswer> {
  return readOverQuestion<InstitutionCheckAsking, InstitutionQuestion, InstitutionAnswer>(words, {
    ask: words.say('institution.check'),
    rows: (options) => rowsOf(words, options),
    confirmed: { kind: 'confirmed' },
    change: (question) => ({ kind: 'change', question }),
  });
}

function rowsOf(
  words: Words,
  { answers, files }: InstitutionCheckAsking,
): readonly ReadOverRow<InstitutionQuestion>[] {
  const none = words.say('verification.check.no_givens');
  return [
    {
      question: 'company_country',
      label: words.say('label.company_country'),
      value: answers.country ? countryName(answers.country, words.locale) : '',
    },
    ...[...COMPANY_FIELDS, ...PERSON_FIELDS].map((field) => ({
      question: field,
      label: words.say(`label.${field}`),
      value: literally(answers[ANSWER_OF_FIELD[field]] ?? '') || none,
    })),
    ...PAPER_SLOTS.map((slot) => ({
      question: slot,
      label: words.say(`label.${slot}`),
      value: files[slot] === 0 ? none : words.say('institution.files', { count: files[slot] }),
    })),
  ];
}
