/** Crockford's base 32: no letter that a person takes for a digit, and no U. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** Letters and digits as they were meant: in capitals, and O, I and L for the digits that they look like. */
export function readCrockford(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[OIL]/g, (letter) => MISREAD[letter] ?? letter);
}
