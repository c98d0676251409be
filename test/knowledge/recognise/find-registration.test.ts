import { describe, expect, it } from '@jest/globals';

import { registeredSinceRule } from '../../../knowledge/limits/registration-rule.ts';
import { findRegistration } from '../../../knowledge/recognise/find-registration.ts';

const NOW = new Date('2026-11-23T12:00:00Z');

function side(text: string): 'before' | 'since' | undefined {
  const moment = findRegistration(text, NOW);
  return moment === undefined ? undefined : registeredSinceRule(moment) ? 'since' : 'before';
}

describe('when somebody registered', () => {
  it.each([
    ['I registered in 2021', 'before'],
    ['registered 2019', 'before'],
    ['i signed up in march 2020', 'before'],
    ['joined on 30 August 2023', 'before'],
    ['joined on 31 August 2023', 'since'],
    ['I registered on August 31, 2023', 'since'],
    ['registered on August 30th, 2023', 'before'],
    ['registered on 2023-08-30', 'before'],
    ['registered on 2023-08-31', 'since'],
    ['registered 31.08.2023', 'since'],
    ['registered 08/31/2023', 'since'],
    ['registered 30/08/2023', 'before'],
    ['i opened my account in September 2023', 'since'],
    ['account created July 2023, my account is from july 2023', 'before'],
    ['i registered before August 31, 2023', 'before'],
    ['registered before 2022', 'before'],
    ['registered after august 31 2023', 'since'],
    ['i registered after 2023', 'since'],
    ['my account is from 2018', 'before'],
    ['user since 2017', 'before'],
    ['i signed up yesterday', 'since'],
    ['registered last week', 'since'],
    ['i joined two years ago', 'since'],
    ['i registered 5 years ago', 'before'],
    ['i am a new user', 'since'],
    ['just signed up', 'since'],
    ['2021', 'before'],
    ['in 2025', 'since'],
    ['May 2022', 'before'],
    ['before', 'before'],
    ['before that', 'before'],
    ['after', 'since'],
    ['After the rule', 'since'],
    ['it was before that date', 'before'],
  ] as const)('%s: %s the rule', (text, expected) => {
    expect(side(text)).toBe(expected);
  });

  it.each([
    'i registered in 2023',
    'registered in August 2023',
    'i registered long ago',
    'i registered 3 years ago',
    'registered before 2024',
    'registered after 2020',
    'the tax report for the year 2021 has still not been sent to me by anybody',
    'error 9801',
    'what happens before and after verification',
    'how long does it take',
  ])('is not said, or could be either, in: %s', (text) => {
    expect(side(text)).toBeUndefined();
  });

  it('is the very day when one is named', () => {
    expect(findRegistration('I registered on 2024-02-29', NOW)).toBe('2024-02-29T00:00:00.000Z');
    expect(findRegistration('I registered on 2023-08-31', NOW)).toBe('2023-08-31T00:00:00.000Z');
  });
});
