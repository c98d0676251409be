import { describe, expect, it } from '@jest/globals';

import { checkAlikeExamples } from '../../../knowledge/check/alike-examples.ts';
import { checkCoverage } from '../../../knowledge/check/coverage.ts';
import { comparable, isNearCopy } from '../../../knowledge/check/near-copies.ts';
import { checkReadingLevel, gradeOf } from '../../../knowledge/check/reading-level.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { examplesOf } from '../../../knowledge/recognise/examples.ts';

const knowledge = loadKnowledge();
const faults = (findings: readonly { readonly level: string }[]) =>
  findings.filter(({ level }) => level === 'fault');

describe('the knowledge', () => {
  it('tells every fact of the guide', () => {
    expect(checkCoverage(knowledge)).toEqual([]);
  });

  it('can be read without a degree', () => {
    expect(faults(checkReadingLevel(knowledge))).toEqual([]);
  });

  it('has no example under two meanings', () => {
    expect(faults(checkAlikeExamples(examplesOf(knowledge)))).toEqual([]);
  });
});

describe('the check of the knowledge', () => {
  it('names a fact that no answer rests on', () => {
    const [first] = [...knowledge.facts.values()];
    if (!first) throw new Error('There are no facts.');
    const fact = { ...first, id: 'R99' };
    const facts = new Map([...knowledge.facts, ['R99', fact] as const]);
    expect(checkCoverage({ ...knowledge, facts })).toEqual([
      expect.objectContaining({ level: 'fault', where: 'facts/R99.yaml' }),
    ]);
  });

  it('grades plain words lower than long ones', () => {
    const plain =
      'Take a photo of your card. Put it on a dark table. Use light from a window. Then send it to us.';
    const hard =
      'Notwithstanding considerations regarding documentation, verification necessitates comprehensive identification information, irrespective of individual circumstances, particularly concerning internationally transferable authorisations.';
    expect(gradeOf(plain)).toBeLessThan(4);
    expect(gradeOf(`${hard} ${hard}`)).toBeGreaterThan(20);
    expect(gradeOf('Too short.')).toBeUndefined();
  });

  it('finds examples of two meanings that are alike, and lets those of one be', () => {
    const examples = [
      { label: 'a', text: 'can I sell my coins today' },
      { label: 'a', text: 'can I sell my coins' },
      { label: 'b', text: 'my coins, can I sell today?' },
      { label: 'c', text: 'can I sell my coins today!' },
      { label: 'c', text: 'something else entirely' },
    ];
    const found = checkAlikeExamples(examples);
    expect(found).toContainEqual(expect.objectContaining({ level: 'fault', where: 'a and c' }));
    expect(found).toContainEqual(expect.objectContaining({ level: 'hint', where: 'a and b' }));
    expect(found.filter(({ where }) => where === 'a and a')).toEqual([]);
  });

  it.each([
    ['where is my passport', 'Where is my pasport?', true],
    ['how do I verify my account', 'where can I see my photo', false],
    ['how do I get my account verified', 'verified my account do I get how', true],
    ['hello', 'help', false],
  ])('%s / %s', (one, other, near) => {
    expect(isNearCopy(comparable(one), comparable(other))).toBe(near);
  });
});
