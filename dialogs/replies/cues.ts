import { plain } from './choose.ts';
import type { Cue, Words } from './words.ts';

/** Whether a message is one of these phrases and nothing else. */
export function isPhrase({ cues }: Pick<Words, 'cues'>, cue: Cue, text: string): boolean {
  const said = plain(text);
  return cues[cue].some((phrase) => plain(phrase) === said);
}

/** Whether one of these phrases stands anywhere in a message, as whole words. */
export function mentions({ cues }: Pick<Words, 'cues'>, cue: Cue, text: string): boolean {
  const said = ` ${plain(text)} `;
  return cues[cue].some((phrase) => contains(said, plain(phrase)));
}

/** What follows the longest of these beginnings; undefined when the message begins with none. */
export function restAfter({ cues }: Pick<Words, 'cues'>, cue: Cue, text: string): string | undefined {
  const said = plain(text);
  const beginning = cues[cue]
    .map(plain)
    .filter((phrase) => said.startsWith(`${phrase} `))
    .sort((one, other) => other.length - one.length)[0];
  return beginning === undefined ? undefined : said.slice(beginning.length).trim();
}

// Chinese has no blanks between words.
const UNSPACED = /[\p{Script=Han}]/u;

function contains(padded: string, phrase: string): boolean {
  return UNSPACED.test(phrase) ? padded.includes(phrase) : padded.includes(` ${phrase} `);
}

/** Whether it has more words than any name, or words that no name consists of. */
export function soundsLikeTalk(words: Pick<Words, 'talkWords'>, text: string, mostWords: number): boolean {
  return text.split(/\s+/).length > mostWords || talkWordsIn(words, text) > 0;
}

/** How many words are in it that no name consists of. */
export function talkWordsIn({ talkWords }: Pick<Words, 'talkWords'>, text: string): number {
  const parts = text.toLowerCase().split(/\s+/);
  const unspaced = [...talkWords].filter(
    (word) => word.length > 1 && UNSPACED.test(word) && text.includes(word) && !parts.includes(word),
  );
  return parts.filter((part) => talkWords.has(part)).length + unspaced.length;
}
