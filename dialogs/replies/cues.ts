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
