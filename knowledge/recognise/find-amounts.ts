import { escaped } from './escaped.ts';

/** So much of something that a message names. */
export interface Amount {
  readonly value: number;
  /** ISO 4217, a coin's ticker, `MB`, `KB`, or `x` for leverage. */
  readonly unit: string;
  /** As it was typed. */
  readonly text: string;
}

/** Words and signs for each unit, in small letters. */
export type Units = Readonly<Record<string, readonly string[]>>;

const NUMBER = String.raw`\d{1,3}(?:[ ,.'’]\d{3})+(?:[.,]\d{1,8})?|\d+(?:[.,]\d+)?`;
const THOUSANDS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, mio: 1e6 };

export interface AmountFinder {
  /** In the order of the text. Numbers without a unit are no amounts. */
  find(text: string): Amount[];
}

export function createAmountFinder(units: Units): AmountFinder {
  const unitByWord = new Map(
    Object.entries(units).flatMap(([unit, words]) => words.map((word) => [word, unit] as const)),
  );
  const words = [...unitByWord.keys()].sort((one, other) => other.length - one.length).map(escaped);
  const unit = `(${words.join('|')})`;
  const before = new RegExp(String.raw`(?<![\p{L}\d])${unit}\s?(${NUMBER})\s?(k|mio|m)?(?![\p{L}\d])`, 'giu');
  const behind = new RegExp(
    String.raw`(?<![\p{L}\d.,])(${NUMBER})\s?(?:(k|mio|m)\s?)?${unit}(?![\p{L}\d])`,
    'giu',
  );

  const amountOf = (text: string, number: string, factor: string | undefined, word: string): Amount => ({
    value: valueOf(number) * (THOUSANDS[factor?.toLowerCase() ?? ''] ?? 1),
    unit: unitByWord.get(word.toLowerCase()) ?? word,
    text: text.trim(),
  });

  return {
    find(text) {
      const found = [
        ...[...text.matchAll(behind)].map((match) => ({
          at: match.index,
          end: match.index + match[0].length,
          amount: amountOf(match[0], match[1] ?? '', match[2], match[3] ?? ''),
        })),
        ...[...text.matchAll(before)].map((match) => ({
          at: match.index,
          end: match.index + match[0].length,
          amount: amountOf(match[0], match[2] ?? '', match[3], match[1] ?? ''),
        })),
      ].sort((one, other) => one.at - other.at);
      // "$5 usd" is one amount, not two
      return found
        .filter(({ at }, place) => !found.slice(0, place).some(({ end }) => end > at))
        .map(({ amount }) => amount);
    },
  };
}

/** "1,000.50", "1.000,50", "1 000", "0,5". */
function valueOf(number: string): number {
  const plain = number.replace(/[ '’]/g, '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  if (last < 0) return Number(plain);
  const whole = plain.slice(0, last).replace(/[.,]/g, '');
  const rest = plain.slice(last + 1);
  const grouped = rest.length === 3 && whole !== '0' && whole.length <= 9;
  return Number(grouped ? whole + rest : `${whole}.${rest}`);
}
