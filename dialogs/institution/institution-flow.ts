import {
  PAPER_SLOTS,
  nextInstitutionStep,
  type Institution,
} from '../../knowledge/verification/institution.ts';
import { countryChoice, type CountryAsking } from '../country-choice.ts';
import { Flow, type After, type Next } from '../flow.ts';
import { formQuestion, type FormAsking } from '../form-question.ts';
import type { Means } from '../means.ts';
import type { Asking, QuestionDialog } from '../question.ts';
import { offering } from '../replies/message.ts';
import type { Turn } from '../turn.ts';
import { stepPrompt, type StepAsking } from '../verification/step-question.ts';
import type { InstitutionAnswer, InstitutionQuestion, InstitutionState } from './answers.ts';
import { enterInstitution, sentInWords } from './enter-institution.ts';
import { institutionCheckQuestion, type InstitutionCheckAsking } from './institution-check-question.ts';
import { institutionFieldQuestion } from './institution-field-question.ts';
import {
  ANSWER_OF_FIELD,
  checkInstitutionForm,
  COMPANY_FIELDS,
  PERSON_FIELDS,
  type InstitutionField,
} from './institution-fields.ts';
import { paperQuestion, type PaperAsking } from './paper-question.ts';
import {
  firstInstitutionQuestion,
  institutionProgress,
  institutionQuestionBefore,
  stepOfQuestion,
} from './question-order.ts';

export const INSTITUTION = 'institution';

/**
 * Gets a company, its authorised person and its documents to the reviewers. What was given lives in the
 * institution, so this flow asks for what that lacks and can begin at any point, in any conversation, after any
 * loss of dialog state.
 */
export class InstitutionFlow extends Flow<InstitutionState, InstitutionAnswer> {
  constructor(means: Means) {
    super(INSTITUTION, means, [
      companyCountryQuestion(means),
      detailsQuestion(means, 'company', COMPANY_FIELDS),
      detailsQuestion(means, 'representative', PERSON_FIELDS),
      ...[...COMPANY_FIELDS, ...PERSON_FIELDS].map((field) => institutionFieldQuestion(means, field)),
      ...PAPER_SLOTS.map((slot) => paperQuestion(means, slot)),
      institutionCheckQuestion(means),
    ]);
  }

  protected override async next(turn: Turn, state: InstitutionState): Promise<Next<InstitutionState>> {
    const institution = await enterInstitution(this.means, turn, state);
    if (!institution) return { kind: 'end' };
    const begun: InstitutionState = { begun: true, ...(state.queue && { queue: state.queue }) };
    const step = nextInstitutionStep(institution);
    const queued = state.queue?.[0];
    if (queued === undefined && step === 'submit') return this.#submit(turn, institution);
    const question =
      queued ?? firstInstitutionQuestion(step === 'submit' ? 'check' : step, institution.answers, turn.rich);
    const options = await this.#askingFor(turn, institution, question, queued !== undefined);
    return { kind: 'ask', question, options, state: begun };
  }

  /** Safe to run twice for one message. */
  protected override async take(
    turn: Turn,
    before: InstitutionState,
    answer: InstitutionAnswer,
  ): Promise<After<InstitutionState>> {
    const { institutions } = this.means.services;
    const rest = (before.queue ?? []).slice(1);
    const state: InstitutionState = { begun: true, ...(rest.length > 0 && { queue: rest }) };
    const open = await institutions.latest(turn.customerId);
    // Sent in or decided meanwhile, from another window or by an earlier run of this turn.
    if (open?.state !== 'draft' && open?.state !== 'more_wanted') return { kind: 'on', state };
    switch (answer.kind) {
      case 'answers':
        await institutions.give(open.id, answer.answers);
        break;
      case 'papers':
        await institutions.settlePapers(open.id, answer.slot);
        break;
      case 'confirmed':
        await institutions.give(open.id, { confirmed: true });
        break;
      case 'change':
        return { kind: 'on', state: { begun: true, queue: [answer.question] } };
    }
    return { kind: 'on', state };
  }

