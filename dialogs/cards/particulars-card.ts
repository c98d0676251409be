import type { Activity } from 'botbuilder';

import type { Words } from '../replies/words.ts';
import type { Fault, FormField } from '../verification/particulars.ts';
import { submitAction, withCard, type CardPart } from './card.ts';

interface Form {
  readonly fields: readonly FormField[];
  readonly typed: Readonly<Partial<Record<FormField, string>>>;
  readonly faults: Readonly<Partial<Record<FormField, Fault>>>;
  readonly token: string;
}

/** The particulars as a form. A fault stands above its field, and what was typed stays in it. */
export function particularsCard(words: Words, asked: Partial<Activity>, form: Form): Partial<Activity> {
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

const HINTS = {
  given_names: 'verification.particulars.single_hint',
  email: 'verification.particulars.email_hint',
} as const;

function inputOf(words: Words, field: FormField, value: string): CardPart {
  const hint = field === 'given_names' || field === 'email' ? words.say(HINTS[field]) : undefined;
  const input = { id: field, label: words.say(`label.${field}`), ...(value !== '' && { value }) };
  if (field === 'birth_date') return { type: 'Input.Date', ...input, ...isoOnly(value) };
  return {
    type: 'Input.Text',
    ...input,
    ...(field === 'email' && { style: 'email' }),
    ...(hint !== undefined && { placeholder: hint }),
  };
}

/** A date input shows nothing but ISO days; anything else that was typed cannot be kept in it. */
function isoOnly(value: string): CardPart {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? {} : { value: undefined };
}
