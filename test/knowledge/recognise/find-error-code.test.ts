import { describe, expect, it } from '@jest/globals';

import { findErrorCode } from '../../../knowledge/recognise/find-error-code.ts';

const KNOWN = new Set(['9801', '9810']);

describe('an error code', () => {
  it.each([
    ['9801', '9801'],
    ['Error 9801', '9801'],
    ['error9810', '9810'],
    ['ERROR-9801!', '9801'],
    ['eror 98O1', '9801'],
    ['error 980l', '9801'],
    ['9 8 1 0', '9810'],
    ['98 01', '9801'],
    ['9-8-0-1', '9801'],
    ['code (9810)', '9810'],
    ['"9801"', '9801'],
    ['first error 4711, then 9801', '9801'],
    ['error 4711', '4711'],
    ['error code: 5000', '5000'],
    ['err no. 1234', '1234'],
  ])('%s: %s', (text, code) => {
    expect(findErrorCode(text, KNOWN)).toBe(code);
  });

  it.each([
    'i registered in 2021',
    'deposit 9801 usdt',
    '$9801',
    '9,801 euros',
    '9801.50',
    'my id number is 1239801',
    'bliss',
    'boil',
    'verification',
  ])('is not in: %s', (text) => {
    expect(findErrorCode(text, KNOWN)).toBeUndefined();
  });
});
