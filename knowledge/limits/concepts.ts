import { z } from 'zod';

/**
 * Word families that rows of the table are recognised by, by name: single words, compared by stem,
 * and phrases. Weight 1 marks words that say little alone.
 */
export const Concepts = z.record(
  z.string().regex(/^[a-z0-9_]+$/),
  z.strictObject({
    words: z.array(z.string().trim().min(1)).min(1),
    /** The exchange's name of the product that these words stand for. */
    product: z.string().trim().min(1).optional(),
    weight: z.union([z.literal(1), z.literal(2)]).default(2),
  }),
);
export type Concepts = z.infer<typeof Concepts>;
