import { describe, expect, it } from '@jest/globals';

import { servedBy } from '../../../knowledge/recognise/served-by.ts';

const KIN = [
  ['status', 'article:how_long', 'problem:no_result_mail'],
  ['limits', 'benefits'],
];
const INTENTS = new Map([
  ['status', 0.4],
  ['article:how_long', 0.3],
  ['problem', 0.2],
  ['limits', 0.1],
]);
const GUESSES = [
  { label: 'problem:no_result_mail', probability: 0.15 },
  { label: 'problem:other_error', probability: 0.05 },
];

describe('the answer to a meaning', () => {
  it('serves those who mean another of its group', () => {
    expect(servedBy(KIN, 'status', INTENTS, GUESSES)).toBeCloseTo(0.85);
  });

  it('serves nobody else', () => {
    expect(servedBy(KIN, 'limits', INTENTS, GUESSES)).toBeCloseTo(0.1);
    expect(servedBy(KIN, 'verify', INTENTS, GUESSES)).toBe(0);
  });

  it('of a problem serves the whole share of problems once', () => {
    expect(servedBy(KIN, 'problem:no_result_mail', INTENTS, GUESSES)).toBeCloseTo(0.9);
    expect(servedBy(KIN, 'problem:other_error', INTENTS, GUESSES)).toBeCloseTo(0.2);
  });
});
