import type { Box } from '../checks/photo-measurements.ts';
import { DAY, LONG_NUMBER } from './personal-forms.ts';
import type { ScreenLine } from './screen-reading.ts';
import type { PersonalWords } from './sign.ts';
import { fold } from './words-on-screen.ts';

/** Something on a screen that is nobody's business but the customer's. */
export interface PersonalPlace {
  readonly kind: 'address' | 'number' | 'secret' | 'name' | 'zone' | 'wallet';
  readonly box: Box;
}

const EMAIL = /[^\s@<>()]{1,64}\s?@\s?[^\s@<>()]+|[^\s@]+@/;
const HANDLE = /^@\w{3,}$/;
/** Addresses and keys of wallets, hashes, document numbers: long words that mix digits and letters. */
const MIXED = /^(?=.*\d)(?=.*[a-z])[a-z0-9]{7,}$/i;
const LONG_KEY = /^[a-z0-9+/=_-]{24,}$/i;
/** A machine-readable zone, as readers of print see it: long, without spaces, of capitals and fillers. */
const ZONE = /^[A-Z0-9<«‹Kkc()[\]{}|]{24,}$/;
const CRUMBS = 5;
/** A recovery phrase: many short words, often numbered. */
const PHRASE_WORDS = 12;

/**
 * The places of a screen that are covered before anybody outside of the vault sees it. In doubt a place is
 * covered: agents need the message and its code, which have neither form.
 */
export function findPersonal(lines: readonly ScreenLine[], words: PersonalWords): PersonalPlace[] {
  const places: PersonalPlace[] = [];
  const labels = words.labels.map(plain);
  const secrets = words.secrets.map(plain);
  for (const [at, line] of lines.entries()) {
    const compact = line.text.replace(/\s/g, '');
    if (isZone(line.text, compact)) places.push({ kind: 'zone', box: line.box });
    places.push(...numbersIn(line), ...wordsToCover(line));
    if (isCrumbs(line)) places.push({ kind: 'number', box: line.box });
    if (isRecoveryPhrase(line.text)) places.push({ kind: 'secret', box: line.box });
    const said = plain(line.text);
    if (secrets.some((secret) => said.includes(secret))) places.push(...around(lines, at));
    places.push(...afterLabel(lines, at, labels));
  }
  return places;
}

/** What a customer should never send to anybody, found on the screen. */
export function secretsOn(places: readonly PersonalPlace[]): string[] {
  return places.some(({ kind }) => kind === 'secret') ? ['seed_phrase'] : [];
}

const plain = (text: string): string =>
  ` ${fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

function isZone(text: string, compact: string): boolean {
  const fillers = compact.match(/[<«‹]/g)?.length ?? 0;
  return (ZONE.test(compact) && (fillers >= 2 || /\d{5,}/.test(compact))) || /<{3,}|[A-Z]<[A-Z]/.test(text);
}

/** Long numbers of one digit, such as 1111 1111, are read as a row of any letters: "ZI I I BB A I I". */
function isCrumbs({ words }: ScreenLine): boolean {
  return words.length >= CRUMBS && words.every(({ text }) => /^[\p{Script=Latin}\d|\]!]{1,2}$/u.test(text));
}

/** Runs of digits may go over several words: 4111 1111 1111 1111. */
function numbersIn(line: ScreenLine): PersonalPlace[] {
  let text = '';
  const spans = line.words.map((word) => {
    const from = text.length;
    text += `${word.text} `;
    return { word, from, to: from + word.text.length };
  });
  return [...text.matchAll(new RegExp(LONG_NUMBER, 'g'))].flatMap((match) => {
    const [from, to] = [match.index, match.index + match[0].length];
    return spans
      .filter((span) => span.from < to && span.to > from)
      .map(({ word }): PersonalPlace => ({ kind: 'number', box: word.box }));
  });
}

function wordsToCover(line: ScreenLine): PersonalPlace[] {
  return line.words.flatMap(({ text, box }): PersonalPlace[] => {
    const bare = text.replace(/^[^\w@+]+|[^\w]+$/g, '');
    if (EMAIL.test(text) || HANDLE.test(bare)) return [{ kind: 'address', box }];
    if (LONG_KEY.test(bare) || MIXED.test(bare.replace(/[-.…]/g, ''))) return [{ kind: 'wallet', box }];
    if (DAY.test(text)) return [{ kind: 'number', box }];
    return [];
  });
}

function isRecoveryPhrase(text: string): boolean {
  const words = text.split(/[\s,.;]+|\d+/).filter((word) => word !== '');
  return words.length >= PHRASE_WORDS && words.every((word) => /^[a-z]{3,8}$/.test(word));
}

/** The lines below a word such as "recovery phrase", down to a gap. */
function around(lines: readonly ScreenLine[], at: number): PersonalPlace[] {
  const label = lines[at];
  if (!label) return [];
  const reach = label.box.y + 14 * label.box.height;
  return lines
    .filter((line, index) => index !== at && line.box.y > label.box.y && line.box.y < reach)
    .map(({ box }) => ({ kind: 'secret', box }));
}

/** What stands behind a label on its line, or below it when nothing does. */
function afterLabel(lines: readonly ScreenLine[], at: number, labels: readonly string[]): PersonalPlace[] {
  const line = lines[at];
  if (!line) return [];
  const count = labelLength(line, labels);
  if (count === 0) return [];
  const rest = line.words.slice(count);
  if (rest.length > 0) return rest.map(({ box }) => ({ kind: 'name', box }));
  const value = lines.find(
    (other, index) =>
      index !== at &&
      ((other.box.y >= line.box.y + 0.5 * line.box.height &&
        other.box.y < line.box.y + 3.5 * line.box.height &&
        Math.abs(other.box.x - line.box.x) < 4 * line.box.height) ||
        // A table: the value on the same line, in the next column, which is read as a line of its own.
        (Math.abs(other.box.y - line.box.y) < 0.8 * line.box.height && other.box.x > line.box.x)),
  );
  return value ? [{ kind: 'name', box: value.box }] : [];
}

/** How many words at the start of the line are a label; 0 when it begins with something else. */
function labelLength(line: ScreenLine, labels: readonly string[]): number {
  for (let count = Math.min(4, line.words.length); count > 0; count -= 1) {
    const begun = line.words.slice(0, count);
    const text = plain(begun.map((word) => word.text).join(' '));
    if (!labels.includes(text)) continue;
    const isMarked = /[:：]$/.test(begun.at(-1)?.text ?? '') || line.words[count]?.text === ':';
    // "Name does not match" is a message; "Name: …" and "Name" alone are labels, and so are values in capitals.
    const next = line.words[count]?.text ?? '';
    if (isMarked || next === '' || /^\p{Lu}/u.test(next) || /\d/.test(next)) return count;
  }
  return 0;
}
