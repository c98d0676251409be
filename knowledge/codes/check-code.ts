import { CROCKFORD, readCrockford } from './crockford.ts';

/** How a text holds something that may be a check code. */
export interface FoundCheckCode {
  /** As it is printed: two groups of four. */
  readonly code: string;
  /** The check character is right: hardly anything else looks like this. */
  readonly isWhole: boolean;
  /** There is nothing else in the text. */
  readonly isAlone: boolean;
}

/** Random characters of a check code; the last one is made from them. */
export const FREE_CHARACTERS = 7;

const BASE = CROCKFORD.length;
const WRITTEN = new RegExp(`^[${CROCKFORD}]{8}$`);
const GAP = String.raw`[\s\p{Pd}._·]`;
const ONE = '[0-9A-Za-z]';
const GROUPS = `${ONE}{4}${GAP}{0,3}${ONE}{4}`;
/** All that is said, in pieces of one length: as it is printed, without the hyphen, or letter by letter. */
const ALONE = new RegExp(
  `^(?:${GROUPS}|${ONE}{2}(?:${GAP}{1,3}${ONE}{2}){3}|${ONE}(?:${GAP}{1,3}${ONE}){7})$`,
  'u',
);
/** Chinese leaves no space between a word and a code. */
const LATIN = String.raw`[\p{Script=Latin}\p{N}]`;
/**
 * In a sentence only as it is printed, and not behind the VG of a reference. It looks ahead, because the word before
 * may have four letters, too.
 */
const INSIDE = new RegExp(String.raw`(?<!${LATIN}\p{Pd}?|vg\s)(?=(${GROUPS})(?!\p{Pd}?${LATIN}))`, 'giu');
const QUOTES_AROUND = /^[\s\p{P}]+|[\s\p{P}]+$/gu;

/**
 * The check code of these characters, or undefined when they would not make a good one. Each group has a letter and a
 * digit that no letter is taken for: no word, no number, no date and no error code looks like it.
 */
export function checkCodeOf(free: string): string | undefined {
  const code = `${free}${checkCharacter(free)}`;
  return free.length === FREE_CHARACTERS && hasForm(code) ? grouped(code) : undefined;
}

/** The check code in a text, however loosely it was typed: in small letters, with spaces, O for 0, I or L for 1. */
export function findCheckCode(text: string): FoundCheckCode | undefined {
  const said = text.normalize('NFKC').replace(QUOTES_AROUND, '');
  if (ALONE.test(said)) {
    const code = charactersOf(said);
    return hasForm(code) ? { code: grouped(code), isWhole: isWhole(code), isAlone: true } : undefined;
  }
  const inside = [...text.normalize('NFKC').matchAll(INSIDE)].map(([, written = '']) =>
    charactersOf(written),
  );
  const code = inside.find((one) => hasForm(one) && isWhole(one));
  return code === undefined ? undefined : { code: grouped(code), isWhole: true, isAlone: false };
}

const charactersOf = (written: string): string => readCrockford(written.replace(/[^0-9A-Za-z]/g, ''));

function hasForm(code: string): boolean {
  return (
    WRITTEN.test(code) &&
    [code.slice(0, 4), code.slice(4)].every((group) => /[2-9]/.test(group) && /[A-Z]/.test(group))
  );
}

const isWhole = (code: string): boolean => code.at(-1) === checkCharacter(code.slice(0, -1));

/** Luhn's algorithm over 32 characters: one wrong character and nearly every two that changed places are found. */
function checkCharacter(characters: string): string {
  const sum = Array.from(characters)
    .reverse()
    .reduce((total, character, place) => {
      const value = CROCKFORD.indexOf(character) * (place % 2 === 0 ? 2 : 1);
      return total + Math.floor(value / BASE) + (value % BASE);
    }, 0);
  return CROCKFORD.charAt((BASE - (sum % BASE)) % BASE);
}

const grouped = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
