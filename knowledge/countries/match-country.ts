import { editDistance } from '../recognise/edit-distance.ts';
import { byForeignName, byName, countryName, countryOfCode, fold, regions } from './countries.ts';

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
 */
export function matchCountry(text: string): CountryMatch {
  const typed = text.trim().replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const whole = fold(typed);
  if (whole === '') return { kind: 'none' };
  const code = countryOfCode(typed);
  const exact = byName.get(whole) ?? (code === undefined ? undefined : [code]);
  if (exact) return matchOf(exact, true);
  const foreign = byForeignName.get(whole);
  if (foreign !== undefined) return matchOf([foreign], true);
  if (regions.has(whole)) return { kind: 'none' };

  const mentioned = findCountries(text);
  if (mentioned.length > 0)
    return matchOf(mentioned, !/\b(not|never|no longer|isn t|don t|dont|nor)\b/.test(whole));

  const candidates = [...new Set([whole, ...afterCue(whole)])];
  const foreignInside = candidates
    .map((candidate) => byForeignName.get(candidate))
    .find((found) => found !== undefined);
  if (foreignInside !== undefined) return matchOf([foreignInside], true);
  return closest(candidates);
}

/** The countries that a text names exactly, in the order in which it names them. */
export function findCountries(text: string): string[] {
  const found = new Set<string>();
  const words = text.match(/[\p{L}\p{M}\p{N}'’.&-]+/gu) ?? [];
  const shouted = text === text.toUpperCase();
  for (let start = 0; start < words.length;) {
    const span = longestName(words, start);
    if (span) {
      for (const code of span.codes) found.add(code);
      start += span.length;
      continue;
    }
    const word = (words[start] ?? '').replace(/[^\p{L}]+$/u, '');
    const afterPlace = CUES.has(fold(words[start - 1] ?? '')) || fold(words[start - 1] ?? '') === 'the';
    const code = countryOfCode(word);
    if (code !== undefined && word === word.toUpperCase() && (!shouted || afterPlace)) found.add(code);
    else if (afterPlace && fold(word) === 'us' && start === words.length - 1) found.add('US');
    start += 1;
  }
  return [...found];
}

const LONGEST_NAME_WORDS = 9;
const CUES = new Set(['in', 'from', 'is', 'of', 'at', 'country', 'region', 'nationality', 'to', 'im', 'am']);

function longestName(
  words: readonly string[],
  start: number,
): { codes: readonly string[]; length: number } | undefined {
  for (let length = Math.min(LONGEST_NAME_WORDS, words.length - start); length > 0; length -= 1) {
    const name = fold(words.slice(start, start + length).join(' '));
    if (regions.has(name)) return { codes: [], length };
    const codes = byName.get(name);
    // "us" alone is a word; in capitals or after "the" it is a code, which the caller sees to.
    if (
      codes &&
      !(name.length <= 3 && words[start] === words[start]?.toLowerCase() && !SMALL_NAMES.has(name))
    ) {
      return { codes, length };
    }
  }
  return undefined;
}

/** Short names that are no English words. */
const SMALL_NAMES = new Set(['uk', 'usa', 'uae', 'drc', 'ksa', 'bvi', 'png', 'prc', 'brd', 'lao']);

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

function closest(candidates: readonly string[]): CountryMatch {
  const near = new Map<string, number>();
  for (const candidate of candidates) {
    const allowed = allowedEdits(candidate.length);
    if (allowed === 0) continue;
    for (const [name, codes] of byName) {
      if (name.length < 4 || Math.abs(name.length - candidate.length) > allowed) continue;
      const distance = editDistance(candidate, name, allowed);
      if (distance > allowed) continue;
      for (const code of codes) near.set(code, Math.min(near.get(code) ?? Infinity, distance));
    }
  }
  const ranked = [...near].sort(([, one], [, other]) => one - other);
  const [best, second] = ranked;
  if (!best) return { kind: 'none' };
  const clear = second === undefined || second[1] - best[1] >= 1;
  const longEnough = Math.max(...candidates.map((candidate) => candidate.length)) >= 5;
  if (clear && longEnough && best[1] <= 2) return matchOf([best[0]], true);
  return matchOf(
    ranked.slice(0, 4).map(([code]) => code),
    false,
  );
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
