import type { BrowserAge } from '../../knowledge/diagnose/browser-age.ts';
import type { Words } from '../replies/words.ts';

const DAYS_OF_A_MONTH = 30.44;

/** Whether a browser is the newest, and if not, how far behind; undefined when that is not known. */
export function browserAgeWords(words: Words, age: BrowserAge): string | undefined {
  if (age.kind === 'unknown') return undefined;
  const { name, version } = age;
  if (age.kind === 'newest') return words.say('diagnosis.browser_newest', { name, version });
  const { newest, behind, days } = age;
  // At noon UTC it is the same day nearly everywhere.
  const since = Date.parse(`${age.newestSince}T12:00:00Z`);
  if (days === undefined) return words.say('diagnosis.browser_ancient', { name, version, newest, since });
  const months = Math.floor(days / DAYS_OF_A_MONTH);
  return words.say('diagnosis.browser_old', { name, version, newest, since, behind, months });
}
