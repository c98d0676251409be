/** A question without what says who asked; undefined when nothing that could help an editor is left. */
export type Scrub = (text: string) => string | undefined;

export interface ScrubVocabulary {
  /** Words of the knowledge's own texts and examples: none of them says who somebody is. Small letters. */
  readonly ownWords: ReadonlySet<string>;
  /** Common words of the language. */
  readonly isCommon: (word: string) => boolean;
  readonly firstNames: ReadonlySet<string>;
  /** Codes that the exchange shows; other figures are left out. */
  readonly errorCodes: ReadonlySet<string>;
}

const MOST_CHARS = 300;
const LINKS = /\b(?:https?:\/\/|www\.)\S+/giu;
const MAILS = /\S+@\S+/gu;
const HANDLES = /(?<![\p{L}\d])[@#]\S+/gu;
/** What somebody calls themselves stands behind one of these. */
const INTRODUCTION =
  /\b(?<cue>my (?:full |first |last |sur)?name is|name is|i am called|this is|call me|regards,?|sincerely,?|signed,?|name:|surname:)\s+(?<name>\p{L}[\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’.-]*){0,3})/giu;
const TOKENS = /[\p{L}\p{M}\d][\p{L}\p{M}\d'’._/-]*/gu;
/** Years, sizes and days may stay: they are what rules are about. */
const HARMLESS_FIGURE = /^(?:(?:19|20)\d\d|\d{1,2}|\d{1,3}(?:x|h|mb|kb|%)|24\/7)$/i;

const PLACE = '[…]';

/**
 * Takes out of a question whatever may say who somebody is: names, addresses, numbers, links, and every word that
 * is neither one of ours nor common. What is in doubt goes.
 */
export function createScrub({ ownWords, isCommon, firstNames, errorCodes }: ScrubVocabulary): Scrub {
  const isOwn = (word: string) => ownWords.has(word) || ownWords.has(word.replace(/(?<=.{4})s$/, ''));

  function mayStay(token: string, startsSentence: boolean, afterName: boolean): boolean {
    if (/\d/.test(token)) return HARMLESS_FIGURE.test(token) || errorCodes.has(token);
    const parts = token
      .toLowerCase()
      .split(/['’._/-]+/)
      .filter((part) => part.length > 1);
    const isCapital = token !== token.toLowerCase() && token !== token.toUpperCase();
    return parts.every((part) => {
      // What is written large behind a name is most likely the rest of it.
      const isLarge = isCapital && !startsSentence;
      if (isOwn(part)) return !(isLarge && (afterName || firstNames.has(part)));
      if (afterName || firstNames.has(part) || isLarge) return false;
      return isCommon(part);
    });
  }

  return (text) => {
    const plain = text
      .normalize('NFKC')
      .replace(MAILS, PLACE)
      .replace(LINKS, PLACE)
      .replace(HANDLES, PLACE)
      .replace(INTRODUCTION, (whole: string, cue: string, name: string) =>
        // "this is annoying" introduces nobody
        name.split(/\s+/).every((word) => isOwn(word.toLowerCase())) ? whole : `${cue} ${PLACE}`,
      )
      .replace(/\s+/g, ' ')
      .trim();
    let kept = 0;
    let afterName = false;
    const scrubbed = plain.replace(TOKENS, (token: string, at: number) => {
      const startsSentence = at === 0 || /[.!?:\n]\s*$/.test(plain.slice(0, at));
      const stays = mayStay(token, startsSentence, afterName);
      afterName = !stays && !/\d/.test(token);
      if (stays) kept += 1;
      return stays ? token : PLACE;
    });
    const short = scrubbed
      .replace(/(?:\[…\][\s,]*){2,}/gu, `${PLACE} `)
      .replace(/ +(?=[?!.,;])/g, '')
      .trim();
    return kept < 2 ? undefined : short.slice(0, MOST_CHARS);
  };
}
