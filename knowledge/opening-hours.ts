/** When people are at the desk, in minutes of the week from Monday 0:00, by the clock of a time zone. */
export interface OpeningHours {
  /** In order, apart from one another; empty: at any hour. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
  readonly timeZone: string;
}

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
const DAY = 24 * 60;
const WEEK = 7 * DAY;
const MINUTE_MS = 60_000;
const PART = /^(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))? (\d\d):(\d\d)-(\d\d):(\d\d)$/;

/** Reads `Mo-Fr 09:00-18:00, Sa 10:00-14:00`. Undefined for what it does not understand. */
export function parseOpeningHours(text: string, timeZone: string): OpeningHours | undefined {
  if (!isTimeZone(timeZone)) return undefined;
  const spans: { from: number; to: number }[] = [];
  for (const part of text.split(/[,;]/)) {
    const found = PART.exec(part.trim());
    if (!found) return undefined;
    const [, first = '', last = first, fromHour, fromMinute, toHour, toMinute] = found;
    const from = Number(fromHour) * 60 + Number(fromMinute);
    const to = Number(toHour) * 60 + Number(toMinute);
    const days = daysBetween(first, last);
    if (from >= to || to > DAY || Number(fromMinute) > 59 || Number(toMinute) > 59) return undefined;
    for (const day of days) spans.push({ from: day * DAY + from, to: day * DAY + to });
  }
  spans.sort((one, other) => one.from - other.from);
  const overlap = spans.some(({ from }, index) => from < (spans[index - 1]?.to ?? 0));
  return overlap ? undefined : { spans, timeZone };
}

/** Whether it is open at a moment, and when it opens next if not. */
export function openingAt(
  hours: OpeningHours,
  at: Date,
): { readonly isOpen: boolean; readonly opensAt?: Date } {
  if (hours.spans.length === 0) return { isOpen: true };
  const minute = minuteOfWeek(at, hours.timeZone);
  if (hours.spans.some(({ from, to }) => from <= minute && minute < to)) return { isOpen: true };
  const next = hours.spans.find(({ from }) => from > minute)?.from ?? (hours.spans[0]?.from ?? 0) + WEEK;
  const thisMinute = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
  const opensAt = new Date(thisMinute + (next - minute) * MINUTE_MS);
  // Clocks that were put forward or back in between are an hour off by then.
  const shift = minuteOfWeek(opensAt, hours.timeZone) - (next % WEEK);
  const wrapped = shift > WEEK / 2 ? shift - WEEK : shift < -WEEK / 2 ? shift + WEEK : shift;
  return { isOpen: false, opensAt: new Date(opensAt.getTime() - wrapped * MINUTE_MS) };
}

function daysBetween(first: string, last: string): number[] {
  const [from, to] = [first, last].map((name) => DAYS.findIndex((day) => day === name));
  if (from === undefined || to === undefined) return [];
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => (from + index) % 7);
}

function minuteOfWeek(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = DAYS.findIndex((name) => parts.get('weekday')?.startsWith(name));
  return day * DAY + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
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
