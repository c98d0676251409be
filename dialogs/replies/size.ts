import type { Words } from './words.ts';

const MEBIBYTE = 1024 * 1024;

/** A file's size as people read it. */
export function sizeWords(words: Words, bytes: number): string {
  return words.say('size.mebibytes', { count: Math.round((bytes / MEBIBYTE) * 10) / 10 });
}
