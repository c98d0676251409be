import type { Example } from '../recognise/examples.ts';
import { comparable, sharedWords, SHARED_WORDS, type Comparable } from './near-copies.ts';
import type { Finding } from './finding.ts';

/** Examples of two meanings that share most of their words: one of the two is likely to stand in the wrong place. */
export function checkAlikeExamples(examples: readonly Example[]): Finding[] {
  const texts = examples.map((example) => ({ ...comparable(example.text), label: example.label }));
  const counts = new Map<string, number>();
  for (const { words } of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  // Two texts that share so much share one of their rarest words: only those are looked up.
  const rarest = ({ words }: Comparable) =>
    [...words]
      .sort((one, other) => (counts.get(one) ?? 0) - (counts.get(other) ?? 0) || (one < other ? -1 : 1))
      .slice(0, words.size - Math.ceil(SHARED_WORDS * words.size) + 1);
  const byWord = new Map<string, number[]>();
  const findings: Finding[] = [];
  texts.forEach((text, place) => {
    const candidates = new Set(rarest(text).flatMap((word) => byWord.get(word) ?? []));
    for (const candidate of candidates) {
      const other = texts[candidate];
      if (!other || other.label === text.label || sharedWords(text, other) < SHARED_WORDS) continue;
      findings.push({
        level: text.plain === other.plain ? 'fault' : 'hint',
        where: `${other.label} and ${text.label}`,
        what: `"${other.text}" is like "${text.text}"`,
      });
    }
    for (const word of rarest(text)) byWord.set(word, [...(byWord.get(word) ?? []), place]);
  });
  return findings;
}
