import { editDistance } from '../recognise/edit-distance.ts';
import {
  byForeignName,
  byLocalName,
  byName,
  countryName,
  countryOfCode,
  fold,
  isShoutedWord,
  regions,
  withoutCase,
} from './countries.ts';

export { countryName } from './countries.ts';

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
}

export type CountryMatch =
  | { readonly kind: 'match'; readonly code: string; readonly name: string }
  /** Also a single one, when it is close but not sure: "Did you mean …?" */
  | { readonly kind: 'choices'; readonly choices: readonly Country[] }
  | { readonly kind: 'none' };

/**
 * The country or region that somebody typed: names in English and other languages, inhabitants,
 * ISO codes, inside a sentence, with typos. Whatever could be two countries comes back as choices.
 * `language`: the one that is spoken, and that the names come back in.
 */
export function matchCountry(text: string, language = 'en'): CountryMatch {
  const match = matchIn(text, language);
  if (language === 'en' || match.kind === 'none') return match;
  const named = (code: string): Country => ({ code, name: countryName(code, language) });
  return match.kind === 'match'
    ? { kind: 'match', ...named(match.code) }
    : { kind: 'choices', choices: match.choices.map(({ code }) => named(code)) };
}

function matchIn(text: string, language: string): CountryMatch {
  const typed = text
    .slice(0, MAX_CHARS)
    .trim()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const whole = fold(typed);
  if (whole === '') return { kind: 'none' };
  const exact = byName.get(whole);
  if (exact) return matchOf(exact, true);
  const code = countryOfCode(typed);
  if (code !== undefined) return matchOf([code], !isShoutedWord(typed));
  const foreign = localCodeOf(whole, language) ?? byForeignName.get(whole);
  if (foreign !== undefined) return matchOf([foreign], true);
  if (regions.has(whole)) return { kind: 'none' };

  const candidates = [...new Set([whole, ...afterCue(whole)])];
  const near = namesNear(candidates, language);
  // "soth sudan" is nearer to South Sudan than to the Sudan in it
  const long = closest(near.filter(({ name }) => name.includes(' ')));
  if (long.kind === 'match') return long;
  const mentioned = findCountries(typed, language);
  if (mentioned.length > 0) return matchOf(mentioned, !NEGATION.test(whole));

  const foreignInside = candidates
    .map((candidate) => byForeignName.get(candidate) ?? localCodeOf(candidate, language))
    .find((found) => found !== undefined);
  if (foreignInside !== undefined) return matchOf([foreignInside], !NEGATION.test(whole));
  const match = closest(near);
  return match.kind === 'none' ? matchOf(beginningWith(whole), false) : match;
}

const MAX_CHARS = 300;
const NEGATION = /\b(?:not|never|no longer|isn t|isnt|don t|dont|nor)\b/;

/**
 * The countries that a text names exactly, in the order in which it names them. Codes count only
 * behind "in" or "from": "ID", "PNG" and "ETH" are seldom countries. In English, and in `language`.
 */
