import type { Tongue, Tongues } from '../means.ts';

/** The language of a locale such as `pt-BR`, else the first one. */
export function tongueOf(tongues: Tongues, locale: string | undefined): Tongue {
  const [first] = tongues.values();
  if (!first) throw new Error('the bot speaks no language');
  return tongues.get(languageOf(locale)) ?? first;
}

/** The part of a locale that says the language: `zh-Hans-CN` is `zh`. */
function languageOf(locale: string | undefined): string {
  return (locale ?? '').split(/[-_]/, 1)[0]?.toLowerCase() ?? '';
}
