import type { Comparison } from './comparison.ts';
import { checkDigit } from '../mrz/check-digit.ts';

/** Pairs that people and print cannot tell apart. */
const LOOK_ALIKE: Readonly<Record<string, string>> = { O: '0', I: '1' };

/**
 * Compares the number that the customer typed with the zone's. Blanks, hyphens and the case do not matter,
 * nor O for 0 and I for 1, nor the check digit typed along with the number.
 */
export function compareDocumentNumber(printed: string, typed: string): Comparison {
  const wanted = fold(printed);
  const given = fold(typed);
  if (wanted === '' || given === '') return 'unsure';
  return given === wanted || given === wanted + checkDigit(printed) ? 'agrees' : 'differs';
}

const fold = (text: string) =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/[OI]/g, (letter) => LOOK_ALIKE[letter] ?? letter);
