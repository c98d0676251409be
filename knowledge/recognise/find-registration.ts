import { registeredSinceRule } from '../limits/registration-rule.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const YEAR = '(?:20[012]\\d)';
const REGISTERED =
  /\b(?:regist\w*|sign(?:ed)?[ -]?(?:up|in)|joined|(?:created|opened|made|started|have|had) (?:my|the|an?|this)? ?account|my account (?:is|was)|account (?:is )?from|user since|customer since|member since|account since|old account|been (?:a |with |on |using)|using)/i;

/** A day, a month or a year that a message names: its first and last moment, RFC 3339, UTC. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The dates of a text, in its order; "two months ago" is one too. */
export function findDates(text: string, now: Date): Days[] {
  const found: Days[] = [];
  let rest = plainOf(text);
  for (;;) {
    const date = dateIn(rest) ?? relativeIn(rest, now);
    if (!date) return found;
    found.push({ from: iso(date.from), to: iso(date.to) });
    rest = `${' '.repeat(date.index)}${' '.repeat(date.length)}${rest.slice(date.index + date.length)}`;
  }
}

/** From the first to the last moment, ms since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * When somebody says that they registered, as a moment (RFC 3339, UTC) on the right side of the
 * registration rule; undefined when the text does not say, or when what it says could be either side,
 * like "in August 2023". A bare date, "before" or "after" counts when it is the whole message.
 */
export function findRegistration(text: string, now: Date): string | undefined {
  const plain = plainOf(text);
  const whole = plain.split(' ').length <= 7;
  const mention = REGISTERED.exec(plain);
  if (!mention && !whole) return undefined;
  // the date of a registration stands close behind it
  const near = mention ? plain.slice(mention.index, mention.index + 90) : plain;
  const span = spanIn(near, now);
  if (!span)
    return /\b(?:new user|new account|just registered|just (?:signed up|joined))\b/.test(plain)
      ? iso(now.getTime())
      : bareSide(plain);
  const since = registeredSinceRule(iso(span.from));
  return since === registeredSinceRule(iso(span.to)) ? iso(since ? span.from : span.to) : undefined;
}

function plainOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/(\d)(?:st|nd|rd|th)\b/g, '$1')
    .replace(/[,]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** "before" and "after" without a date mean the rule's. */
function bareSide(plain: string): string | undefined {
  const bare =
    /^(?:i (?:registered|signed up|joined) )?(?:it was )?(?:long )?(before|after|later|earlier|since)(?: (?:(?:that|this)(?: (?:date|day|rule))?|it|the (?:rule|date|day|change)|then))?[.!]?$/.exec(
      plain,
    );
  if (!bare) return undefined;
  return bare[1] === 'before' || bare[1] === 'earlier' ? iso(RULE - 1) : iso(RULE);
}

const RULE = Date.UTC(2023, 7, 31);

function spanIn(text: string, now: Date): Span | undefined {
  const date = dateIn(text) ?? relativeIn(text, now);
  if (!date) return undefined;
  const before = text.slice(0, date.index);
  if (/\b(?:before|until|prior to|earlier than|by)\s+(?:the\s+)?(?:year\s+)?$/.test(before)) {
    return { from: Date.UTC(2010, 0, 1), to: date.from - 1 };
  }
  if (/\b(?:after|later than|since after)\s+(?:the\s+)?(?:year\s+)?$/.test(before)) {
    return { from: date.to + 1, to: Math.max(now.getTime(), date.to + 1) };
  }
  return date;
}

/** A span and where it stands. */
type Found = Span & { readonly index: number; readonly length: number };

function dateIn(text: string): Found | undefined {
  const patterns: [RegExp, (parts: string[]) => Span | undefined][] = [
    [/\b(20[012]\d)-(\d{1,2})-(\d{1,2})\b/, ([y, m, d]) => day(y, Number(m) - 1, d)],
    [
      /\b(\d{1,2})[./-](\d{1,2})[./-](20[012]\d)\b/,
      ([a, b, y]) => either(day(y, Number(b) - 1, a), day(y, Number(a) - 1, b)),
    ],
    [new RegExp(`\\b(\\d{1,2})\\.? (?:of )?(${MONTH}) (${YEAR})\\b`), ([d, m, y]) => day(y, month(m), d)],
    [new RegExp(`\\b(${MONTH}) (\\d{1,2}) (${YEAR})\\b`), ([m, d, y]) => day(y, month(m), d)],
    [new RegExp(`\\b(${MONTH})(?: of)? (${YEAR})\\b`), ([m, y]) => months(Number(y), month(m), 1)],
    [new RegExp(`\\b(\\d{1,2})[./](${YEAR})\\b`), ([m, y]) => months(Number(y), Number(m) - 1, 1)],
    [new RegExp(`(?<![\\d$€£])(${YEAR})\\b(?! ?(?:usd|usdt|eur|mb|px))`), ([y]) => months(Number(y), 0, 12)],
  ];
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(text);
    const span = match && read(match.slice(1));
    if (match && span) return { ...span, index: match.index, length: match[0].length };
  }
  return undefined;
}

const UNIT_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30.4, year: 365.25 };

function relativeIn(text: string, now: Date): Found | undefined {
  const ago =
    /\b(\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten) (day|week|month|year)s? ago\b/.exec(
      text,
    );
  if (ago) {
    const count = countOf(ago[1] ?? '');
    const unit = UNIT_DAYS[ago[2] ?? ''] ?? 1;
    const middle = now.getTime() - count * unit * DAY_MS;
    return {
      from: middle - (unit / 2) * DAY_MS,
      to: middle + (unit / 2) * DAY_MS,
      index: ago.index,
      length: ago[0].length,
    };
  }
  const named =
    /\b(?:today|yesterday|just now|this (?:week|month)|last (?:week|month|year)|this year|recently)\b/.exec(
      text,
    );
  if (!named) return undefined;
  const year = now.getUTCFullYear();
  const spans: Readonly<Record<string, Span>> = {
    'last year': { from: Date.UTC(year - 1, 0, 1), to: Date.UTC(year, 0, 1) - 1 },
    'this year': { from: Date.UTC(year, 0, 1), to: now.getTime() },
  };
  const span = spans[named[0]] ?? { from: now.getTime() - 62 * DAY_MS, to: now.getTime() };
  return { ...span, index: named.index, length: named[0].length };
}

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function countOf(word: string): number {
  return /^\d+$/.test(word) ? Number(word) : Math.max(1, NUMBERS.indexOf(word) + 1);
}

function month(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3));
}

function day(year: string | undefined, monthIndex: number, dayOfMonth: string | undefined): Span | undefined {
  const from = Date.UTC(Number(year), monthIndex, Number(dayOfMonth));
  const date = new Date(from);
  const exists = date.getUTCMonth() === monthIndex && date.getUTCDate() === Number(dayOfMonth);
  return exists ? { from, to: from + DAY_MS - 1 } : undefined;
}

function months(year: number, first: number, count: number): Span | undefined {
  return first < 0 || first > 11
    ? undefined
    : { from: Date.UTC(year, first, 1), to: Date.UTC(year, first + count, 1) - 1 };
}

/** 3/4/2022 is a day in March or in April: both. */
function either(one: Span | undefined, other: Span | undefined): Span | undefined {
  if (!one || !other) return one ?? other;
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
