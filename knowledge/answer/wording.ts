import { z } from 'zod';

import { LIMIT_GROUPS } from '../limits/limit.ts';

const words = z.string().trim().min(1);

/** The sentences that answers are put together from; in answer/wording.yaml. `{name}` is filled in. */
export const Wording = z.strictObject({
  unknown: words,
  limit: z.strictObject({
    verified: words,
    unverifiedBefore: words,
    unverifiedSince: words,
    onceVerified: words,
    allowed: z.strictObject({ yes: words, no: words, partly: words, elsewhere: words, eea: words }),
    eeaResident: words,
    notEeaResident: words,
    inferred: words,
    note: words,
  }),
  summary: z.strictObject({
    verified: words,
    unverifiedBefore: words,
    unverifiedSince: words,
    groups: z.record(z.enum(LIMIT_GROUPS), words),
    allowed: z.strictObject({
      yes: words,
      no: words,
      partly: words,
      elsewhere: words,
      eea: words,
      eeaResident: words,
      notEeaResident: words,
    }),
    line: words,
    inferredMark: words,
    inferred: words,
    detail: words,
  }),
});
export type Wording = z.infer<typeof Wording>;

/** Puts values into `{name}` places. Throws RangeError on a place without a value: a mistake in the data. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`no value for {${name}}`);
    return value;
  });
}
