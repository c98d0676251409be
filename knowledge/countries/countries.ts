import { createRequire } from 'node:module';

import iso from 'i18n-iso-countries';
import { z } from 'zod';

const Names = z.object({
  /** What we call a country where ISO's own name is long or inverted. */
  display: z.record(z.string(), z.string()),
  /** What people write, inhabitants and a few capitals included. */
  aliases: z.record(z.string(), z.array(z.string())),
  /** Names of several countries, folded. */
  ambiguous: z.record(z.string(), z.array(z.string())),
  /** Names that contain a country's name but are none, folded. */
  regions: z.array(z.string()),
  /** What people write in other languages beside ISO's names, by language. */
  local: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
  /** Codes that are words when they are written small. */
  lowercaseWords: z.array(z.string()),
});

const LANGUAGES = [
  'de',
  'es',
  'fr',
  'it',
  'pt',
  'nl',
  'pl',
  'tr',
  'ru',
  'uk',
  'vi',
  'id',
  'ro',
  'cs',
  'sv',
  'el',
  'ar',
  'fa',
  'zh',
  'ja',
  'ko',
  'th',
];

const require = createRequire(import.meta.url);
const names = Names.parse(require('./names.json'));
iso.registerLocale(locale('en'));

function locale(language: string): iso.LocaleData {
  return require(`i18n-iso-countries/langs/${language}.json`) as iso.LocaleData;
}

/** Lower case without accents and punctuation; "St." and "&" written out. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/(?<=\p{L})\.(?=\p{L}\b)/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bst\b(?= \p{L})/gu, 'saint')
    .trim();
}

const displayNames = new Map(Object.entries(names.display));
const english = iso.getNames('en', { select: 'all' });

/** ISO 3166-1 alpha-2, every one. */
export const codes: readonly string[] = Object.keys(english);

/** Folded names that contain a country's name but are none. */
export const regions: ReadonlySet<string> = new Set(names.regions);
const lowercaseWords: ReadonlySet<string> = new Set(names.lowercaseWords);

/** Folded names in English, each with the countries that it may mean. */
export const byName: ReadonlyMap<string, readonly string[]> = englishNames();

/** Folded names in other languages, of one country each. */
export const byForeignName: ReadonlyMap<string, string> = foreignNames();

/** The name that we show, in English where the language has none. The code itself when ISO does not know it. */
export function countryName(code: string, language = 'en'): string {
  const own = language === 'en' ? undefined : namesIn(language)?.[code];
  if (own !== undefined) return typeof own === 'string' ? own : (own[0] ?? code);
  return displayNames.get(code) ?? iso.getName(code, 'en') ?? code;
}

const localIndexes = new Map<string, ReadonlyMap<string, string>>();

/** Folded names in one language, of one country each; in Russian also without the endings of the cases. */
export function byLocalName(language: string): ReadonlyMap<string, string> {
  const known = localIndexes.get(language);
  if (known) return known;
  const index = new Map<string, string>();
  const clashes = new Set<string>();
  for (const [code, name] of Object.entries(namesIn(language) ?? {})) {
    for (const each of [name, names.local[language]?.[code] ?? []].flat()) {
      const key = withoutCase(fold(each), language);
      if ((index.get(key) ?? code) !== code) clashes.add(key);
      index.set(key, code);
    }
  }
  for (const name of clashes) index.delete(name);
  localIndexes.set(language, index);
  return index;
}

/** "германии" and "германия", "almanyadan" and "almanya" are one country: what the cases change is left out. */
export function withoutCase(folded: string, language: string): string {
  if (language === 'tr') return folded.replace(/(\p{L}{4,}?)(?:l[iu]yim|y[iu]m|[dt][ae]n?|y[ae])$/u, '$1');
  if (language !== 'ru') return folded;
  return folded.replace(/(\p{L}{3,}?)(?:иеи|ами|ях|ах|ою|еи|ом|ем|ои|[аеиоуыэюяь])(?= |$)/gu, '$1');
}

/** Undefined for a language that the library does not have. */
function namesIn(language: string): iso.LocaleData['countries'] | undefined {
  if (!iso.getSupportedLanguages().includes(language)) return undefined;
  return locale(language).countries;
}

/** Whether a code in capitals is a word that somebody may just have shouted: "NO", "IT". */
export function isShoutedWord(typed: string): boolean {
  return lowercaseWords.has(typed.toLowerCase());
}

/** The country of an alpha-2 or alpha-3 code, written as `typed`; words such as "no" count only in capitals. */
export function countryOfCode(typed: string): string | undefined {
  if (!/^[a-z]{2,3}$/i.test(typed) || lowercaseWords.has(typed)) return undefined;
  const code = typed.length === 3 ? iso.alpha3ToAlpha2(typed.toUpperCase()) : typed.toUpperCase();
  return code !== undefined && iso.isValid(code) ? code : undefined;
}

function englishNames(): Map<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const code of codes) {
    for (const name of [...(english[code] ?? []), countryName(code), ...(names.aliases[code] ?? [])]) {
      const folded = fold(name);
      all.set(folded, [...new Set([...(all.get(folded) ?? []), code])]);
    }
  }
  for (const [name, several] of Object.entries(names.ambiguous)) all.set(name, several);
  return all;
}

function foreignNames(): Map<string, string> {
  const all = new Map<string, string>();
  const clashes = new Set<string>();
  for (const language of LANGUAGES) {
    for (const [code, name] of Object.entries(locale(language).countries)) {
      for (const each of typeof name === 'string' ? [name] : name) {
        const folded = fold(each);
        if (byName.has(folded) || regions.has(folded)) continue;
        if ((all.get(folded) ?? code) !== code) clashes.add(folded);
        all.set(folded, code);
      }
    }
  }
  for (const name of clashes) all.delete(name);
  return all;
}
