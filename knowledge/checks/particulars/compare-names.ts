import type { MrzNames } from '../mrz/parse-mrz.ts';
import { spellings } from './transliterate.ts';

/** `unsure`: neither confirmed nor contradicted, as when the zone shows only a part or was read badly. */
export type Comparison = 'same' | 'unsure' | 'differs';

/**
 * Compares a name as the customer typed it with the zone's. Tolerates ICAO's transliterations, cut-off
 * names, swapped order, and given names left out. Names carry no check digit: a letter or two off is
 * `unsure`, never `differs`.
 */
export function compareNames(names: MrzNames, surname: string, givenNames: string): Comparison {
  const claim = { surname: toWords(surname), given: toWords(givenNames) };
  const all = [...claim.surname, ...claim.given];
  if (all.length === 0 || all.some((word) => word.length === 0)) return 'unsure';
  const [primary, secondary] = [names.primary, names.secondary];
  if (holds(primary, claim.surname, names.truncated, 'all') && holdsGiven(secondary, claim.given, names))
    return 'same';
  if (holds(secondary, claim.surname, names.truncated, 'all') && holdsGiven(primary, claim.given, names))
    return 'same';
  const everything = [...primary, ...secondary];
  if (holds(everything, all, names.truncated, 'all')) return 'same';
  const near = all.filter((word) => everything.some((printed) => isNear(word, printed)));
  // One of several surnames, one given name more than the document has: probable, but not confirmed.
  const surnameNear = claim.surname.some((word) => everything.some((printed) => isNear(word, printed)));
  const givenNear =
    claim.given.length === 0 ||
    claim.given.some((word) => everything.some((printed) => isNear(word, printed)));
  return near.length === all.length || (surnameNear && givenNear) ? 'unsure' : 'differs';
}

/** Each word as the list of its possible spellings. Hyphens part words as in the zone. */
function toWords(name: string): readonly (readonly string[])[] {
  return name
    .split(/[\s\-‐‑–—]+/)
    .filter((word) => /\p{Letter}/u.test(word))
    .map(spellings);
}

type Word = readonly string[];

/** Whether the printed words are the claimed ones: each claimed word is there and, for `all`, no other. */
function holds(
  printed: readonly string[],
  claimed: readonly Word[],
  truncated: boolean,
  how: 'all' | 'some',
): boolean {
  if (claimed.length === 0) return printed.length === 0;
  if (joinedEqual(printed, claimed)) return true;
  const rest = [...printed];
  for (const word of claimed) {
    const at = rest.findIndex((candidate) => word.includes(candidate));
    const place = at < 0 && truncated ? cutOffPlace(rest, word) : at;
    if (place >= 0) rest.splice(place, 1);
    else if (!truncated || rest.length > 0) return false;
  }
  return how === 'some' || rest.length === 0;
}

function holdsGiven(printed: readonly string[], claimed: readonly Word[], names: MrzNames): boolean {
  return claimed.length === 0 ? printed.length === 0 : holds(printed, claimed, names.truncated, 'some');
}

/** When the field is full, its last word may be the beginning of the claimed one; what follows is missing whole. */
function cutOffPlace(rest: readonly string[], word: Word): number {
  const last = rest.at(-1);
  return last !== undefined && word.some((spelling) => spelling.startsWith(last)) ? rest.length - 1 : -1;
}

/** MC DONALD and MCDONALD are one name. */
function joinedEqual(printed: readonly string[], claimed: readonly Word[]): boolean {
  const whole = printed.join('');
  let left = [whole];
  for (const word of claimed) {
    left = left.flatMap((text) => word.filter((s) => text.startsWith(s)).map((s) => text.slice(s.length)));
  }
  return left.includes('');
}

/** One letter in five may be off, or an extra letter hang on where a filler was misread. */
function isNear(word: Word, printed: string): boolean {
  return word.some((spelling) => distance(spelling, printed) <= Math.max(1, Math.floor(spelling.length / 5)));
}

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
