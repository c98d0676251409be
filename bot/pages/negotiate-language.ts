/**
 * The first of these languages that a reader wants: `wanted` in so many words, else by the header Accept-Language
 * (RFC 9110, 12.5.4), else the first of all.
 */
export function negotiateLanguage(
  languages: readonly string[],
  wanted: string | null | undefined,
  accepted: string | undefined,
): string {
  const byHeader = (accepted ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().split(/\s*;\s*/);
      const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
  return (
    [wanted ?? '', ...byHeader]
      .map((tag) => tag.split('-', 1)[0]?.toLowerCase() ?? '')
      .find((language) => languages.includes(language)) ??
    languages[0] ??
    'en'
  );
}
