import { describe, expect, it } from '@jest/globals';

import { findSecret } from '../../../dialogs/guard/find-secret.ts';

const SEED = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

describe('secrets', () => {
  it.each([
    [SEED, 'seed_phrase'],
    [SEED.replaceAll(' ', ', '), 'seed_phrase'],
    [`my seed phrase is ${SEED}`, 'seed_phrase'],
    ['0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318', 'private_key'],
    ['5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF', 'private_key'],
    ['-----BEGIN PRIVATE KEY-----', 'private_key'],
    ['api secret: 8f14e45fceea167a5a36dedd4bea2543', 'private_key'],
    ['my password is hunter2!', 'password'],
    ['password: Tr0ub4dor', 'password'],
    ['my 2fa code is 483920', 'code'],
    ['483920', 'code'],
    ['483 920', 'code'],
  ])('sees through "%s"', (text, secret) => {
    expect(findSecret(text)).toBe(secret);
  });

  it.each([
    'error 9801',
    'the page shows error code 100234',
    'my password is wrong',
    'my password is not accepted',
    'I forgot my password',
    'I was born on 3 April 1990',
    'what is a seed phrase',
    'I tried it on my phone and on my laptop but the camera stays black',
    'please tell me what I can still do with my account before verification',
    'my reference is VG-7K3M-Q2XW',
    'ticket VG-100123',
  ])('lets "%s" pass', (text) => {
    expect(findSecret(text)).toBeUndefined();
  });

  it('takes a number for what it is where a number was asked for', () => {
    expect(findSecret('483920', true)).toBeUndefined();
    expect(findSecret(SEED, true)).toBe('seed_phrase');
  });
});
