import { randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that a person takes for a digit, and no U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const WRITTEN = new RegExp(`^[${ALPHABET}]{8}$`);
const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** A new reference such as VG-7K3M-Q2XW: 40 random bits, so that nobody guesses somebody else's. */
export function createReference(): string {
  const characters = Array.from({ length: 8 }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return grouped(characters.join(''));
}

/** The reference that a person typed or read out, as it is stored; undefined when it cannot be one. */
export function readReference(text: string): string | undefined {
  const typed = text
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/^VG/, '')
    .replace(/[OIL]/g, (letter) => MISREAD[letter] ?? letter);
  return WRITTEN.test(typed) ? grouped(typed) : undefined;
}

function grouped(characters: string): string {
  return `VG-${characters.slice(0, 4)}-${characters.slice(4)}`;
}
