import { withoutAccents } from '../../../knowledge/recognise/without-accents.ts';

/** A stretch of a text; marked where the other text says something else. */
export interface MarkedPart {
  readonly text: string;
  readonly marked: boolean;
}

/** Longer texts are never compared letter by letter: nobody could see anything in the marks. */
const LONGEST = 120;

/**
 * Where two texts differ, in both of them. Case, accents, spaces and punctuation are no difference: documents print
 * names in capitals and their zones know no accents.
 */
export function markDifferences(
  one: string,
  other: string,
): readonly [readonly MarkedPart[], readonly MarkedPart[]] {
  if (one === '' || other === '' || one.length > LONGEST || other.length > LONGEST) {
    return [whole(one), whole(other)];
  }
  const [a, b] = [lettersOf(one), lettersOf(other)];
  const common = commonLetters(a, b);
  return [
    partsOf(one, new Set(a.filter((_, index) => !common.inOne.has(index)).map(({ place }) => place))),
    partsOf(other, new Set(b.filter((_, index) => !common.inOther.has(index)).map(({ place }) => place))),
  ];
}

const whole = (text: string): readonly MarkedPart[] => (text === '' ? [] : [{ text, marked: false }]);

interface Letter {
  readonly letter: string;
  readonly place: number;
}

function lettersOf(text: string): readonly Letter[] {
  return Array.from(text).flatMap((character, place) => {
    const letter = withoutAccents(character).toLowerCase();
    return /[\p{L}\p{N}]/u.test(letter) ? [{ letter, place }] : [];
  });
}

/** Which letters stay in the shortest way from one text to the other, by changing, adding and leaving out letters. */
function commonLetters(
  a: readonly Letter[],
  b: readonly Letter[],
): { readonly inOne: ReadonlySet<number>; readonly inOther: ReadonlySet<number> } {
  const steps = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => a.length - i + b.length - j),
  );
  const at = (i: number, j: number): number => steps[i]?.[j] ?? Infinity;
  const isSame = (i: number, j: number): boolean => a[i]?.letter === b[j]?.letter;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = steps[i];
      const kept = at(i + 1, j + 1) + (isSame(i, j) ? 0 : 1);
      if (row) row[j] = Math.min(kept, at(i + 1, j) + 1, at(i, j + 1) + 1);
    }
  }
  const [inOne, inOther] = [new Set<number>(), new Set<number>()];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (isSame(i, j) && at(i, j) === at(i + 1, j + 1)) {
      inOne.add(i++);
      inOther.add(j++);
    } else if (at(i, j) === at(i + 1, j + 1) + 1) {
      i += 1;
      j += 1;
    } else if (at(i, j) === at(i + 1, j) + 1) i += 1;
    else j += 1;
  }
  return { inOne, inOther };
}

function partsOf(text: string, marked: ReadonlySet<number>): readonly MarkedPart[] {
  const parts: { text: string; marked: boolean }[] = [];
  for (const [place, character] of Array.from(text).entries()) {
    const isMarked = marked.has(place);
    const last = parts.at(-1);
    if (last?.marked === isMarked) last.text += character;
    else parts.push({ text: character, marked: isMarked });
  }
  return parts;
}
