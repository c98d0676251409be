import type { RegistrationWords } from '../languages/how-people-write.ts';
import { registeredSinceRule } from '../limits/registration-rule.ts';
import { escaped } from './escaped.ts';
import { withoutAccents } from './without-accents.ts';

const DAY_MS = 86_400_000;
const RULE = Date.UTC(2023, 7, 31);
const FIRST = Date.UTC(2010, 0, 1);
const MOST_WORDS = 9;

/** From the first to the last moment, ms since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * When somebody says in another language than English that they registered: a moment (RFC 3339, UTC) on the right
 * side of the registration rule, as find-registration.ts has it for English.
 */
export function findLocalRegistration(
  text: string,
  now: Date,
  words: RegistrationWords | undefined,
): string | undefined {
  if (!words) return undefined;
  const plain = plainText(text);
  const mention = words.registered
    .map(plainText)
    .map((word) => plain.indexOf(word))
    .find((at) => at >= 0);
  if (mention === undefined && !isShort(plain)) return undefined;
  const span = spanIn(plain, now, words);
  if (!span) {
    const side = sideOf(plain, words);
    return side === undefined || !isShort(plain) ? undefined : iso(side === 'before' ? RULE - 1 : RULE);
  }
  const since = registeredSinceRule(iso(span.from));
  return since === registeredSinceRule(iso(span.to)) ? iso(since ? span.from : span.to) : undefined;
}

function isShort(plain: string): boolean {
  return plain.split(' ').length + (plain.match(/\p{Script=Han}/gu)?.length ?? 0) / 2 <= MOST_WORDS;
}

function spanIn(plain: string, now: Date, words: RegistrationWords): Span | undefined {
  const date = dateIn(plain, words) ?? agoIn(plain, now, words) ?? namedIn(plain, now, words);
  if (!date) return undefined;
  switch (sideOf(plain, words)) {
    case 'before':
      return { from: FIRST, to: date.from - 1 };
    case 'after':
      return { from: date.from, to: Math.max(now.getTime(), date.to) };
    default:
      return date;
  }
}

function sideOf(plain: string, { before, since }: RegistrationWords): 'before' | 'after' | undefined {
  if (has(plain, before)) return 'before';
  return has(plain, since) ? 'after' : undefined;
}

function dateIn(plain: string, { months }: RegistrationWords): Span | undefined {
  const iso8601 = /(?<!\d)(20[012]\d)[-/.年](\d{1,2})[-/.月](\d{1,2})/.exec(plain);
  if (iso8601) return day(Number(iso8601[1]), Number(iso8601[2]) - 1, Number(iso8601[3]));
  const figures = /(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](20[012]\d)(?!\d)/.exec(plain);
  // Everywhere but in English the day comes first.
  if (figures) return day(Number(figures[3]), Number(figures[2]) - 1, Number(figures[1]));
  const year = Number(/(?<!\d)(20[012]\d)(?!\d)/.exec(plain)?.[1] ?? 0);
  if (year === 0) return undefined;
  const month = monthIn(plain, months) ?? figureOfMonth(plain);
  if (month === undefined) return { from: Date.UTC(year, 0, 1), to: Date.UTC(year + 1, 0, 1) - 1 };
  const dayOfMonth = /(?<!\d)(\d{1,2})(?!\d|[./-]?\d)/.exec(
    plain.replace(/20[012]\d/, ' ').replace(/thang \d{1,2}/, ' '),
  )?.[1];
  const exact =
    dayOfMonth !== undefined && !/月/.test(plain) ? day(year, month, Number(dayOfMonth)) : undefined;
  return exact ?? { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) - 1 };
}

/** "2022年5月", "05/2022", "tháng 5 năm 2022". */
function figureOfMonth(plain: string): number | undefined {
  const found =
    /20[012]\d年(\d{1,2})月/.exec(plain)?.[1] ??
    /(?<!\d)(\d{1,2})[./-]20[012]\d/.exec(plain)?.[1] ??
    /(?<!\p{L})thang (\d{1,2})/u.exec(plain)?.[1];
  const month = Number(found) - 1;
  return found !== undefined && month >= 0 && month < 12 ? month : undefined;
}

function monthIn(plain: string, months: RegistrationWords['months']): number | undefined {
  const words = plain.split(/[^\p{L}]+/u);
  const found = months.findIndex((names) =>
    names.map(plainText).some((name) => words.some((word) => word.startsWith(name))),
  );
  return found < 0 ? undefined : found;
}

const UNIT_DAYS = { day: 1, week: 7, month: 30.4, year: 365.25 } as const;

function agoIn(plain: string, now: Date, { ago }: RegistrationWords): Span | undefined {
  for (const unit of ['year', 'month', 'week', 'day'] as const) {
    for (const pattern of ago[unit]) {
      const [before = '', after = ''] = plainText(pattern).split('{n}').map(escaped);
      const found = new RegExp(`(?<!\\p{L})${before}(\\d{1,2})${after}`, 'u').exec(plain);
      if (!found) continue;
      const middle = now.getTime() - Number(found[1]) * UNIT_DAYS[unit] * DAY_MS;
      const width = (UNIT_DAYS[unit] / 2) * DAY_MS;
      return { from: middle - width, to: middle + width };
    }
  }
  return undefined;
}

function namedIn(plain: string, now: Date, words: RegistrationWords): Span | undefined {
  const year = now.getUTCFullYear();
  if (has(plain, words.lastYear)) return { from: Date.UTC(year - 1, 0, 1), to: Date.UTC(year, 0, 1) - 1 };
  if (has(plain, words.thisYear)) return { from: Date.UTC(year, 0, 1), to: now.getTime() };
  return has(plain, words.justNow) ? { from: now.getTime() - 62 * DAY_MS, to: now.getTime() } : undefined;
}

/** Whole words, in a script without spaces any place. */
function has(plain: string, several: readonly string[]): boolean {
  return several.map(plainText).some((word) => {
    if (/\p{Script=Han}/u.test(word)) return plain.includes(word);
    return ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${word} `);
  });
}

function plainText(text: string): string {
  return withoutAccents(text.normalize('NFKC').toLowerCase()).replace(/\s+/g, ' ').trim();
}

function day(year: number, month: number, dayOfMonth: number): Span | undefined {
  const from = Date.UTC(year, month, dayOfMonth);
  const date = new Date(from);
  const exists = date.getUTCMonth() === month && date.getUTCDate() === dayOfMonth;
  return exists ? { from, to: from + DAY_MS - 1 } : undefined;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
