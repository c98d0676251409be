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
  return [...text].flatMap((character, place) => {
    const letter = withoutAccents(character).toLowerCase();
    return /[\p{L}\p{N}]/u.test(letter) ? [{ letter, place }] : [];
  });
}

/** The longest row of letters that both have in the same order. */
function commonLetters(
  a: readonly Letter[],
  b: readonly Letter[],
): { readonly inOne: ReadonlySet<number>; readonly inOther: ReadonlySet<number> } {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row)
        row[j] = a[i]?.letter === b[j]?.letter ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const [inOne, inOther] = [new Set<number>(), new Set<number>()];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]?.letter === b[j]?.letter) {
      inOne.add(i++);
      inOther.add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return { inOne, inOther };
}

function partsOf(text: string, marked: ReadonlySet<number>): readonly MarkedPart[] {
  const parts: { text: string; marked: boolean }[] = [];
  for (const [place, character] of [...text].entries()) {
    const isMarked = marked.has(place);
    const last = parts.at(-1);
    if (last?.marked === isMarked) last.text += character;
    else parts.push({ text: character, marked: isMarked });
  }
  return parts;
}
