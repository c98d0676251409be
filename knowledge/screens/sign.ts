import { z } from 'zod';

const name = z.string().regex(/^[a-z_]+$/);
const phrase = z.string().trim().min(1);

/** Words and phrases by concept; lists in lists only keep a file readable. */
export const ScreenConcepts = z.record(
  name,
  z
    .array(z.union([phrase, z.array(phrase)]))
    .min(1)
    .transform((lists) => lists.flat()),
);
export type ScreenConcepts = z.infer<typeof ScreenConcepts>;

/** Words after which, or beside which, personal data stands on a screen. */
export const PersonalWords = z.strictObject({
  labels: z.array(z.array(phrase)).transform((lists) => lists.flat()),
  secrets: z.array(phrase).min(1),
});
export type PersonalWords = z.infer<typeof PersonalWords>;

/** Concepts that say together what is wrong. */
export const ScreenSign = z.strictObject({
  /** Id of a problem entry. */
  problem: z.string(),
  all: z.array(name).min(1),
  /** Near it they say that this is about something else. */
  unless: z.array(name).default([]),
  /** Just before it they say that this is no message but advice. */
  notAfter: z.array(name).default([]),
  /** Within so many words. */
  span: z.number().int().min(2).max(30).default(12),
  certainty: z.number().min(0).max(1),
  /** It means this problem only on a screen that is about verification. */
  needsKyc: z.boolean().default(true),
});
export type ScreenSign = z.infer<typeof ScreenSign>;

export const ScreenSigns = z.array(ScreenSign).min(1);

/** Concepts that recognise-screen.ts itself asks for. */
export const OWN_CONCEPTS = ['error', 'code', 'exchange', 'kyc', 'other_company', 'elsewhere'] as const;
