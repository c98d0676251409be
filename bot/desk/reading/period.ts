import { Temporal } from 'temporal-polyfill';

import type { Period } from '../../storage/period.ts';

/** What the page offers; an address may say any days. */
export const PERIOD_DAYS = [7, 30, 90] as const;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** The days that an address asks for; the last thirty for anything that makes no sense. */
export function readPeriod(query: URLSearchParams, now: Date, timeZone: string): Period {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const to = dateOf(query.get('to')) ?? today;
  const from = dateOf(query.get('from')) ?? to.subtract({ days: USUAL_DAYS - 1 });
  const length = from.until(to).days;
  const isFit = length >= 0 && length < MOST_DAYS;
  const first = isFit ? from : to.subtract({ days: USUAL_DAYS - 1 });
  return { from: first.toString(), to: to.toString(), timeZone };
}

/** The last so many days, today included. */
export function lastDays(days: number, now: Date, timeZone: string): Pick<Period, 'from' | 'to'> {
  const to = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return { from: to.subtract({ days: days - 1 }).toString(), to: to.toString() };
}

function dateOf(text: string | null): Temporal.PlainDate | undefined {
  if (!/^2\d{3}-\d\d-\d\d$/.test(text ?? '')) return undefined;
  try {
    return Temporal.PlainDate.from(text ?? '', { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
