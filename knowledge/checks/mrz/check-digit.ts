const WEIGHTS = [7, 3, 1] as const;

/** Value of a character in ICAO's sum: digits count as themselves, A is 10, the filler 0. */
function valueOf(character: string): number {
  if (character === '<') return 0;
  const value = Number.parseInt(character, 36);
  if (Number.isNaN(value)) throw new RangeError('not a character of the machine-readable zone');
  return value;
}

/** The 7-3-1 check digit of ICAO Doc 9303, part 3, section 4.9, as a character. Expects A-Z, 0-9 and `<`. */
export function checkDigit(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += valueOf(text.charAt(i)) * (WEIGHTS[i % 3] ?? 0);
  return String(sum % 10);
}
