import { z } from 'zod';

import { provenance, sentence } from '../entry.ts';

/** One thing that the guide says, in our own words. */
export const Fact = z.strictObject({
  id: z.string().regex(/^[RSTEPNBC]\d\d$/),
  /** The part of the guide: `introduction`, `closing words`, or a number such as `2.3` or `1.1 (ii)`. */
  section: sentence,
  text: sentence,
  /** What the guide leaves open about this fact, in words for the customer. */
  unclear: sentence.optional(),
  ...provenance,
});
export type Fact = z.infer<typeof Fact>;
