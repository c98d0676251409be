import type { Answer } from '../../knowledge/answer/answer.ts';
import type { Words } from './words.ts';

/** An answer with the line that says which part of the guide it rests on. */
export function sourced(words: Words, answer: Pick<Answer, 'text' | 'sections' | 'known'>): string {
  const line = sourceLine(words, answer.sections);
  if (line === undefined)
    return answer.known ? `${answer.text.trim()}\n\n*${words.say('source.ours')}*` : answer.text.trim();
  return `${answer.text.trim()}\n\n*${line}*`;
}

/** Undefined when nothing of the guide stands behind it. */
export function sourceLine(words: Words, sections: readonly string[]): string | undefined {
  if (sections.length === 0) return undefined;
  const numbered = sections.filter((section) => /^\d/.test(section));
  const named = sections.filter((section) => !/^\d/.test(section));
  const list = words.say('source.sections', { count: numbered.length, sections: numbered.join(', ') });
  return words.say('source.guide', { parts: [...named, ...(numbered.length > 0 ? [list] : [])].join(', ') });
}
