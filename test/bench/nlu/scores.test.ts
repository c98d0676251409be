import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { parseCsv } from '../../../bench/nlu/csv.ts';
import { findDataSets } from '../../../bench/nlu/data-set.ts';
import { accuracyOf, aurocOf, chooseThresholds, macroF1Of, scoresAt } from '../../../bench/nlu/scores.ts';
import { withTypos } from '../../../bench/nlu/typos.ts';

const answers = [
  { intent: 'a', guess: 'a', acceptance: 0.9 },
  { intent: 'a', guess: 'a', acceptance: 0.4 },
  { intent: 'b', guess: 'a', acceptance: 0.3 },
  { intent: 'b', guess: 'b', acceptance: 0.8 },
  { intent: 'oos', guess: 'b', acceptance: 0.2 },
  { intent: 'oos', guess: 'a', acceptance: 0.5 },
];

describe('the scores of a classifier', () => {
  it('count in-scope utterances for accuracy and macro-F1', () => {
    expect(accuracyOf(answers)).toBe(0.75);
    // a: 2 right, 2 meant, 3 guessed; b: 1 right, 2 meant, 1 guessed
    expect(macroF1Of(answers)).toBeCloseTo((4 / 5 + 2 / 3) / 2, 10);
  });

  it('rank in scope against out of scope', () => {
    // of 8 pairs, the one out of scope with .5 beats .4 and .3
    expect(aurocOf(answers)).toBeCloseTo(6 / 8, 10);
    expect(aurocOf(answers.map((answer) => ({ ...answer, acceptance: 1 })))).toBeCloseTo(0.5, 10);
  });

  it('take the threshold that gets most right', () => {
    const { best } = chooseThresholds(answers);
    expect(best).toBeGreaterThan(0.2);
    expect(best).toBeLessThan(0.4);
    expect(scoresAt(answers, 0.25)).toEqual({
      accuracy: 0.75,
      outOfScopeRecall: 0.5,
      outOfScopePrecision: 1,
    });
    expect(scoresAt(answers, 0.6)).toEqual({
      accuracy: 0.5,
      outOfScopeRecall: 1,
      outOfScopePrecision: 0.5,
    });
  });
});

describe('the cautious threshold', () => {
  const inScope = (acceptance: number) => ({ intent: 'a', guess: 'a', acceptance });
  const outOfScope = (acceptance: number) => ({ intent: 'oos', guess: 'a', acceptance });
  const sure = Array.from({ length: 360 }, (_, n) => inScope(0.6 + n / 1_000));
  const lost = Array.from({ length: 40 }, (_, n) => ({ ...inScope(0.99 + n / 10_000), guess: 'b' }));

  it('refuses more where that costs no more than chance would', () => {
    // 360 of 401 right: half a standard error is three utterances
    const { best, cautious } = chooseThresholds([outOfScope(0.1), inScope(0.3), ...sure, ...lost]);
    expect(best).toBeCloseTo(0.2, 10);
    expect(cautious).toBeGreaterThan(0.6);
    expect(cautious).toBeLessThan(0.603);
  });

  it('is the best one where every step above it costs much', () => {
    const same = Array.from({ length: 20 }, () => inScope(0.3));
    const { best, cautious } = chooseThresholds([outOfScope(0.1), ...same, ...lost]);
    expect(cautious).toBe(best);
  });
});

describe('tables of utterances', () => {
  it('are read with quotes, commas and line ends in fields', () => {
    expect(parseCsv('text,intent\r\n"say ""hi"", twice",a\n"two\nlines",b\n\nplain,c')).toEqual([
      ['text', 'intent'],
      ['say "hi", twice', 'a'],
      ['two\nlines', 'b'],
      ['plain', 'c'],
    ]);
  });

  it('are found below a folder, whatever their columns and files are called', () => {
    const parent = mkdtempSync(path.join(tmpdir(), 'nlu-'));
    const folder = path.join(parent, 'small set');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'train.csv'), 'category,text\ngreet,hello\nout_of_scope,what is love\n');
    writeFileSync(path.join(folder, 'valid.csv'), 'utterance,label\nhey,greet\n');
    writeFileSync(path.join(folder, 'test.tsv'), 'hi there\tgreet\n');
    const [set, ...others] = findDataSets(parent);
    expect(others).toEqual([]);
    expect(set).toEqual({
      name: 'small set',
      train: [
        { text: 'hello', intent: 'greet' },
        { text: 'what is love', intent: 'oos' },
      ],
      val: [{ text: 'hey', intent: 'greet' }],
      test: [{ text: 'hi there', intent: 'greet' }],
    });
  });
});

describe('slips of the finger', () => {
  const texts = Array.from({ length: 200 }, () => 'please tell me where the nearest station is');

  it('are the same for the same seed, and about as many as asked for', () => {
    const typed = withTypos(texts, 0.3, 7);
    expect(withTypos(texts, 0.3, 7)).toEqual(typed);
    expect(withTypos(texts, 0.3, 8)).not.toEqual(typed);
    const words = typed.flatMap((text, n) =>
      text.split(' ').map((word, place) => word !== texts[n]?.split(' ')[place]),
    );
    const changed = words.filter(Boolean).length / words.length;
    expect(changed).toBeGreaterThan(0.25);
    expect(changed).toBeLessThan(0.35);
  });
});
