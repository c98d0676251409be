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
/** Apps that open links in a view of their own. */
export const APPS = [
  'telegram',
  'instagram',
  'facebook',
  'wechat',
  'line',
  'x',
  'tiktok',
  'whatsapp',
  'discord',
] as const;
export type App = (typeof APPS)[number];

/** One thing to do. Without `browsers`, `systems` and `apps` it is for everybody. */
export const Step = z.strictObject({
  text: sentence,
  source: Source,
  browsers: z.array(z.enum(BROWSERS)).min(1).optional(),
  systems: z.array(z.enum(SYSTEMS)).min(1).optional(),
  apps: z.array(z.enum(APPS)).min(1).optional(),
  /** Left out where the browser is known to be the newest. */
  unlessNewest: z.boolean().default(false),
  /** Stands in when no other step of the same list knows the customer's browser. */
  otherwise: z.boolean().default(false),
});
export type Step = z.infer<typeof Step>;

/** Steps that several problems share, in knowledge/steps/<id>.yaml: how to do something in each browser. */
export const StepList = z.strictObject({
  id: z.string().regex(/^[a-z_]+$/),
  steps: z.array(Step).min(1),
  /** All of them are left out where the browser is known to be the newest. */
  unlessNewest: z.boolean().default(false),
  ...provenance,
});
export type StepList = z.infer<typeof StepList>;

/** Something that goes wrong: a symptom in how people say it, and a cause in what helps. */
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
  /** Without any it is a cause that only a tree of knowledge/diagnosis leads to. */
  examples: z.array(example).min(11).default([]),
  ...provenance,
});
export type ProblemEntry = z.infer<typeof ProblemEntry>;
