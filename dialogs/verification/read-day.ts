import { withoutAccents } from '../../knowledge/recognise/without-accents.ts';

/** ISO 8601 days. */
export type ReadDay =
  | { readonly kind: 'day'; readonly day: string }
  /** Day and month could be either way round. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unreadable' };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** How the names of the months begin in another language, from January on. */
export type MonthNames = readonly (readonly string[])[];

/**
 * Reads a day as people type it: 1990-04-03, 3 April 1990, April 3rd 1990, 03.04.1990, 23/4/1990, and with
 * `months` also "3 de abril de 1990" or "3 апреля 1990", 1990年4月3日 and "3 tháng 4 năm 1990".
 */
export function readDay(text: string, months: MonthNames = []): ReadDay {
  const figured = /^\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?\s*$/u.exec(text);
  if (figured) return dayOf(figured[1] ?? '', Number(figured[2]), figured[3] ?? '');
  const worded = /^\s*(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam)? (\d{4})\s*$/u.exec(
    withoutAccents(text.toLowerCase()),
  );
  if (worded) return dayOf(worded[3] ?? '', Number(worded[2]), worded[1] ?? '');
  const monthOf = (word: string): number | undefined => englishMonth(word) ?? localMonth(word, months);
  const parts = withoutAccents(text.toLowerCase())
    .replaceAll(/(\d)(st|nd|rd|th)\b/g, '$1')
    .replaceAll(/(?<!\p{L})(?:of|the|de|del|do|den|der|le|г|года|год)(?!\p{L})\.?/gu, ' ')
    .replaceAll(/(\d)(?:er|º|ª|°)(?!\p{L})/gu, '$1')
    .split(/[\s,./\\-]+/)
    .filter((part) => part !== '');
  if (parts.length !== 3) return { kind: 'unreadable' };
  const named = parts.findIndex((part) => monthOf(part) !== undefined);
  if (named >= 0) {
    const month = monthOf(parts[named] ?? '') ?? 0;
    const [one = '', other = ''] = parts.filter((_, index) => index !== named);
    return one.length === 4 ? dayOf(one, month, other) : dayOf(other, month, one);
  }
  const [first = '', second = '', third = ''] = parts;
  if (first.length === 4) return dayOf(first, Number(second), third);
  // A dot between figures is written by people who put the day first.
  const dayFirst = /^\s*\d{1,2}\.\s*\d{1,2}\.\s*\d{4}\s*$/.test(text);
  if (!dayFirst && Number(first) <= 12 && Number(second) <= 12 && first !== second)
    return { kind: 'ambiguous' };
  return !dayFirst && Number(second) > 12
    ? dayOf(third, Number(first), second)
    : dayOf(third, Number(second), first);
}

function localMonth(word: string, months: MonthNames): number | undefined {
  if (!/^\p{L}{3,}$/u.test(word)) return undefined;
  const index = months.findIndex((names) => names.some((name) => word.startsWith(withoutAccents(name))));
  return index < 0 ? undefined : index + 1;
}

function englishMonth(word: string): number | undefined {
  if (!/^[a-z]{3,9}$/.test(word)) return undefined;
  const index = MONTHS.indexOf(word.slice(0, 3));
  return index < 0 ? undefined : index + 1;
}

function dayOf(year: string, month: number, day: string): ReadDay {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(day)) return { kind: 'unreadable' };
  const date = new Date(Date.UTC(Number(year), month - 1, Number(day)));
  // Date.UTC turns 31 April into 1 May: such a day does not exist.
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day);
  return exists ? { kind: 'day', day: date.toISOString().slice(0, 10) } : { kind: 'unreadable' };
}
