import { Temporal } from 'temporal-polyfill';

/** From and to as wall-clock times, `09:00` to `17:30`; `24:00` is the end of the day. */
export interface OpenHours {
  readonly from: string;
  readonly to: string;
}

/** When the desk works, as its people read it off the wall. */
export interface BusinessHours {
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Monday first, seven entries; an empty one is a free day. */
  readonly week: readonly (readonly OpenHours[])[];
  /** Days off, like 2026-12-25. */
  readonly holidays: ReadonlySet<string>;
}

/** Whether somebody works at a moment, and when work begins next if not (never, where no hour is left). */
export function openingAt(
  hours: BusinessHours,
  at: Date,
): { readonly isOpen: boolean; readonly opensAt?: Date } {
  for (const [opens, closes] of openSpans(at, hours)) {
    if (closes <= at.getTime()) continue;
    return opens <= at.getTime() ? { isOpen: true } : { isOpen: false, opensAt: new Date(opens) };
  }
  return { isOpen: false };
}

/** Somebody works at any hour of any day. */
export function isRoundTheClock({ week, holidays }: BusinessHours): boolean {
  const isWhole = (day: readonly OpenHours[]): boolean =>
    day[0]?.from === '00:00' &&
    day.at(-1)?.to === '24:00' &&
    day.every(({ from }, index) => index === 0 || from === day[index - 1]?.to);
  return holidays.size === 0 && week.length === 7 && week.every(isWhole);
}

/** An IANA name such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** No calendar is so empty that its next hour lies further away; one that is open never ends here. */
const MAX_DAYS = 3660;

/** The moment at which so much working time has passed since `start`. Undefined when the desk is never open. */
export function addBusinessTime(start: Date, ms: number, hours: BusinessHours): Date | undefined {
  let left = ms;
  for (const [opens, closes] of openSpans(start, hours)) {
    const from = Math.max(opens, start.getTime());
    if (closes - from >= left) return new Date(from + left);
    left -= Math.max(0, closes - from);
  }
  return undefined;
}

/** How much working time lies between two moments; none when the second is not later. */
export function businessMsBetween(start: Date, end: Date, hours: BusinessHours): number {
  let sum = 0;
  for (const [opens, closes] of openSpans(start, hours)) {
    if (opens >= end.getTime()) break;
    sum += Math.max(0, Math.min(closes, end.getTime()) - Math.max(opens, start.getTime()));
  }
  return sum;
}

/**
 * What is open from the day of `start` on, in milliseconds since 1970, in order. A span is as long as it lasts: an
 * hour that the clocks skip or repeat counts as none or two.
 */
function* openSpans(start: Date, hours: BusinessHours): Generator<readonly [number, number]> {
  const first = Temporal.Instant.fromEpochMilliseconds(start.getTime())
    .toZonedDateTimeISO(hours.timeZone)
    .toPlainDate();
  for (let ahead = 0; ahead < MAX_DAYS; ahead += 1) {
    const day = first.add({ days: ahead });
    if (hours.holidays.has(day.toString())) continue;
    for (const { from, to } of hours.week[day.dayOfWeek - 1] ?? []) {
      yield [momentOf(day, from, hours.timeZone), momentOf(day, to, hours.timeZone)];
    }
  }
}

function momentOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const [date, wall] = time === '24:00' ? [day.add({ days: 1 }), '00:00'] : [day, time];
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(wall) }).epochMilliseconds;
}
