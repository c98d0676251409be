import { mentions } from '../replies/cues.ts';
import type { Words } from '../replies/words.ts';

export type Mood = 'calm' | 'frustrated' | 'abusive';

const SHOUTED_LETTERS = 12;

/** How somebody writes, by their words and by shouting. Says nothing about what they need. */
export function moodOf(words: Words, text: string): Mood {
  if (mentions(words, 'abusive_phrases', text)) return 'abusive';
  return mentions(words, 'frustrated_phrases', text) || isShouted(text) ? 'frustrated' : 'calm';
}

function isShouted(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const isLoud =
    letters.length >= SHOUTED_LETTERS && letters.every((letter) => letter !== letter.toLowerCase());
  return isLoud && text.includes('!!');
}
