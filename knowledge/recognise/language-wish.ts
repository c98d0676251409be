import { byLocalName, fold } from '../countries/countries.ts';
import type { Language } from './language.ts';
import { withoutAccents } from './without-accents.ts';

/** How the names of languages are called in each language; the platform knows them. */
const namesByCodes = new Map<string, ReadonlyMap<string, string>>();

/** Where the platform's own name is not what people call it. */
const OWN_NAMES: Readonly<Record<string, string>> = { id: 'Bahasa Indonesia' };

/** How people of each language, by code, ask for a language. */
export type Wishes = ReadonlyMap<string, Pick<Language, 'languageWish' | 'languageNames'>>;

/**
 * The language (ISO 639-1) that a message asks to be spoken, when it consists of the language's name and words
 * around it: "speak Spanish", "en español por favor", "中文".
 */
export function findLanguageWish(
  text: string,
  wishes: Wishes,
  { nameAlone }: { readonly nameAlone: boolean },
): string | undefined {
  const plain = plainWords(text);
  if (plain === '' || plain.length > MAX_LENGTH) return undefined;
  const names = namesOf(wishes);
  const around = wordsAround(wishes);
  for (const [name, code] of names) {
    const rest = isUnspaced(name) ? removed(plain, name) : removed(` ${plain} `, ` ${name} `);
    if (rest === undefined) continue;
    const left = without(rest, around);
    if (left === '') return nameAlone || plain !== name ? code : undefined;
  }
  return undefined;
}

const MAX_LENGTH = 80;

/** The name of a language in itself: `español`, `中文`, with a capital where the script has them. */
export function ownName(code: string): string {
  const name = OWN_NAMES[code] ?? new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** Longest first, so that "bahasa indonesia" is not taken for "bahasa". */
function namesOf(wishes: Wishes): ReadonlyMap<string, string> {
  const codes = [...wishes.keys()];
  const key = codes.join();
  const known = namesByCodes.get(key);
  if (known) return known;
  const all = codes.flatMap((code) => {
    const given = [...wishes].flatMap(([speaker, { languageNames }]) => {
      const name = plainWords(new Intl.DisplayNames(speaker, { type: 'language' }).of(code) ?? '');
      // "Prancis" is French and France: only "bahasa Prancis" asks for a language.
      const isCountry = byLocalName(speaker).has(fold(name));
      return [...(isCountry ? [] : [name]), ...(languageNames[code] ?? []).map(plainWords)];
    });
    return [ownName(code), ...given].map((name) => [plainWords(name), code] as const);
  });
  const names = new Map(all.sort(([one], [other]) => other.length - one.length));
  namesByCodes.set(key, names);
  return names;
}

function wordsAround(wishes: Wishes): readonly string[] {
  return [...wishes.values()]
    .flatMap(({ languageWish }) => languageWish)
    .map(plainWords)
    .sort((one, other) => other.length - one.length);
}

/** What is left when all words around the name are taken out. */
function without(text: string, around: readonly string[]): string {
  let rest = ` ${text.trim()} `;
  for (const word of around) {
    rest = isUnspaced(word) ? rest.replaceAll(word, ' ') : rest.replaceAll(` ${word} `, '  ');
  }
  return rest.trim();
}

function removed(text: string, part: string): string | undefined {
  return text.includes(part) ? text.replace(part, ' ') : undefined;
}

const isUnspaced = (text: string): boolean => /\p{Script=Han}/u.test(text);

function plainWords(text: string): string {
  return withoutAccents(text.toLowerCase())
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
