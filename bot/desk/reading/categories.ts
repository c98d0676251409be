import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { idWords } from './words.ts';

const OWN: Readonly<Record<string, string>> = { person_wanted: 'Wants to talk to a person' };

/** What a ticket is about, in words: a problem's title, or what the customer wanted. */
export function categoryWords(knowledge: Pick<Knowledge, 'problems'>, category: string): string {
  return knowledge.problems.get(category)?.title ?? OWN[category] ?? idWords(category);
}
