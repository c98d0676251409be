import { MRZ_FORMATS, type CharacterClass, type MrzFormat, type MrzFormatId } from './mrz-formats.ts';

/** A zone as far as its shape goes; whether it is right, its check digits tell. */
export interface FittedLines {
  readonly format: MrzFormatId;
  readonly lines: readonly string[];
  /** 0..1: how well the characters fit the classes that the format demands. */
  readonly fit: number;
}

const LETTER_FOR_DIGIT: Readonly<Record<string, string>> = { 0: 'O', 1: 'I', 2: 'Z', 5: 'S', 6: 'G', 8: 'B' };
const DIGIT_FOR_LETTER: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  U: '0',
  I: '1',
  L: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  T: '7',
  B: '8',
};

/** How many characters a line may be longer or shorter because a run of fillers was miscounted. */
const MAX_FILLERS_MISCOUNTED = 3;

/**
 * Finds the zone in lines as a reader saw them, and puts each character into the class that its position
 * demands: `O` becomes `0` where the format has a digit. Nothing is tried out against check digits, so a
 * misread zone stays wrong and is found out. Undefined when no lines have a zone's shape.
 */
export function fitLines(seen: readonly string[]): FittedLines | undefined {
  const lines = seen
    .map((line) =>
      line
        .toUpperCase()
        .replace(/[«‹]/g, '<')
        .replace(/[^A-Z0-9<]/g, ''),
    )
    .filter((line) => line.length >= 26);
  let best: FittedLines | undefined;
  for (const format of Object.values(MRZ_FORMATS)) {
    for (let i = 0; i + format.lines <= lines.length; i++) {
      const fitted = fitTo(format, lines.slice(i, i + format.lines));
      if (fitted && (!best || fitted.fit > best.fit)) best = fitted;
    }
  }
  return best;
}

/** Below this share of characters in their class, lines are something else than a zone. */
const MIN_FIT = 0.8;

function fitTo(format: MrzFormat, seen: readonly string[]): FittedLines | undefined {
  const namesLine = format.fields.find((field) => field.name === 'names')?.line;
  const sized = seen.map((line, i) => toWidth(line, format.width, i === namesLine));
  if (sized.some((line) => line === undefined)) return undefined;
  let wanted = 0;
  let fitting = 0;
  const lines = sized.map((line, i) =>
    Array.from(line ?? '', (character, at) => {
      const demanded = classAt(format, i, at);
      const changed = toClass(character, demanded);
      if (demanded !== 'any' && demanded !== 'number') {
        wanted++;
        // A substituted character speaks for the format only half as loud as one that fits by itself.
        fitting += changed === character && isIn(character, demanded) ? 1 : isIn(changed, demanded) ? 0.5 : 0;
      }
      return changed;
    }).join(''),
  );
  if (!format.codes.includes(lines[0]?.charAt(0) ?? ' ')) return undefined;
  const fit = fitting / wanted;
  return fit >= MIN_FIT ? { format: format.id, lines, fit } : undefined;
}

/** The line at its full width, when only fillers are missing or too many. */
function toWidth(line: string, width: number, isNamesLine: boolean): string | undefined {
  const missing = width - line.length;
  if (missing === 0) return line;
  // How many fillers end the names says nothing, and readers count long runs badly.
  if (isNamesLine && missing > 0) return line.length >= width * 0.7 ? line.padEnd(width, '<') : undefined;
  if (isNamesLine)
    return line.length <= width * 1.3 && /<.{0,3}$/.test(line) ? line.slice(0, width) : undefined;
  if (Math.abs(missing) > MAX_FILLERS_MISCOUNTED) return undefined;
  const [run] = [...line.matchAll(/<{3,}/g)].sort((a, b) => b[0].length - a[0].length);
  if (!run || run[0].length + missing < 1) return undefined;
  return (
    line.slice(0, run.index) + '<'.repeat(run[0].length + missing) + line.slice(run.index + run[0].length)
  );
}

function classAt(format: MrzFormat, line: number, at: number): CharacterClass {
  const inside = (part: { line: number; start: number; end: number }) =>
    part.line === line && at >= part.start && at < part.end;
  const field = format.fields.find(inside);
  if (field) return field.holds;
  const check = format.checks.find(inside);
  return check ? (check.mayBe ? 'digit_or_filler' : 'digits') : 'any';
}

const MEMBERS: Readonly<Record<CharacterClass, RegExp>> = {
  letters: /[A-Z<]/,
  digits: /[0-9]/,
  digit_or_filler: /[0-9<]/,
  date: /[0-9<]/,
  sex: /[MFX<]/,
  number: /[A-NP-Z0-9<]/,
  any: /[A-Z0-9<]/,
};

const isIn = (character: string, wanted: CharacterClass) => MEMBERS[wanted].test(character);

function toClass(character: string, wanted: CharacterClass): string {
  if (isIn(character, wanted)) return character;
  if (wanted === 'letters') return LETTER_FOR_DIGIT[character] ?? character;
  if (wanted === 'sex') return character;
  if (wanted === 'number') return '0';
  return DIGIT_FOR_LETTER[character] ?? character;
}
