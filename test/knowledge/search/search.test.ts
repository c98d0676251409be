import { describe, expect, it } from '@jest/globals';

import { loadFinding } from '../../../knowledge/load.ts';
import { knowledge } from '../asking.ts';

const { search } = loadFinding(knowledge);
const targets = (question: string) => search.find(question).map(({ target }) => target);

describe('the search over the knowledge', () => {
  it.each([
    ['spotlight token events', 'article:spotlight'],
    ['photo formats jpg png', 'article:photo_formats'],
    ['blurry picture', 'problem:photo_blurred'],
    ['camera permission blocked', 'problem:camera_blocked'],
    ['borrowing on margin', 'limit:L24'],
    ['spotlgiht evnets', 'article:spotlight'],
  ])('finds %s', (question, target) => {
    expect(targets(question)).toContain(target);
  });

  it.each(['what is the price of bitcoin tomorrow', 'the weather in Paris', 'hello there', '', '???'])(
    'finds nothing for: %s',
    (question) => {
      expect(targets(question)).toEqual([]);
    },
  );

  it('shows the sentence that fits, without marks, and the facts behind it', () => {
    const [first] = search.find('token events of promising projects');
    expect(first?.excerpt).toMatch(/promising projects/);
    expect(first?.excerpt).not.toMatch(/[*_`#]/);
    expect(first?.facts).toContain('B04');
  });

  it('gives no more than was asked for, each once', () => {
    const found = targets('verification identity document photo upload');
    expect(found.length).toBeLessThanOrEqual(3);
    expect(new Set(found).size).toBe(found.length);
  });
});
