import { syllable } from 'syllable';

import type { Knowledge } from '../knowledge.ts';
import type { Finding } from './finding.ts';

/** Years at school. Of a text for everybody, plain-language guides ask for 9 at most; names and terms push it up. */
const HARD = 10;
const TOO_HARD = 14;
/** A shorter text has too few words to be judged by their mean. */
const MIN_WORDS = 20;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Articles, steps and reasons that ask for much schooling. */
export function checkReadingLevel({ articles, problems, steps, reasons }: Knowledge): Finding[] {
  const texts: (readonly [string, string])[] = [
    ...[...articles.values()].map(({ id, text }) => [`articles/${id}.yaml`, text] as const),
    ...[...problems.values()].map(
      ({ id, steps: own }) =>
        [
          `problems/${id}.yaml`,
          own.flatMap((step) => ('text' in step ? [step.text] : [])).join(' '),
        ] as const,
    ),
    ...[...steps.values()].map(
      (list) => [`steps/${list.id}.yaml`, list.steps.map(({ text }) => text).join(' ')] as const,
    ),
    ...[...reasons.values()].map(
      ({ code, ...words }) =>
        [
          `reasons/${code}.yaml`,
          Object.values(words)
            .filter((each) => typeof each === 'string')
            .join(' '),
        ] as const,
    ),
  ];
  return texts.flatMap(([where, text]) => {
    const grade = gradeOf(text);
    if (grade === undefined || grade <= HARD) return [];
    const level = grade > TOO_HARD ? 'fault' : 'hint';
    return [{ level, where, what: `needs ${grade.toFixed(1)} years at school to be read` } as const];
  });
}

/** The grade of Flesch and Kincaid (1975); undefined when there are too few words. Markdown and English. */
export function gradeOf(markdown: string): number | undefined {
  const plain = markdown
    .replace(/\{\w+\}|[*_`>#]|\]\([^)]*\)|\[/g, '')
    // an item of a list ends like a sentence
    .replace(/([^.!?:\s])\s*\n/g, '$1.\n');
  const words = plain.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  if (words.length < MIN_WORDS) return undefined;
  const count = [...sentences.segment(plain)].filter(({ segment }) => /\p{L}/u.test(segment)).length;
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  return 0.39 * (words.length / Math.max(1, count)) + 11.8 * (syllables / words.length) - 15.59;
}
