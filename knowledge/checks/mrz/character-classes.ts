import { MRZ_ALPHABET, MRZ_FORMATS, type CharacterClass, type MrzFormat } from './mrz-formats.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';

const MEMBERS: Readonly<Record<CharacterClass, string>> = {
  letters: `${LETTERS}<`,
  digits: DIGITS,
  digit_or_filler: `${DIGITS}<`,
  date: `${DIGITS}<`,
  sex: 'MFX<',
  state: `${LETTERS}<`,
  number: MRZ_ALPHABET,
  any: MRZ_ALPHABET,
};

/** What is printed alike: where only digits may stand, the look of an O speaks for 0. */
const DIGIT_LIKE: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  T: '7',
  B: '8',
};
const LETTER_LIKE: Readonly<Record<string, string>> = { 0: 'O', 1: 'I', 2: 'Z', 5: 'S', 6: 'G', 8: 'B' };

/** Characters and by how much (nats) less likely they are than others at their place. */
type Unlikely = Readonly<Record<string, number>>;

/**
 * Most states leave the letter O out of their numbers because it is mistaken for 0, and digits prevail in what
 * else they print there.
 */
const UNLIKELY: Partial<Record<CharacterClass, Unlikely>> = {
  number: { O: 2.5 },
  any: { O: 1 },
};

/** What may stand at one place of a format, as positions in the alphabet, and what is taken for it. */
export interface PlaceRule {
  readonly allowed: readonly number[];
  /** For each character of the alphabet the allowed one that it speaks for, or -1. */
  readonly speaksFor: Int8Array;
  /** Added to the logarithm of each character's probability. */
  readonly bias: Float32Array;
}

const at = (character: string) => MRZ_ALPHABET.indexOf(character);

function ruleOf(members: string, unlikely: Unlikely = {}): PlaceRule {
  const holdsBoth = members === MRZ_ALPHABET;
  const speaksFor = new Int8Array(MRZ_ALPHABET.length).fill(-1);
  const digitsOnly = !/[A-Z]/.test(members);
  const alike = holdsBoth ? {} : digitsOnly ? DIGIT_LIKE : LETTER_LIKE;
  for (const [i, character] of Array.from(MRZ_ALPHABET).entries()) {
    const meant = members.includes(character) ? character : alike[character];
    if (meant && members.includes(meant)) speaksFor[i] = at(meant);
  }
  const bias = new Float32Array(MRZ_ALPHABET.length);
  for (const [characters, cost] of Object.entries(unlikely)) {
    for (const character of characters) bias[at(character)] = -cost;
  }
  return { allowed: Array.from(members, at), speaksFor, bias };
}

/** The rules of every place of a format, line by line. */
function rulesOf(format: MrzFormat): readonly (readonly PlaceRule[])[] {
  return Array.from({ length: format.lines }, (_, line) =>
    Array.from({ length: format.width }, (_unused, place) => {
      const inside = (part: { line: number; start: number; end: number }) =>
        part.line === line && place >= part.start && place < part.end;
      if (line === 0 && place === 0) return ruleOf(format.codes);
      const field = format.fields.find(inside);
      if (field?.holds === 'date') return ruleOf(dateMembers(place - field.start));
      if (field) return ruleOf(MEMBERS[field.holds], UNLIKELY[field.holds]);
      const check = format.checks.find(inside);
      return ruleOf(check && !check.mayBe ? DIGITS : MEMBERS.digit_or_filler);
    }),
  );
}

/** YYMMDD: no month begins with 2, no day with 4. */
const dateMembers = (place: number) => (place === 2 ? '01<' : place === 4 ? '0123<' : `${DIGITS}<`);

export const PLACE_RULES = Object.fromEntries(
  Object.values(MRZ_FORMATS).map((format) => [format.id, rulesOf(format)]),
) as Readonly<Record<MrzFormat['id'], ReturnType<typeof rulesOf>>>;
