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
    amount: words,
    leverageAbove: words,
    anyCountry: words,
  }),
  summary: z.strictObject({
    verified: words,
    unverifiedBefore: words,
    unverifiedSince: words,
    can: words,
    partly: words,
    cannot: words,
    nothingYet: words,
    elsewhere: words,
    unlocks: words,
    onlyEea: words,
    differs: words,
    inferredMark: words,
    inferred: words,
    detail: words,
  }),
  table: z.strictObject({
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
    inferredMark: words,
  }),
  compare: z.strictObject({
    account: words,
    accountSince: words,
    accountUnknown: words,
    row: words,
    rowBefore: words,
    rowBeforeSince: words,
    rowAfter: words,
    line: words,
    lineSince: words,
    same: words,
    benefits: words,
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
