import { findLanguageWish, type Wishes } from '../../knowledge/recognise/language-wish.ts';
import type { LanguageDetector } from '../../knowledge/recognise/detect-language.ts';
import type { Tongues } from '../means.ts';
import type { Turn } from '../turn.ts';
import type { Waiting } from '../waiting.ts';

/** In which language to go on. `wished`: the message says so and nothing else. */
export interface LanguageChoice {
  readonly language: string;
  readonly wished: boolean;
}

/**
 * Takes what a customer asks for at its word, and otherwise goes by what they write in, when that is beyond
 * doubt. Names, numbers and other values say nothing about the language of whoever types them.
 */
export function chooseLanguage(
  { tongues, detector }: { readonly tongues: Tongues; readonly detector: LanguageDetector },
  { reply, memory }: Turn,
  waiting: Waiting | undefined,
  current: string,
): LanguageChoice {
  const stay = { language: current, wished: false };
  const { text, card } = reply;
  if (card || text === '') return stay;
  const isValue = waiting?.question.expects === 'value' || waiting?.question.expects === 'form';
  const wish = findLanguageWish(text, wishesOf(tongues), {
    // "Deutsch" may be a surname, "English" a surname too
    nameAlone: !isValue || memory.languagesOffered === true,
  });
  if (wish !== undefined) return { language: wish, wished: true };
  if (isValue) return stay;
  return { language: detector.languageOf(text, current), wished: false };
}

const wishesOf = (tongues: Tongues): Wishes =>
  new Map([...tongues].map(([code, { knowledge }]) => [code, knowledge.language]));
