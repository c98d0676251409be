import { describe, expect, it } from '@jest/globals';

import { comparable, isNearCopy } from '../../../../knowledge/check/near-copies.ts';
import { examplesOf } from '../../../../knowledge/recognise/examples.ts';
import { knowledge, recogniser } from '../../asking.ts';
import { readUtterances, utteranceFiles, type Utterance } from './read-utterances.ts';

const files = utteranceFiles.map((file) => ({ file, utterances: readUtterances(file) }));
const all = files.flatMap(({ utterances }) => utterances);

describe('utterances that were written apart from the examples', () => {
  it('are 1,500 at least', () => {
    expect(all.length).toBeGreaterThanOrEqual(1_500);
  });

  it('are no near copies of examples', () => {
    const examples = examplesOf(knowledge).map(({ text }) => comparable(text));
    const copies = all.filter(({ text }) => {
      const own = comparable(text);
      return examples.some((example) => isNearCopy(own, example));
    });
    expect(copies.map(({ text }) => text)).toEqual([]);
  });

  it('stand in one half only', () => {
    const texts = all.map(({ text }) => comparable(text).plain);
    expect(texts.filter((text, place) => texts.indexOf(text) !== place)).toEqual([]);
  });

  it('name only intents that there are', () => {
    const known = new Set([...knowledge.intents.keys(), 'problem', 'limits', 'none']);
    expect(all.flatMap(({ intents }) => intents).filter((intent) => !known.has(intent))).toEqual([]);
  });

  it.each([
    ['en-development.txt', 96, 2.5],
    ['en-held-out.txt', 92, 4],
  ] as const)(
    'of %s are understood in %d of 100 cases at least, and wrongly in %f of 100 at most',
    (file, right, wrong) => {
      const results = readUtterances(file).map(resultOf);
      const share = (result: string) =>
        (100 * results.filter((each) => each === result).length) / results.length;
      expect(share('right')).toBeGreaterThanOrEqual(right);
      expect(share('wrong')).toBeLessThanOrEqual(wrong);
    },
  );
});

/** To say that it is not sure is not right, but not wrong either. */
function resultOf({ text, intents }: Utterance): 'right' | 'unsure' | 'wrong' {
  const { intent } = recogniser.recognise(text);
  if (intents.includes(intent)) return 'right';
  return intent === 'none' ? 'unsure' : 'wrong';
}
