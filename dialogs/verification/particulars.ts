import { z } from 'zod';

import type { MessageKey } from '../replies/words.ts';
import { readDay, type MonthNames } from './read-day.ts';

export const FORM_FIELDS = ['surname', 'given_names', 'birth_date', 'document_number', 'email'] as const;
export type FormField = (typeof FORM_FIELDS)[number];

export type Fault = Extract<MessageKey, `invalid.${string}`>;

export type Checked = { readonly value: string } | { readonly fault: Fault };

// Our own bounds against slips and abuse; ICAO 9303 documents hold far less.
const MAX_NAME_LENGTH = 120;
const DOCUMENT_NUMBER = /^[\p{L}\d]{3,24}$/u;
const OLDEST_YEARS = 125;

/** Judges one field as it was typed, with months in English and in `months`. The value comes back tidied. */
export function checkField(field: FormField, typed: string, today: Date, months: MonthNames = []): Checked {
  const text = tidy(typed);
  switch (field) {
    case 'surname':
      return text === '' ? { fault: 'invalid.missing' } : checkName(text);
    case 'given_names':
      return text === '' ? { value: '' } : checkName(text);
    case 'birth_date':
      return text === '' ? { fault: 'invalid.missing' } : checkBirthDate(text, today, months);
    case 'document_number':
      return text === '' ? { fault: 'invalid.missing' } : checkNumber(text);
    case 'email':
      return text === '' || z.email().max(254).safeParse(text).success
        ? { value: text }
        : { fault: 'invalid.email' };
  }
}

/** "quoted" text stands for itself, so that a name like "Back" can be said. */
export function tidy(typed: string): string {
  return typed
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^["“”'‘](.+)["“”'’]$/, '$1')
    .trim();
}

export function checkName(name: string): Checked {
  if (name.length > MAX_NAME_LENGTH) return { fault: 'invalid.too_long' };
  const isName = /\p{L}/u.test(name) && /^[\p{L}\p{M}\s.,'’ʼ·/()-]+$/u.test(name);
  return isName ? { value: name } : { fault: 'invalid.name_characters' };
}

function checkNumber(typed: string): Checked {
  const number = typed.replaceAll(/[\s./-]/g, '');
  if (!/^[\p{L}\d]*$/u.test(number)) return { fault: 'invalid.number_characters' };
  return DOCUMENT_NUMBER.test(number) ? { value: number.toUpperCase() } : { fault: 'invalid.number_length' };
}

function checkBirthDate(text: string, today: Date, months: MonthNames): Checked {
  const read = readDay(text, months);
  if (read.kind !== 'day') {
    return { fault: read.kind === 'ambiguous' ? 'invalid.date_ambiguous' : 'invalid.date_unreadable' };
  }
  if (read.day > today.toISOString().slice(0, 10)) return { fault: 'invalid.date_future' };
  const oldest = today.getUTCFullYear() - OLDEST_YEARS;
  return Number(read.day.slice(0, 4)) < oldest ? { fault: 'invalid.date_too_old' } : { value: read.day };
}

export type FormCheck<Field extends string> =
  | { readonly kind: 'valid'; readonly values: Readonly<Record<Field, string>> }
  | { readonly kind: 'faulty'; readonly faults: Readonly<Partial<Record<Field, Fault>>> };

/** Judges a whole form, so that every fault can be named at once. */
export function checkFields<Field extends string>(
  fields: readonly Field[],
  typed: Readonly<Partial<Record<Field, string>>>,
  check: (field: Field, text: string) => Checked,
): FormCheck<Field> {
  const faults: Partial<Record<Field, Fault>> = {};
  const values: Partial<Record<Field, string>> = {};
  for (const field of fields) {
    const checked = check(field, typed[field] ?? '');
    if ('fault' in checked) faults[field] = checked.fault;
    else values[field] = checked.value;
  }
  if (Object.keys(faults).length > 0) return { kind: 'faulty', faults };
  // Each field has either a fault or a value.
  return { kind: 'valid', values: values as Record<Field, string> };
}

/** The form of the particulars. */
export function checkForm(
  typed: Readonly<Partial<Record<FormField, string>>>,
  today: Date,
  months: MonthNames = [],
): FormCheck<FormField> {
  return checkFields(FORM_FIELDS, typed, (field, text) => checkField(field, text, today, months));
}
