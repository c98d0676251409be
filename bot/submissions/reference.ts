import { randomInt } from 'node:crypto';

import { CROCKFORD, readCrockford } from '../../knowledge/codes/crockford.ts';

const WRITTEN = new RegExp(`^[${CROCKFORD}]{8}$`);

/** A new reference such as VG-7K3M-Q2XW: 40 random bits, so that nobody guesses somebody else's. */
export function createReference(): string {
  const characters = Array.from({ length: 8 }, () => CROCKFORD.charAt(randomInt(CROCKFORD.length)));
  return grouped(characters.join(''));
}

/** The reference that a person typed or read out, as it is stored; undefined when it cannot be one. */
export function readReference(text: string): string | undefined {
  const typed = readCrockford(text.toUpperCase().replace(/[\s-]/g, '').replace(/^VG/, ''));
  return WRITTEN.test(typed) ? grouped(typed) : undefined;
}

function grouped(characters: string): string {
  return `VG-${characters.slice(0, 4)}-${characters.slice(4)}`;
}
