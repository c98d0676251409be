import type { Customer } from '../../../dialogs/services.ts';
import type { Answers } from '../../../knowledge/verification/submission.ts';
import type { InstitutionAnswers } from '../../../knowledge/verification/institution.ts';
import type { InstitutionRecord } from '../../submissions/institution.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';
import type { TicketRecord } from '../../tickets/tickets.ts';
import type { ParticularsLine } from './particulars.ts';
import type { Block } from './readable-activity.ts';
import type { CardLine } from './readable-card.ts';
import type { Utterance } from './transcript.ts';
import type { KnownOf, Veil } from './veil.ts';
import { dayWords } from './words.ts';

/** All that this desk knows a customer by. */
export function knownOf(
  customer: Customer,
  submissions: readonly Pick<SubmissionRecord, 'answers'>[],
  tickets: readonly Pick<TicketRecord, 'email'>[],
  institutions: readonly Pick<InstitutionRecord, 'answers'>[] = [],
): KnownOf {
  const answers = submissions.map((submission) => submission.answers);
  const companies = institutions.map((institution) => institution.answers);
  return {
    names: [
      customer.name,
      ...answers.flatMap(({ surname, givenNames }) => [surname, givenNames]),
      ...companies.map(({ personName }) => personName),
    ],
    values: [
      // A company's name is covered as a whole: its words are those of everybody.
      ...companies.flatMap((company) => [
        company.companyName,
        company.registrationNumber,
        company.companyAddress,
        company.website,
        company.personEmail,
      ]),
      customer.email,
      ...tickets.map(({ email }) => email),
      ...answers.flatMap(({ birthDate, documentNumber }) => [
        documentNumber,
        birthDate,
        birthDate && dayWords(birthDate),
      ]),
    ],
  };
}

export function veilCustomer(customer: Customer, veil: Veil): Customer {
  const { name, email } = customer;
  return {
    ...customer,
    ...(name !== undefined && { name: veil.name(name) }),
    ...(email !== undefined && { email: veil.name(email) }),
  };
}

export function veilAnswers(answers: Answers, veil: Veil): Answers {
  const { surname, givenNames, birthDate, documentNumber } = answers;
  return {
    ...answers,
    ...(surname !== undefined && { surname: veil.name(surname) }),
    ...(givenNames !== undefined && { givenNames: veil.name(givenNames) }),
    ...(birthDate !== undefined && { birthDate: veil.value(birthDate) }),
    ...(documentNumber !== undefined && { documentNumber: veil.value(documentNumber) }),
  };
}

/** A company may bear its owner's name: it is covered like a person. */
export function veilInstitution(answers: InstitutionAnswers, veil: Veil): InstitutionAnswers {
  const { companyName, registrationNumber, companyAddress, website, personName, personEmail } = answers;
  const over = (how: 'name' | 'value', text: string | undefined): string | undefined =>
    text === undefined || text === '' ? text : veil[how](text);
  return withoutUndefined({
    ...answers,
    companyName: over('name', companyName),
    registrationNumber: over('value', registrationNumber),
    companyAddress: over('value', companyAddress),
    website: over('value', website),
    personName: over('name', personName),
    personEmail: over('name', personEmail),
  });
}

const withoutUndefined = (answers: {
  readonly [Name in keyof InstitutionAnswers]: InstitutionAnswers[Name] | undefined;
}): InstitutionAnswers =>
  Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined));

const PERSONAL_FIELDS = {
  name: 'name',
  givenNames: 'name',
  birthDate: 'value',
  documentNumber: 'value',
} as const satisfies Partial<Record<ParticularsLine['field'], 'name' | 'value'>>;

/** Whether what was typed and read agrees stays to be seen. */
export function veilParticulars(lines: readonly ParticularsLine[], veil: Veil): readonly ParticularsLine[] {
  return lines.map((line) => {
    const how = isPersonal(line.field) ? PERSONAL_FIELDS[line.field] : undefined;
    if (!how) return line;
    const over = (value: string): string => (value === '' ? '' : veil[how](value));
    return {
      ...line,
      typed: over(line.typed),
      readings: line.readings.map((reading) => ({ ...reading, value: over(reading.value) })),
    };
  });
}

const isPersonal = (field: ParticularsLine['field']): field is keyof typeof PERSONAL_FIELDS =>
  field in PERSONAL_FIELDS;

export function veilTicket(ticket: TicketRecord, veil: Veil): TicketRecord {
  const { summary, tried, asked, email } = ticket;
  return {
    ...ticket,
    summary: veil.text(summary),
    tried: tried.map((one) => veil.text(one)),
    ...(asked && {
      asked: asked.map((one) => ({ ...one, answer: veil.text(one.answer) })),
    }),
    ...(email !== undefined && { email: veil.name(email) }),
  };
}

export function veilTranscript(transcript: readonly Utterance[], veil: Veil): readonly Utterance[] {
  if (veil.isLifted) return transcript;
  return transcript.map((utterance) => ({
    ...utterance,
    blocks: utterance.blocks.map((block) => veilBlock(block, veil)),
  }));
}

/** Fields of the forms: whatever stands in them is personal. */
const FORM_FIELDS = [
  ...['surname', 'givenNames', 'birthDate', 'documentNumber', 'email'],
  ...['company_name', 'registration_number', 'company_address', 'website'],
  ...['person_name', 'person_role', 'person_email'],
];

function veilBlock(block: Block, veil: Veil): Block {
  switch (block.kind) {
    case 'text':
      return { ...block, markdown: veil.text(block.markdown) };
    case 'card':
      return { ...block, lines: block.lines.map((line) => veilLine(line, veil)) };
    case 'file':
    case 'lost_file':
      return { ...block, name: veil.text(block.name) };
    case 'choices':
      return { ...block, titles: block.titles.map((title) => veil.text(title)) };
    case 'given':
      return {
        ...block,
        fields: block.fields.map(({ name, value }) => ({
          name,
          value: FORM_FIELDS.includes(name) ? veil.value(value) : veil.text(value),
        })),
      };
  }
}

function veilLine(line: CardLine, veil: Veil): CardLine {
  switch (line.kind) {
    case 'text':
      return { ...line, text: veil.text(line.text) };
    case 'fact':
    case 'input':
      return { ...line, value: veil.text(line.value) };
    case 'button':
      return { ...line, title: veil.text(line.title) };
  }
}
