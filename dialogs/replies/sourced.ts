import type { Answer } from '../../knowledge/answer/answer.ts';
import { anchorOf } from '../../knowledge/answer/sections.ts';
import type { Words } from './words.ts';

/** An answer with the line that says which part of the guide it rests on, with links where the page is known. */
export function sourced(
  words: Words,
  answer: Pick<Answer, 'text' | 'sections' | 'known'>,
  guideUrl?: string,
): string {
  const line = sourceLine(words, answer.sections, guideUrl);
  if (line === undefined)
    return answer.known ? `${answer.text.trim()}\n\n*${words.say('source.ours')}*` : answer.text.trim();
  return `${answer.text.trim()}\n\n*${line}*`;
}

/**
 * Undefined when nothing of the guide stands behind it. `guideUrl`: the page that shows the guide's facts, to be
 * opened in the language of the words.
 */
export function sourceLine(words: Words, sections: readonly string[], guideUrl?: string): string | undefined {
  if (sections.length === 0) return undefined;
  const shown = (section: string) =>
    guideUrl === undefined
      ? section
      : `[${section}](${guideUrl}?language=${words.locale}#${anchorOf(section)})`;
  const numbered = sections.filter((section) => /^\d/.test(section));
  const named = sections.filter((section) => !/^\d/.test(section)).map(shown);
  const list = words.say('source.sections', {
    count: numbered.length,
    sections: numbered.map(shown).join(', '),
  });
  return words.say('source.guide', { parts: [...named, ...(numbered.length > 0 ? [list] : [])].join(', ') });
}