  protected override back(
    turn: Turn,
    _state: InstitutionState,
    asked: string,
  ): Promise<InstitutionState | undefined> {
    const before = institutionQuestionBefore(asked as InstitutionQuestion, turn.rich);
    return Promise.resolve(before && { begun: true, queue: [before] });
  }

  /** What a question needs to know of the institution to be asked. */
  async #askingFor(
    turn: Turn,
    { answers, papers, wanted }: Institution,
    question: InstitutionQuestion,
    isChange: boolean,
  ): Promise<Asking> {
    const step: StepAsking = {
      progress: institutionProgress(stepOfQuestion(question)),
      confirmLeaving: answers.country !== undefined,
    };
    const typed = (fields: readonly InstitutionField[]) =>
      Object.fromEntries(fields.map((field) => [field, answers[ANSWER_OF_FIELD[field]] ?? '']));
    switch (question) {
      case 'company':
        return { ...step, typed: typed(COMPANY_FIELDS) } as StepAsking;
      case 'representative': {
        const { email = '' } = await this.means.services.customers.find(turn.customerId);
        const person_email = answers.personEmail ?? email;
        return { ...step, typed: { ...typed(PERSON_FIELDS), person_email } } as StepAsking;
      }
      case 'incorporation':
      case 'authority':
      case 'further': {
        const kept = papers[question]?.length ?? 0;
        const replace = isChange && !wanted.includes(question) && kept > 0;
        return { ...step, kept, ...(replace && { replace }) } satisfies PaperAsking as StepAsking;
      }
      case 'check': {
        const count = (slot: (typeof PAPER_SLOTS)[number]): number => papers[slot]?.length ?? 0;
        const files = {
          incorporation: count('incorporation'),
          authority: count('authority'),
          further: count('further'),
        };
        return { ...step, answers, files } satisfies InstitutionCheckAsking as StepAsking;
      }
      default:
        return step;
    }
  }

  async #submit(turn: Turn, open: Institution): Promise<Next<InstitutionState>> {
    const { services, words } = this.means;
    const sent = await services.institutions.submit(open.id);
    const { verified } = await services.customers.find(turn.customerId);
    // The authorised person can prove who they are meanwhile.
    const offers = verified ? (['status', 'account'] as const) : (['status', 'verify', 'account'] as const);
    await turn.context.sendActivity(offering(words, sentInWords(this.means, sent), offers, turn.rich));
    return { kind: 'end' };
  }

  protected override restart(): Promise<InstitutionState> {
    return Promise.resolve({ startOver: true });
  }

  protected override farewell(): string {
    return this.means.words.say('flow.left_institution');
  }

  protected override welcomeBack(): string {
    return this.means.words.say('flow.back_to_institution');
  }
}

function companyCountryQuestion(means: Means): QuestionDialog<CountryAsking & StepAsking, InstitutionAnswer> {
  const { words } = means;
  return countryChoice<CountryAsking & StepAsking, InstitutionAnswer>(means, {
    id: 'company_country',
    help: words.say('help.company_country'),
    ask: words.say('institution.ask_country'),
    prompt: (options, text) => stepPrompt(words, options, text),
    value: (country) => ({ kind: 'answers', answers: { country } }),
  });
}

function detailsQuestion<Field extends InstitutionField>(
  { words }: Means,
  id: 'company' | 'representative',
  fields: readonly Field[],
): QuestionDialog<FormAsking<Field>, InstitutionAnswer> {
  return formQuestion<FormAsking<Field>, Field, InstitutionAnswer>(
    { words },
    {
      id,
      help: words.say(`help.${id}`),
      ask: words.say(`institution.ask_${id}`),
      fields: () => fields,
      check: (typed) => checkInstitutionForm(fields, typed),
      value: (values) => ({
        kind: 'answers',
        answers: Object.fromEntries(fields.map((field) => [ANSWER_OF_FIELD[field], values[field]])),
      }),
    },
  );
}