export function findCountries(text: string, language = 'en'): string[] {
  const found = new Set<string>();
  if (/\p{Script=Han}/u.test(text)) for (const code of inUnspaced(text, language)) found.add(code);
  const plain = language === 'tr' ? text.replace(/(?<=\p{L}{3})['’]\p{L}+/gu, '') : text;
  const words = plain.match(/[\p{L}\p{M}\p{N}'’.&-]+/gu) ?? [];
  for (let start = 0; start < words.length;) {
    const span = longestName(words, start, language);
    for (const code of span?.codes ?? codeAt(words, start)) found.add(code);
    start += span?.length ?? 1;
  }
  return [...found];
}

const LONGEST_NAME_WORDS = 9;
const CUES = new Set(['in', 'from', 'is', 'of', 'at', 'country', 'region', 'nationality', 'to', 'im', 'am']);
const PLACE_CUES = new Set(['in', 'from', 'country', 'region', 'nationality']);
/** Short names that are nothing else in English. */
const SHORT_NAMES = new Set(['uk', 'usa', 'uae', 'drc', 'ksa']);

/** Names in a script that puts no spaces between words, longest first. */
function inUnspaced(text: string, language: string): string[] {
  const names = [...byLocalName(language)].filter(([name]) => /^\p{Script=Han}{2,}$/u.test(name));
  let rest = text;
  return names
    .sort(([one], [other]) => other.length - one.length)
    .flatMap(([name, code]) => {
      if (!rest.includes(name)) return [];
      rest = rest.replaceAll(name, ' ');
      return [code];
    });
}

function longestName(
  words: readonly string[],
  start: number,
  language: string,
): { codes: readonly string[]; length: number } | undefined {
  if (language === 'en' && !mayBegin(words[start] ?? '')) return undefined;
  for (let length = Math.min(LONGEST_NAME_WORDS, words.length - start); length > 0; length -= 1) {
    const name = fold(words.slice(start, start + length).join(' '));
    if (regions.has(name)) return { codes: [], length };
    const codes = byName.get(name);
    if (codes && (name.length > 3 || SHORT_NAMES.has(name))) return { codes, length };
    const local = isTelling(name) ? localCodeOf(name, language) : undefined;
    if (language !== 'en' && local !== undefined) return { codes: [local], length };
  }
  return undefined;
}

/** First words of all names that English has, for most words of a text begin none. */
const beginnings: ReadonlySet<string> = new Set(
  [...byName.keys(), ...regions].map((name) => name.split(' ')[0] ?? ''),
);

function mayBegin(word: string): boolean {
  const [first = ''] = fold(word).split(' ');
  // "St." is "saint" where a word follows.
  return first === '' || first === 'st' || beginnings.has(first);
}

/** Three letters are a country's name in scripts that English is not written in, "сша", and a word in others. */
const isTelling = (name: string): boolean => name.length > (/[a-z]/.test(name) ? 3 : 2);

function localCodeOf(name: string, language: string): string | undefined {
  const names = byLocalName(language);
  return names.get(name) ?? names.get(withoutCase(name, language));
}

function codeAt(words: readonly string[], place: number): string[] {
  const word = (words[place] ?? '').replace(/[^\p{L}]+$/u, '');
  const before = words.slice(Math.max(0, place - 2), place).map(fold);
  const cue = before.at(-1) === 'the' ? before.at(-2) : before.at(-1);
  if (cue === undefined || !PLACE_CUES.has(cue)) return [];
  if (fold(word) === 'us' && place === words.length - 1) return ['US'];
  const code = word === word.toUpperCase() ? countryOfCode(word) : undefined;
  return code === undefined ? [] : [code];
}

/** What stands behind "I live in", "I'm from", "my country is": the last such place and the words after it. */
function afterCue(whole: string): string[] {
  const words = whole.split(' ');
  const cue = words.findLastIndex((word) => CUES.has(word));
  if (cue < 0 || cue === words.length - 1) return [];
  const rest = words.slice(cue + 1);
  if (rest[0] === 'the') rest.shift();
  return [1, 2, 3, 4, 5]
    .filter((length) => length <= rest.length)
    .map((length) => rest.slice(0, length).join(' '));
}

interface NearName {
  readonly name: string;
  readonly codes: readonly string[];
  readonly distance: number;
  /** Whether so close a name may be taken without asking. */
  readonly alike: boolean;
}

function namesNear(candidates: readonly string[], language: string): NearName[] {
  const local =
    language === 'en' ? [] : [...byLocalName(language)].map(([name, code]) => [name, [code]] as const);
  const names = [...byName, ...local];
  return candidates.flatMap((candidate) => {
    const allowed = allowedEdits(candidate.length);
    if (allowed === 0) return [];
    const near: NearName[] = [];
    for (const [name, codes] of names) {
      if (name.length < 4 || Math.abs(name.length - candidate.length) > allowed) continue;
      const distance = editDistance(candidate, name, allowed);
      if (distance > allowed) continue;
      // "roman" is one letter from "oman": a short word has to begin like the name that it is taken for
      const alike = candidate.length >= 5 && (candidate.length > 6 || candidate[0] === name[0]);
      near.push({ name, codes, distance, alike });
    }
    return near;
  });
}

function closest(near: readonly NearName[]): CountryMatch {
  const byCode = new Map<string, NearName>();
  for (const name of near) {
    for (const code of name.codes) {
      if (name.distance < (byCode.get(code)?.distance ?? Infinity)) byCode.set(code, name);
    }
  }
  const ranked = [...byCode].sort(([, one], [, other]) => one.distance - other.distance);
  const [best, second] = ranked;
  if (!best) return { kind: 'none' };
  const clear = second === undefined || second[1].distance > best[1].distance;
  if (clear && best[1].alike && best[1].distance <= 2) return matchOf([best[0]], true);
  return matchOf(
    ranked.slice(0, MAX_CHOICES).map(([code]) => code),
    false,
  );
}

const MAX_CHOICES = 4;

/** "switz", "united": the countries whose names go on like that, unless they are too many to choose from. */
function beginningWith(start: string): string[] {
  if (start.length < 4) return [];
  const found = new Set([...byName].flatMap(([name, codes]) => (name.startsWith(start) ? codes : [])));
  return found.size > MAX_CHOICES ? [] : [...found];
}

/** Typing errors that a name of so many letters may have and still be told from others. */
function allowedEdits(length: number): number {
  if (length < 4) return 0;
  if (length < 6) return 1;
  if (length < 12) return 2;
  return 3;
}

function matchOf(codes: readonly string[], sure: boolean): CountryMatch {
  const countries = codes.map((code) => ({ code, name: countryName(code) }));
  const [only] = countries;
  if (only === undefined) return { kind: 'none' };
  return countries.length === 1 && sure
    ? { kind: 'match', ...only }
    : { kind: 'choices', choices: countries };
}
