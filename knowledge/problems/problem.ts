import { z } from 'zod';

import { example, factId, provenance, sentence, Source } from '../entry.ts';

export const BROWSERS = [
  'chrome',
  'safari',
  'firefox',
  'edge',
  'samsung',
  'opera',
  'in_app',
  'other',
] as const;
export type Browser = (typeof BROWSERS)[number];
export const SYSTEMS = ['android', 'ios', 'windows', 'macos', 'linux', 'other'] as const;
export type System = (typeof SYSTEMS)[number];

/** One thing to do. Without `browsers` and `systems` it is for everybody. */
export const Step = z.strictObject({
  text: sentence,
  source: Source,
  browsers: z.array(z.enum(BROWSERS)).min(1).optional(),
  systems: z.array(z.enum(SYSTEMS)).min(1).optional(),
  /** Stands in when no other step of the same list knows the customer's browser. */
  otherwise: z.boolean().default(false),
});
export type Step = z.infer<typeof Step>;

/** Steps that several problems share, in knowledge/steps/<id>.yaml: how to do something in each browser. */
export const StepList = z.strictObject({
  id: z.string().regex(/^[a-z_]+$/),
  steps: z.array(Step).min(1),
  ...provenance,
});
export type StepList = z.infer<typeof StepList>;

/** Something that goes wrong, how people say it, and what helps. */
export const ProblemEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]+$/),
  title: sentence,
  /** The error code that the exchange shows. */
  code: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  facts: z.array(factId),
  /** In the order in which to try them; `use` names a list of shared steps. */
  steps: z.array(z.union([Step, z.strictObject({ use: z.string() })])).min(1),
  examples: z.array(example).min(11),
  ...provenance,
});
export type ProblemEntry = z.infer<typeof ProblemEntry>;
