import type { MrzFormatId } from '../../knowledge/checks/mrz/mrz-formats.ts';
import { zoneDigit as digit } from './zone.ts';

/** A zone of a document that does not exist. */
export interface RandomZone {
  readonly format: MrzFormatId;
  readonly lines: readonly string[];
}

type Random = () => number;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const STATES =
  'UTO UTO D<< FRA GBR USA POL ESP ITA AUT CHE NLD CZE TUR IND BRA CHN RUS UKR ROU NGA EGY MAR KAZ'.split(
    ' ',
  );

const whole = (random: Random, least: number, most: number) =>
  least + Math.floor(random() * (most - least + 1));
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const some = (random: Random, alphabet: string, count: number) =>
  Array.from({ length: count }, () => pick(random, Array.from(alphabet))).join('');
const fill = (text: string, width: number) => text.slice(0, width).padEnd(width, '<');

/** A name that could be one, of one to four syllables. */
function name(random: Random): string {
  const syllable = () =>
    some(random, 'BCDFGHJKLMNPRSTVWXZ', 1) +
    some(random, 'AEIOUY', 1) +
    (random() < 0.4 ? some(random, 'KLMNRSTX', 1) : '');
  return Array.from({ length: whole(random, 1, 4) }, syllable).join('');
}

/** Mostly one surname and one or two given names; now and then so many that the line ends before them, or one alone. */
function names(random: Random, width: number): string {
  const list = (count: number) => Array.from({ length: count }, () => name(random)).join('<');
  const kind = random();
  if (kind < 0.05) return fill(name(random), width);
  return fill(`${list(kind > 0.85 ? 2 : 1)}<<${list(kind > 0.93 ? 5 : whole(random, 1, 2))}`, width);
}

function date(random: Random): string {
  const kind = random();
  const [month, day] = [whole(random, 1, 12), whole(random, 1, 28)].map((n) => `${n}`.padStart(2, '0'));
  return `${some(random, DIGITS, 2)}${kind < 0.02 ? '<<' : month}${kind < 0.03 ? '<<' : day}`;
}

/** Numbers as states number: digits, or letters among them, of which O is left out. */
function number(random: Random): string {
  const kind = random();
  if (kind < 0.4) return some(random, DIGITS, whole(random, 7, 9));
  if (kind < 0.7)
    return (
      some(random, LETTERS.replace('O', ''), whole(random, 1, 2)) + some(random, DIGITS, whole(random, 6, 7))
    );
  return some(random, LETTERS.replace(/[AEIOU]/g, '') + DIGITS, 9);
}

/** A zone whose check digits are right. */
export function randomZone(random: Random): RandomZone {
  const kind = random();
  if (kind < 0.35) return { format: 'TD3', lines: passport(random) };
  if (kind < 0.65) return { format: 'TD1', lines: card(random) };
  if (kind < 0.79)
    return { format: 'TD2', lines: twoLines(random, pick(random, ['I<', 'ID', 'AC', 'P<']), 36, true) };
  if (kind < 0.88)
    return { format: 'MRV-A', lines: twoLines(random, pick(random, ['V<', 'VC', 'VI']), 44, false) };
  if (kind < 0.96) return { format: 'MRV-B', lines: twoLines(random, pick(random, ['V<', 'VD']), 36, false) };
  return { format: 'FRA-ID', lines: frenchCard(random) };
}

interface Core {
  readonly number: string;
  readonly birth: string;
  readonly sex: string;
  readonly expiry: string;
  readonly state: string;
}

/** The fields that every format has, those with a check digit followed by it. */
function core(random: Random): Core {
  const checked = (text: string) => text + digit(text);
  return {
    number: checked(fill(number(random), 9)),
    birth: checked(date(random)),
    sex: pick(random, ['M', 'F', 'F', 'M', '<']),
    expiry: checked(date(random).replaceAll('<', '1')),
    state: pick(random, STATES),
  };
}

function passport(random: Random): string[] {
  const { number: no, birth, sex, expiry, state } = core(random);
  const own =
    random() < 0.5 ? '' : some(random, random() < 0.5 ? DIGITS : LETTERS + DIGITS, whole(random, 6, 14));
  const optional = fill(own, 14);
  const checked = optional + (own === '' && random() < 0.4 ? '<' : digit(optional));
  const nationality = random() < 0.9 ? state : pick(random, STATES);
  return [
    fill(`${pick(random, ['P<', 'P<', 'PD', 'PO'])}${state}${names(random, 39)}`, 44),
    no + nationality + birth + sex + expiry + checked + digit(no + birth + expiry + checked),
  ];
}

function twoLines(random: Random, code: string, width: 36 | 44, composite: boolean): string[] {
  const { number: no, birth, sex, expiry, state } = core(random);
  const room = width - 28 - (composite ? 1 : 0);
  const optional = fill(random() < 0.5 ? '' : some(random, LETTERS + DIGITS, whole(random, 3, room)), room);
  return [
    code + state + names(random, width - 5),
    no + state + birth + sex + expiry + optional + (composite ? digit(no + birth + expiry + optional) : ''),
  ];
}

function card(random: Random): string[] {
  const { number: short, birth, sex, expiry, state } = core(random);
  const long = some(random, LETTERS.replace('O', '') + DIGITS, whole(random, 10, 13));
  // A number of more than nine characters goes on behind a filler.
  const no = random() < 0.1 ? `${long.slice(0, 9)}<${long.slice(9)}${digit(long)}` : short;
  const first = fill(
    no.length > 10 || random() < 0.6 ? no : no + some(random, DIGITS, whole(random, 3, 15)),
    25,
  );
  const second = fill(random() < 0.7 ? '' : some(random, DIGITS + LETTERS, whole(random, 3, 11)), 11);
  return [
    pick(random, ['ID', 'I<', 'IR', 'AC', 'C<']) + state + first,
    birth + sex + expiry + state + second + digit(first + birth + expiry + second),
    names(random, 30),
  ];
}

function frenchCard(random: Random): string[] {
  const first = `IDFRA${fill(name(random), 25)}${some(random, DIGITS, 6)}`;
  const no = some(random, DIGITS, 12);
  const birth = some(random, DIGITS, 2) + '0' + some(random, '123456789', 1) + '1' + some(random, DIGITS, 1);
  const start =
    no +
    digit(no) +
    fill(`${name(random)}<<${name(random)}`, 14) +
    birth +
    digit(birth) +
    pick(random, ['M', 'F']);
  return [first, start + digit(first + start)];
}
