import { z } from 'zod';

import { example, factId, provenance, sentence, Source } from '../entry.ts';

export const BROWSERS = ['chrome', 'safari', 'firefox', 'edge', 'samsung', 'opera', 'in_app', 'other'] as const;
export type Browser = (typeof BROWSERS)[number];
export const SYSTEMS = ['android', 'ios', 'windows', 'macos', 'linux', 'other'] as const;
export type System = (typeof SYSTEMS)[number];

/** One thing to do. Without `browsers` and `systems` it is for everybody. */
export const Step = z.strictObject({
  text: sentence,
  source: Source,
  browsers: z.array(z.enum(BROWSERS)).min(1).optional(),
  systems: z.array(z.enum(SYSTEMS)).min(1).optional(),
  /** For people whose browser we do not know. A step for some browsers may name the same `topic`. */
  otherwise: z.boolean().default(false),
});
export type Step = z.infer<typeof Step>;

/** Something that goes wrong, how people say it, and what helps. */
export const ProblemEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]+$/),
  title: sentence,
  /** The error code that the exchange shows. */
  code: z.string().regex(/^\d{4}$/).optional(),
  facts: z.array(factId),
  steps: z.array(Step).min(1),
  examples: z.array(example).min(12),
  ...provenance,
});
export type ProblemEntry = z.infer<typeof ProblemEntry>;
