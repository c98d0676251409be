import { z } from 'zod';

import { example, factId, provenance, sentence } from '../entry.ts';

/** The answer to one question. Markdown in our own words, resting on facts. */
export const Article = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]+$/),
  title: sentence,
  /** May hold `{officialKycEmail}`; then `textWithoutEmail` is for an operator who configured none. */
  text: sentence,
  textWithoutEmail: sentence.optional(),
  /** False: the guide does not answer this question, and the text says so. */
  known: z.boolean().default(true),
  facts: z.array(factId),
  /** Sums up the table of limits: gives way to a row of the table that a message names. */
  sumsUpLimits: z.boolean().default(false),
  /** Absent when an intent of its own leads here. */
  examples: z.array(example).min(15).optional(),
  ...provenance,
});
export type Article = z.infer<typeof Article>;
