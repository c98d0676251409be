import { romanise, type Romanisation } from './transliterate.ts';

export interface NameWord {
  /** As typed, in capitals. */
  readonly typed: string;
  readonly spelt: Romanisation;
  /** May be missing on one side without making another name of it. */
  readonly optional: boolean;
  /** One letter that stands for a name. */
  readonly initial: boolean;
}

const set = (words: string) => new Set(words.split(' '));

/** Articles, prepositions and words for son and daughter, which documents write, join or leave out. */
const PARTICLES = set(
  'A AF AL AN AP AV BEN BIN BINT BINTI BINTE D DA DAS DE DEL DELA DELLA DEN DER DES DI DO DOS DU E EL ET IBN I ' +
    'LA LAS LE LOS MAC MC O OF S SO T TE TEN TER THE UND VAN VD VOM VON VOR Y Z ZU ZUM ZUR ABU ABD UL UR US BT AP AS',
);
/** Generational suffixes, and titles that people type before their name. */
const TITLES = set(
  'JR SR JNR SNR II III IV VI VII 1ST 2ND 3RD 4TH FILHO NETO JUNIOR SENIOR ' +
    'DR PROF MR MRS MS MISS HERR FRAU MME MLLE SIR DAME DIPL ING PHD MD MSC',
);
/** What issuers print for a name that is not there. */
const PLACEHOLDERS = set('FNU LNU NFN NLN NN XXX NONE UNAVAIL UNKNOWN');
/** Words after which a birth name follows. */
const BIRTH_NAME_MARKS = set(
  'NEE NE GEB GEBOREN GEBORENE BORN ROZ RODE ROZENA SZ NATA NACIDA FODT FODD URODZ',
);
/** Names after the father's, which some documents leave out: Petrovich, Petrovna, Karimuly, Aliqizi, Aliyevna. */
const PATRONYMIC =
  /(OVICH|EVICH|OVYCH|YOVYCH|OVIC|ICH|OVNA|EVNA|IVNA|YIVNA|INICHNA|ULY|ULI|UULU|KYZY|QYZY|QIZI|OGLU|OGLI|UGLI|OGLY|ZODA)$/;
const SON_OR_DAUGHTER = /^(OGLU|OGLI|UGLI|OGLY|UULU|ULY|QIZI|KYZY|QYZY|KIZI|ОГЛЫ|КЫЗЫ|УУЛУ)$/;
const PATRONYMIC_CYRILLIC = /(ОВИЧ|ЕВИЧ|ИЧ|ОВНА|ЕВНА|ІВНА|ЇВНА|ИНИЧНА|УЛЫ|КЫЗЫ|ҚЫЗЫ|ОГЛЫ|ОҒЛЫ)$/;

/** The words of a name as it was typed. Hyphens part words as in the zone. */
export function typedWords(name: string, part: 'surname' | 'given'): readonly NameWord[] {
  const words = name
    .replace(/[()[\]"„“”«»,;:/·•・]/g, ' ')
    .split(/[\s\-‐‑–—_]+/)
    .filter((word) => /\p{Letter}/u.test(word));
  const plain = words.map((word) => bare(word.toUpperCase()));
  const needed = neededWords(plain);
  const mark = plain.findIndex((word, at) => at > 0 && BIRTH_NAME_MARKS.has(word));
  return words.flatMap((typed, at) => {
    if (at === mark) return [];
    const isBirthName = mark >= 0 && at > mark;
    const isFathers = part === 'given' && at > 0 && isPatronymic(plain, at);
    // "García y López", but "John F Kennedy".
    const initial = isInitial(typed);
    const optional = isBirthName || isFathers || (!initial && !needed.includes(plain[at] ?? ''));
    return [{ typed: typed.toUpperCase(), spelt: romanise(typed), optional, initial }];
  });
}

const isInitial = (typed: string) =>
  /^\p{Letter}\.?$/u.test(typed) && !/^[aeiosyz]$|[\p{Script=Han}\p{Script=Hangul}]/u.test(typed);

/** The words of a name as a barcode or the print has them; those of a zone come parted. */
export function printedWords(name: string): readonly string[] {
  return bare(name.toUpperCase())
    .replace(/['’‘`´.]/g, '')
    .split(/[^A-Z0-9]+/)
    .filter((word) => /[A-Z]/.test(word));
}

/**
 * The words of a surname, or of given names, that cannot be missing. Where all of them look like particles they are
 * the name: Lê, Do, Van and An are names of millions.
 */
export function neededWords(words: readonly string[]): readonly string[] {
  const names = words.filter((word) => !mayBeMissing(word));
  return names.length > 0 ? names : words.filter((word) => !TITLES.has(word) && !PLACEHOLDERS.has(word));
}

/** Whether a printed word may be missing from what was typed, or the other way round. */
function mayBeMissing(word: string): boolean {
  return PARTICLES.has(word) || TITLES.has(word) || PLACEHOLDERS.has(word);
}

/** Petrovich in one word, or Heydar oglu in two. */
function isPatronymic(words: readonly string[], at: number): boolean {
  const [word = '', next = ''] = words.slice(at);
  if (SON_OR_DAUGHTER.test(word) || SON_OR_DAUGHTER.test(next)) return true;
  return word.length > 5 && (PATRONYMIC.test(word) || PATRONYMIC_CYRILLIC.test(word));
}

const bare = (word: string) =>
  word
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[.'’]/g, '');
