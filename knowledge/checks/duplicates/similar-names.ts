import { editDistance } from '../../recognise/edit-distance.ts';
import { spellings } from '../particulars/transliterate.ts';

export interface PersonName {
  readonly surname: string;
  /** Empty for people whose document shows one name only. */
  readonly givenNames: string;
}

/**
 * Whether two names may be one person's: a surname and a given name in common, in any spelling that ICAO
 * allows, a letter in five off, or the two swapped. Only ever a second signal: many people share a name.
 */
export function similarNames(one: PersonName, other: PersonName): boolean {
  const [surnames, givenNames] = [toWords(one.surname), toWords(one.givenNames)];
  const [otherSurnames, otherGivenNames] = [toWords(other.surname), toWords(other.givenNames)];
  return (
    (share(surnames, otherSurnames) && shareGiven(givenNames, otherGivenNames)) ||
    (share(surnames, otherGivenNames) && share(givenNames, otherSurnames))
  );
}

/** Each word as the list of its possible spellings. */
type Words = readonly (readonly string[])[];

function toWords(name: string): Words {
  return name.split(/[\s\-‐‑–—]+/).map(spellings);
}

function shareGiven(one: Words, other: Words): boolean {
  const bothEmpty = one.flat().length === 0 && other.flat().length === 0;
  return bothEmpty || share(one, other);
}

const share = (one: Words, other: Words): boolean =>
  one.some((word) => other.some((candidate) => isNear(word, candidate)));

function isNear(one: readonly string[], other: readonly string[]): boolean {
  return one.some((spelling) =>
    other.some((candidate) => {
      const letters = Math.floor(Math.min(spelling.length, candidate.length) / 5);
      return editDistance(spelling, candidate, letters) <= letters;
    }),
  );
}
