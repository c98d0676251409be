import type { Comparison } from './comparison.ts';

/** Compares a day (1990-12-31) with the zone's YYMMDD, which leaves out the century and may leave out parts (`<`). */
export function compareBirthDate(printed: string, claimed: string): Comparison {
  const wanted = claimed.replaceAll('-', '').slice(2);
  if (!/^[0-9<]{6}$/.test(printed) || wanted.length !== 6) return 'unsure';
  const fits = Array.from(printed).every((character, i) => character === '<' || character === wanted[i]);
  if (!fits) return 'differs';
  return printed.includes('<') ? 'unsure' : 'agrees';
}
