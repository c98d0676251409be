import { z } from 'zod';

import { example, factId, provenance, sentence } from '../entry.ts';

export const LIMIT_GROUPS = ['basic', 'deposit', 'withdrawal', 'trading'] as const;

/**
 * A cell of the guide's table. `partly`: the lines say what works and what does not;
 * `elsewhere`: the table points to figures that the guide does not contain; `eea`: only in the EEA region.
 */
export const Cell = z.strictObject({
  allowed: z.enum(['yes', 'no', 'partly', 'elsewhere', 'eea']),
  /** The guide's wording, a line each, where it is more than yes or no. */
  lines: z.array(sentence).default([]),
  /** The guide leaves the cell empty; the facts that imply what stands here. */
  inferredFrom: z.array(factId).min(1).optional(),
});
export type Cell = z.infer<typeof Cell>;

/** One row of the table of section 3: what an account may do before and after verification. */
export const Limit = z.strictObject({
  id: z.string().regex(/^L\d\d$/),
  group: z.enum(LIMIT_GROUPS),
  /** The guide's name of the row. */
  action: sentence,
  unverified: Cell,
  verified: Cell,
  /** The highest leverage that the verified cell names. */
  maxLeverage: z.number().positive().optional(),
  /** Where the guide is unclear or says it differently elsewhere. */
  notes: z
    .array(
      z.strictObject({
        about: z.enum(['unverified', 'verified', 'both']),
        text: sentence,
        facts: z.array(factId).default([]),
      }),
    )
    .default([]),
  /** Sets of concepts (see concepts.yaml); a message that holds all of one set asks about this row. */
  when: z.array(z.array(z.string()).min(1)).min(1),
  examples: z.array(example).min(3),
  ...provenance,
});
export type Limit = z.infer<typeof Limit>;
