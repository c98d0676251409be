import { editDistance } from '../../knowledge/recognise/edit-distance.ts';
import { withoutAccents } from '../../knowledge/recognise/without-accents.ts';
import type { ChoiceWords } from './words.ts';

/** Lower case, straight quotes, no end punctuation, single spaces. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’‘`]/g, "'")
    .replaceAll(/[“”"]/g, '')
    .replaceAll(/[.,!?;:]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * The choice that a text means: its number in the list, its title, or one of the other ways to say it.
 * The whole message has to match, so that a sentence which merely contains a word is not taken for a choice.
 */
export function choose<C extends Pick<ChoiceWords, 'title' | 'also'>>(
  text: string,
  choices: readonly C[],
): C | undefined {
  const said = plain(text)
    .replace(/ please$/, '')
    .replace(/^please /, '');
  if (said === '') return undefined;
  const number = /^#?(\d{1,2})$/.exec(said)?.[1];
  if (number !== undefined) return choices[Number(number) - 1];
  return (
    choices.find(({ title }) => plain(title) === said) ??
    choices.find(({ also }) => also.some((other) => plain(other) === said)) ??
    unaccented(said, choices) ??
    misspelt(said, choices)
  );
}

/** The only choice that is said when accents do not count: on phones they are often left out. */
function unaccented<C extends Pick<ChoiceWords, 'title' | 'also'>>(
  said: string,
  choices: readonly C[],
): C | undefined {
  const bare = withoutAccents(said);
  const meant = choices.filter(({ title, also }) =>
    [title, ...also].some((wording) => withoutAccents(plain(wording)) === bare),
  );
  return meant.length === 1 ? meant[0] : undefined;
}

/** The only choice that a slip of the finger could have been meant for; short words are too alike to guess. */
function misspelt<C extends Pick<ChoiceWords, 'title' | 'also'>>(
  said: string,
  choices: readonly C[],
): C | undefined {
  const meant = choices.filter(({ title, also }) =>
    [title, ...also].map(plain).some((wording) => {
      const limit = slipsAllowed(wording.length);
      return limit > 0 && editDistance(said, wording, limit) <= limit;
    }),
  );
  return meant.length === 1 ? meant[0] : undefined;
}

const slipsAllowed = (characters: number): number => (characters >= 12 ? 2 : characters >= 6 ? 1 : 0);
