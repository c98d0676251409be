import { z } from 'zod';

import { Language } from '../recognise/language.ts';

const words = z.array(z.string().trim().min(1)).default([]);

/** How people write dates and standings in a language; all words plain, small and as they are typed. */
const RegistrationWords = z.strictObject({
  /** Said when somebody tells when they opened their account; parts of words count. */
  registered: words,
  before: words,
  since: words,
  /** From January on: how the name of each month begins, and its short forms. */
  months: z
    .array(z.array(z.string().min(1)).min(1))
    .length(12)
    .or(z.array(z.never()).max(0))
    .default([]),
  /** "{n}" is a number: "hace {n} años". */
  ago: z.strictObject({ day: words, week: words, month: words, year: words }).prefault({}),
  lastYear: words,
  thisYear: words,
  justNow: words,
});
export type RegistrationWords = z.infer<typeof RegistrationWords>;

/** How secrets are called, and what stands between the name and the secret itself: "is". */
const SecretWords = z.strictObject({ password: words, is: words, code: words, phrase: words });
export type SecretWords = z.infer<typeof SecretWords>;

/** How people write in one language beside examples, in languages/<code>/recognise.yaml. */
export const HowPeopleWrite = z.strictObject({
  shorthand: z.record(z.string(), z.string()).default({}),
  fillers: words,
  documentTypes: Language.shape.documentTypes,
  unverified: words,
  verified: words,
  /** Whole messages that mean an intent, by its id. */
  phrases: z.record(z.string(), z.array(z.string().trim().min(1))).default({}),
  languageWish: words,
  /** Names of languages by code, beside the one that the platform knows: inflected, short, colloquial. */
  languageNames: z.record(z.string(), words).default({}),
  registration: RegistrationWords.prefault({}),
  secrets: SecretWords.prefault({}),
});
export type HowPeopleWrite = z.infer<typeof HowPeopleWrite>;
