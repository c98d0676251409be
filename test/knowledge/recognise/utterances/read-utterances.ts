import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Utterance {
  readonly text: string;
  /** Any of these is right. */
  readonly intents: readonly string[];
}

/**
 * The lines of a file of utterances: below each `== heading` what means it, alternatives by |. A problem or a
 * row of the table of limits stands behind a colon and counts as the intent before it.
 */
export function readUtterances(file: string): Utterance[] {
  const utterances: Utterance[] = [];
  let intents: readonly string[] = [];
  for (const line of readFileSync(path.join(import.meta.dirname, file), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith('== ')) utterances.push({ text: line, intents });
    else {
      const meant = line.slice(3).split('|');
      intents = [...new Set(meant.map((each) => each.trim().replace(/^(problem|limits):.*/, '$1')))];
    }
  }
  return utterances;
}

/** `<language>-development.txt` and `<language>-held-out.txt`. */
export const utteranceFiles: readonly string[] = readdirSync(import.meta.dirname).filter((name) =>
  name.endsWith('.txt'),
);
