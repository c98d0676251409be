import { z } from 'zod';

import { DOCUMENT_TYPES } from '../verification/submission.ts';

const words = z.array(z.string().trim().min(1));

/** How people write, in recognise/language.yaml. */
export const Language = z.strictObject({
  /** What a word is read as. */
  shorthand: z.record(z.string(), z.string()),
  /** Words around what is meant. */
  fillers: words,
  documentTypes: z.record(z.enum(DOCUMENT_TYPES), words),
  /** What money, coins, sizes and leverage are counted in: a unit and what people write for it. */
  units: z.record(z.string(), words),
  /** Words that say nothing about what is searched for. */
  stopWords: words,
  unverified: words,
  verified: words,
  /** Words that teach each other: an example with one of them counts for all. */
  families: z.record(z.string(), words),
  /** Said around the name of a language by somebody who wants to be answered in it: "speak", "in", "please". */
  languageWish: words.default([]),
  /** Names of languages by code, beside the one that the platform knows. */
  languageNames: z.record(z.string(), words).default({}),
});
export type Language = z.infer<typeof Language>;
