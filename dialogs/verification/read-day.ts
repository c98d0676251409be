/** ISO 8601 days. */
export type ReadDay =
  | { readonly kind: 'day'; readonly day: string }
  /** Day and month could be either way round. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unreadable' };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads a day as people type it: 1990-04-03, 3 April 1990, April 3rd 1990, 03.04.1990, 23/4/1990. */
export function readDay(text: string): ReadDay {
  const parts = text
    .toLowerCase()
    .replaceAll(/(\d)(st|nd|rd|th)\b/g, '$1')
    .replaceAll(/\b(of|the)\b/g, ' ')
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

function monthOf(word: string): number | undefined {
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
