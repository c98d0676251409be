import { describe, expect, it } from '@jest/globals';

import { loadKnowledge, loadWordVectors } from '../../../knowledge/load.ts';
import { createSampler } from '../../../knowledge/recognise/sampler.ts';

const knowledge = loadKnowledge();
const help = knowledge.intents.get('help');
if (!help) throw new Error('no intent help');
const examples = ['a verificcation for my lisence', 'hlep', 'gmail or metamask'];
const { reader } = createSampler(
  { ...knowledge, intents: new Map([...knowledge.intents, ['help', { ...help, examples }]]) },
  loadWordVectors(),
);

describe('a slip in an example', () => {
  it.each([
    ['verificcation', 'verification'],
    ['driving lisence', 'driving license'],
    ['hlep', 'help'],
  ])('does not count as a word: %s', (typed, meant) => {
    expect(reader.read(typed).words.join(' ')).toBe(meant);
  });

  it.each(['gmail', 'metamask', 'yep', 'kyb'])('is no name and no short word: %s', (word) => {
    expect(reader.read(word).words).toEqual([word]);
  });
});
