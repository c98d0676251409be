import type { Knowledge } from '../knowledge.ts';
import type { Reason } from '../verdict.ts';

/** What a customer reads about a reason: what is wrong with this photo, and what to do. */
export function reasonText(
  knowledge: Pick<Knowledge, 'reasons'> & Partial<Pick<Knowledge, 'locale'>>,
  reason: Reason,
): { title: string; advice: string } {
  const entry = knowledge.reasons.get(reason.code);
  // The loader refuses knowledge that lacks an entry, so this is our own fault and not the customer's.
  if (!entry) throw new Error(`reason without words: ${reason.code}`);
  const detail = fill(entry.detail, reason.details ?? {}, knowledge.locale);
  return { title: entry.title, advice: detail ? `${detail} ${entry.advice}` : entry.advice };
}

/** The sentence with its figures, or undefined unless every figure is known. */
function fill(
  sentence: string | undefined,
  details: NonNullable<Reason['details']>,
  locale = 'en',
): string | undefined {
  const names = sentence?.match(/\{(\w+)\}/g) ?? [];
  if (names.some((name) => details[name.slice(1, -1)] === undefined)) return undefined;
  return sentence?.replace(/\{(\w+)\}/g, (_, name: string) => figure(details[name], locale));
}

/** 1.5 is 1,5 in many languages. */
function figure(value: string | number | undefined, locale: string): string {
  return typeof value === 'number' ? value.toLocaleString(locale, { useGrouping: false }) : String(value);
}
