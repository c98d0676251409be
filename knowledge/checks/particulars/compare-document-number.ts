import { checkDigit } from '../mrz/check-digit.ts';
import type { Comparison } from './comparison.ts';

/** Pairs that people and print cannot tell apart. */
const LOOK_ALIKE: Readonly<Record<string, string>> = { O: '0', I: '1' };
/** A shorter entry of an optional field says nothing: some states number their regions there. */
const MIN_OTHER_LENGTH = 6;

/**
 * Compares the number that the customer typed with the zone's. Blanks, hyphens and the case do not matter, nor O for
 * 0 and I for 1, nor the check digit typed along with the number. `others`: what stands in the zone's optional fields;
 * Spain, Turkey and others print there what people know as the number of their card.
 */
export function compareDocumentNumber(
  printed: string,
  typed: string,
  others: readonly string[] = [],
): Comparison {
  const wanted = fold(printed);
  const given = fold(typed);
  if (wanted === '' || given === '') return 'unsure';
  if (given === wanted || given === wanted + checkDigit(printed)) return 'agrees';
  const entries = others.flatMap((field) => field.split('<')).map(fold);
  const isOther = entries.some((entry) => entry.length >= MIN_OTHER_LENGTH && entry === given);
  return isOther ? 'agrees' : 'differs';
}

const fold = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/[OI]/g, (letter) => LOOK_ALIKE[letter] ?? letter);
