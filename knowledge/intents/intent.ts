import { z } from 'zod';

import { example } from '../entry.ts';

/** Something that a user wants. */
export const Intent = z.strictObject({
  id: z.string().regex(/^[a-z_]+(:[a-z0-9_]+)?$/),
  /** The article that answers it. */
  article: z.string().optional(),
  /** Whole messages that mean this and nothing else, for words that must work at every step. */
  phrases: z.array(z.string()).optional(),
  /** Below it the intent is not taken for meant: for wishes that would throw away what somebody is doing. */
  minConfidence: z.number().min(0).max(1).optional(),
  /** Said about the conversation itself: to ask back would be odder than to take it wrongly. */
  talk: z.boolean().optional(),
  examples: z.array(example).min(15),
  reviewed: z.iso.date(),
});
export type Intent = z.infer<typeof Intent>;
