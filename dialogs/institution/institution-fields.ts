import { z } from 'zod';

import type { InstitutionAnswers } from '../../knowledge/verification/institution.ts';
import { checkFields, checkName, tidy, type Checked, type FormCheck } from '../verification/particulars.ts';

export const COMPANY_FIELDS = ['company_name', 'registration_number', 'company_address', 'website'] as const;
export const PERSON_FIELDS = ['person_name', 'person_role', 'person_email'] as const;
export type CompanyField = (typeof COMPANY_FIELDS)[number];
export type PersonField = (typeof PERSON_FIELDS)[number];
export type InstitutionField = CompanyField | PersonField;

/** May be left out. */
export const OPTIONAL_FIELDS: ReadonlySet<InstitutionField> = new Set(['company_address', 'website']);

export const ANSWER_OF_FIELD = {
  company_name: 'companyName',
  registration_number: 'registrationNumber',
  company_address: 'companyAddress',
  website: 'website',
  person_name: 'personName',
  person_role: 'personRole',
  person_email: 'personEmail',
} as const satisfies Record<InstitutionField, keyof InstitutionAnswers>;

// Our own bounds against slips and abuse.
const MOST_CHARACTERS: Readonly<Record<InstitutionField, number>> = {
  company_name: 200,
  registration_number: 40,
  company_address: 300,
  website: 200,
  person_name: 120,
  person_role: 100,
  person_email: 254,
};

/** Judges one field as it was typed. The value comes back tidied. */
export function checkInstitutionField(field: InstitutionField, typed: string): Checked {
  const text = tidy(typed);
  if (text === '') return OPTIONAL_FIELDS.has(field) ? { value: '' } : { fault: 'invalid.missing' };
  if (text.length > MOST_CHARACTERS[field]) return { fault: 'invalid.too_long' };
  switch (field) {
    case 'person_name':
      return checkName(text);
    case 'registration_number':
      // Registers put letters, blanks and signs between the figures: HRB 12345 B.
      return /^[\p{L}\d][\p{L}\p{M}\d\s./()-]*$/u.test(text) && /[\p{L}\d]{2}/u.test(text)
        ? { value: text }
        : { fault: 'invalid.registration_number' };
    case 'website':
      return checkWebsite(text);
    case 'person_email':
      return z.email().safeParse(text).success ? { value: text } : { fault: 'invalid.email' };
    default:
      return /[\p{L}\d]/u.test(text) ? { value: text } : { fault: 'invalid.company_text' };
  }
}

export function checkInstitutionForm<Field extends InstitutionField>(
  fields: readonly Field[],
  typed: Readonly<Partial<Record<Field, string>>>,
): FormCheck<Field> {
  return checkFields(fields, typed, checkInstitutionField);
}

function checkWebsite(text: string): Checked {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isWeb = url !== undefined && /^https?:$/.test(url.protocol) && /[^.]\.[^.]/.test(url.hostname);
  if (!isWeb || url.username !== '' || url.password !== '') return { fault: 'invalid.website' };
  return { value: url.pathname === '/' && url.search === '' ? url.origin : url.href };
}
