import { findSecret } from '../dialogs/guard/find-secret.ts';
import type { Tongue } from '../dialogs/means.ts';
import { createMask } from './outbox/mask.ts';

/** What is known of a customer and may not stand in a mailbox. */
export interface KnownOfCustomer {
  readonly documentNumbers: readonly string[];
  /** ISO 8601. */
  readonly birthDates: readonly string[];
}

export interface CoveredAnswer {
  /** Absent: all of it looked like a secret. */
  readonly text?: string;
  readonly isCovered: boolean;
}

/**
 * An agent's words as they may stand in a mail: without document numbers, machine-readable zones and the customer's
 * date of birth, and none at all where they hold a secret.
 */
export function coverAnswer(
  text: string,
  { documentNumbers, birthDates }: KnownOfCustomer,
  { words, knowledge }: Pick<Tongue, 'words'> & { readonly knowledge: Pick<Tongue['knowledge'], 'secrets'> },
): CoveredAnswer {
  // The mask knows what secrets are called in English; agents write in the customer's language, too.
  const { secrets } = knowledge;
  if (findSecret(text, true, { secrets, talkWords: words.talkWords })) return { isCovered: true };
  const number = `[${words.say('label.document_number')}]`;
  const mask = createMask(documentNumbers, { zone: number, number, secret: '' });
  const birthDate = `[${words.say('label.birth_date')}]`;
  const withoutDates = birthDates.reduce(
    (covered, date) => covered.replace(patternOfDate(date, words.locale), birthDate),
    text,
  );
  const covered = mask(withoutDates);
  return covered === '' ? { isCovered: true } : { text: covered, isCovered: covered !== text };
}

/** The three parts of a date in any order in which people write them, the month as a number or as a word. */
function patternOfDate(date: string, locale: string): RegExp {
  const [year = '', month = '', day = ''] = date.split('-');
  const d = `(?<!\\d)0?${Number(day)}(?!\\d)`;
  const m = `(?:(?<!\\d)0?${Number(month)}(?!\\d)|${monthNames(date, locale).join('|')})`;
  const y = `(?<!\\d)(?:${year.slice(0, 2)})?${year.slice(2)}(?!\\d)`;
  const between = '[^\\d\\n]{1,10}?';
  const orders = [
    [d, m, y],
    [m, d, y],
    [y, m, d],
  ];
  return new RegExp(`${orders.map((order) => order.join(between)).join('|')}|${compact(date)}`, 'giu');
}

const compact = (date: string): string => `(?<!\\d)${date.replaceAll('-', '')}(?!\\d)`;

/** Long and short, as it stands beside a day and alone, in the customer's language and in English. */
function monthNames(date: string, locale: string): string[] {
  const at = new Date(`${date}T00:00:00Z`);
  const names = [locale, 'en'].flatMap((language) =>
    (['long', 'short'] as const).flatMap((month) =>
      [{ month }, { month, day: 'numeric', year: 'numeric' } as const].map((how) => {
        const parts = new Intl.DateTimeFormat(language, { ...how, timeZone: 'UTC' }).formatToParts(at);
        return parts.find(({ type }) => type === 'month')?.value.replace(/\.$/, '') ?? '';
      }),
    ),
  );
  return [...new Set(names)].filter((name) => /\p{L}/u.test(name));
}
