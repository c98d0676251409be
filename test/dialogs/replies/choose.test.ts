import { describe, expect, it } from '@jest/globals';

import { choose } from '../../../dialogs/replies/choose.ts';

const CHOICES = [
  { id: 'agree', title: 'I agree', also: ['yes'] },
  { id: 'disagree', title: 'I do not agree', also: ['no'] },
];

describe('choosing', () => {
  it.each([
    ['I agree', 'agree'],
    ['i agree.', 'agree'],
    ['Yes, please!', 'agree'],
    ['I do not agree', 'disagree'],
    ['2', 'disagree'],
    ['#1', 'agree'],
    ['3', undefined],
    ['agree to what', undefined],
    ['', undefined],
    ['i agre', 'agree'],
    ['I do nto agree', 'disagree'],
    ['i disagree', undefined],
    ['yas', undefined],
  ])('"%s" means %s', (text, id) => {
    expect(choose(text, CHOICES)?.id).toBe(id);
  });
});
