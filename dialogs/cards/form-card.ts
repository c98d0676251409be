import type { Activity } from 'botbuilder';

import type { Words } from '../replies/words.ts';
import type { InstitutionField } from '../institution/institution-fields.ts';
import type { Fault, FormField } from '../verification/particulars.ts';
import { submitAction, withCard, type CardPart } from './card.ts';

/** What forms ask for; each has a label. */
export type AnyField = FormField | InstitutionField;

interface Form {
  readonly fields: readonly AnyField[];
  readonly typed: Readonly<Partial<Record<AnyField, string>>>;
  readonly faults: Readonly<Partial<Record<AnyField, Fault>>>;
  readonly token: string;
}

/** Fields as a form. A fault stands above its field, and what was typed stays in it. */
export function formCard(words: Words, asked: Partial<Activity>, form: Form): Partial<Activity> {
  const body = form.fields.flatMap((field): CardPart[] => {
    const fault = form.faults[field];
    return [...(fault ? [faultText(words.say(fault))] : []), inputOf(words, field, form.typed[field] ?? '')];
  });
  const labels = form.fields.map((field) => words.say(`label.${field}`));
  const faults = form.fields.flatMap((field) => {
    const fault = form.faults[field];
    return fault ? [`${words.say(`label.${field}`)}: ${words.say(fault)}`] : [];
  });
  const actions = [submitAction(words.say('verification.particulars.submit'), form.token)];
  return withCard(asked, { body, actions }, (faults.length > 0 ? faults : labels).join('. '));
}

function faultText(text: string): CardPart {
  return {
    type: 'TextBlock',
    text: `⚠ ${text}`,
    color: 'attention',
    weight: 'bolder',
    wrap: true,
    spacing: 'medium',
  };
}

const HINTS: Readonly<Partial<Record<AnyField, Hint>>> = {
  given_names: 'verification.particulars.single_hint',
  email: 'verification.particulars.email_hint',
  company_address: 'institution.optional_hint',
  website: 'institution.optional_hint',
  person_email: 'institution.contact_hint',
};
type Hint =
  `verification.particulars.${'single' | 'email'}_hint` | `institution.${'optional' | 'contact'}_hint`;

/** Keyboards of phones fit what is asked for. */
const STYLES: Readonly<Partial<Record<AnyField, 'email' | 'url'>>> = {
  email: 'email',
  person_email: 'email',
  website: 'url',
};

function inputOf(words: Words, field: AnyField, value: string): CardPart {
  const key = HINTS[field];
  const hint = key && words.say(key);
  const style = STYLES[field];
  const input = { id: field, label: words.say(`label.${field}`), ...(value !== '' && { value }) };
  if (field === 'birth_date') return { type: 'Input.Date', ...input, ...isoOnly(value) };
  return {
    type: 'Input.Text',
    ...input,
    ...(style && { style }),
    ...(hint !== undefined && { placeholder: hint }),
  };
}

/** A date input shows nothing but ISO days; anything else that was typed cannot be kept in it. */
function isoOnly(value: string): CardPart {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? {} : { value: undefined };
}
