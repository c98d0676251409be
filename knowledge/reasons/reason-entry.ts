import { z } from 'zod';

import { provenance, sentence } from '../entry.ts';
import { REASON_CODES } from './reason-code.ts';

/** The words of one reason code, in knowledge/reasons/<code>.yaml. */
export const ReasonEntry = z.strictObject({
  code: z.enum(REASON_CODES),
  /** What is wrong with this photo, for the customer. */
  title: sentence,
  /** What to do about it, for the customer. */
  advice: sentence,
  /** Figures as `{name}`; said before the advice when the check gave all of them. */
  detail: sentence.optional(),
  /** What it means and what to look at, for the person at the desk only. */
  internal: sentence,
  ...provenance,
});
export type ReasonEntry = z.infer<typeof ReasonEntry>;
