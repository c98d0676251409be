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
    ['en-development.txt', 97, 88, 1],
    ['en-held-out.txt', 95, 84, 1.2],
  ] as const)(
    'of %s are guessed rightly in %d of 100 cases at least, answered so at once in %d, and wrongly in %f at most',
    (file, likeliest, atOnce, wrong) => {
      const results = readUtterances(file).map(resultOf);
      const share = (...wanted: readonly Result[]) =>
        (100 * results.filter((each) => wanted.includes(each)).length) / results.length;
      expect(share('right', 'first asked about')).toBeGreaterThanOrEqual(likeliest);
      expect(share('right')).toBeGreaterThanOrEqual(atOnce);
      expect(share('wrong')).toBeLessThanOrEqual(wrong);
    },
  );

  it('are answered wrongly in one of 100 cases at most', () => {
    const wrong = all.filter((utterance) => resultOf(utterance) === 'wrong').length;
    expect(wrong / all.length).toBeLessThanOrEqual(0.01);
  });
});

type Result = 'right' | 'first asked about' | 'asked about' | 'wrong';

/** Where the bot is not sure, it answers nothing and asks back, the likeliest meaning first. */
function resultOf({ text, intents }: Utterance): Result {
  const { intent, sure, ranking } = recogniser.recognise(text);
  if (sure) return intents.includes(intent) ? 'right' : 'wrong';
  if (intent === 'none' && intents.includes('none')) return 'right';
  return intents.includes(ranking[0]?.intent ?? 'none') ? 'first asked about' : 'asked about';
}
