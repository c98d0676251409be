import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { examplesOf } from '../../../knowledge/recognise/examples.ts';
import { knowledge, recogniser } from '../asking.ts';

interface Utterance {
  readonly text: string;
  readonly intents: readonly string[];
}

const utterances: Utterance[] = [];
let intents: readonly string[] = [];
for (const line of readFileSync(path.join(import.meta.dirname, 'unseen-utterances.txt'), 'utf8').split(
  '\n',
)) {
  if (line === '' || line.startsWith('#')) continue;
  if (line.startsWith('== ')) {
    const meant = line.slice(3).split('|');
    intents = meant.map((each) => each.trim().replace(/^problem:.*/, 'problem'));
  } else utterances.push({ text: line, intents });
}

describe('utterances that nobody had in mind', () => {
  it('are no near copies of examples: none shares three of four words with one', () => {
    const examples = examplesOf(knowledge).map(({ text }) => wordsIn(text));
    const copies = utterances.filter(({ text }) => {
      const own = wordsIn(text);
      return examples.some((example) => {
        const shared = [...own].filter((word) => example.has(word)).length;
        return shared / (own.size + example.size - shared) > 0.75;
      });
    });
    expect(copies.map(({ text }) => text)).toEqual([]);
  });

  it('name only intents that there are', () => {
    const known = new Set([...knowledge.intents.keys(), 'problem', 'limits', 'none']);
    expect(utterances.flatMap((each) => each.intents).filter((intent) => !known.has(intent))).toEqual([]);
  });

  // Measured, not tuned: 78 % and 2.8 % when they were written.
  it('are understood in 3 of 4 cases, get a wrong answer in 4 of 100 at most, and otherwise a question', () => {
    const results = utterances.map(({ text, intents: meant }) => {
      const { intent } = recogniser.recognise(text);
      return meant.includes(intent) ? 'right' : intent === 'none' ? 'unsure' : 'wrong';
    });
    const share = (result: string) => results.filter((each) => each === result).length / results.length;
    expect(share('right')).toBeGreaterThanOrEqual(0.75);
    expect(share('wrong')).toBeLessThanOrEqual(0.04);
  });
});

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z0-9]+/g));
}
