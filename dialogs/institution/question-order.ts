import {
  INSTITUTION_STEPS,
  PAPER_SLOTS,
  type InstitutionAnswers,
  type InstitutionStep,
} from '../../knowledge/verification/institution.ts';
import type { Progress } from '../verification/next-step.ts';
import type { InstitutionQuestion } from './answers.ts';
import {
  ANSWER_OF_FIELD,
  COMPANY_FIELDS,
  PERSON_FIELDS,
  type CompanyField,
  type InstitutionField,
  type PersonField,
} from './institution-fields.ts';

/** The step that a question belongs to. */
export function stepOfQuestion(question: InstitutionQuestion): InstitutionStep {
  if (COMPANY_FIELDS.includes(question as CompanyField)) return 'company';
  if (PERSON_FIELDS.includes(question as PersonField)) return 'representative';
  return question as InstitutionStep;
}

/** The same step has the same number for everybody. */
export function institutionProgress(step: InstitutionStep | 'submit'): Progress {
  const of = INSTITUTION_STEPS.length;
  return { step: step === 'submit' ? of : INSTITUTION_STEPS.indexOf(step) + 1, of };
}

/** The first question of a step. On channels without cards the forms are asked as single questions. */
export function firstInstitutionQuestion(
  step: InstitutionStep,
  answers: InstitutionAnswers,
  rich: boolean,
): InstitutionQuestion {
  const missing = <Field extends InstitutionField>(fields: readonly Field[]): Field | undefined =>
    fields.find((field) => answers[ANSWER_OF_FIELD[field]] === undefined);
  if (rich) return step;
  if (step === 'company') return missing(COMPANY_FIELDS) ?? 'company_name';
  return step === 'representative' ? (missing(PERSON_FIELDS) ?? 'person_name') : step;
}

/** The question before this one; undefined at the first. */
export function institutionQuestionBefore(
  question: InstitutionQuestion,
  rich: boolean,
): InstitutionQuestion | undefined {
  const forms: readonly InstitutionQuestion[] = rich
    ? ['company', 'representative']
    : [...COMPANY_FIELDS, ...PERSON_FIELDS];
  const order: readonly InstitutionQuestion[] = ['company_country', ...forms, ...PAPER_SLOTS, 'check'];
  const place = order.indexOf(question);
  // A single field on a channel with forms: it was picked at the end.
  return place < 0 ? 'check' : order[place - 1];
}
