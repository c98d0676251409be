import { domainToASCII } from 'node:url';

import { describe, expect, it } from '@jest/globals';

import { findAddresses, judgeSender } from '../../../knowledge/answer/judge-sender.ts';

const OFFICIAL = 'kyc@kucoin.com';

describe('an address that somebody asks about', () => {
  it.each([
    ['kyc@kucoin.com', 'official'],
    // The part behind the @ is the same in capitals; what stands before it is compared as it is.
    ['kyc@KuCoin.COM', 'official'],
    ['KYC@kucoin.com', 'lookalike'],
    ['support@kucoin.com', 'lookalike'],
    ['kyc@kucoin.com.verify-account.net', 'lookalike'],
    ['kyc@mail.kucoin.com', 'lookalike'],
    ['kyc@kucoin-kyc.com', 'lookalike'],
    ['kyc@kucoln.com', 'lookalike'],
    ['kyc@kuc0in.com', 'lookalike'],
    ['kyc@kucoiin.com', 'lookalike'],
    ['kyc@kucion.com', 'lookalike'],
    ['kyc@kucoin.co', 'lookalike'],
    ['kyc@kucoin.net', 'lookalike'],
    // Cyrillic о, and the same as browsers write it.
    ['kyc@kucоin.com', 'lookalike'],
    [`kyc@${domainToASCII('kucоin.com')}`, 'lookalike'],
    ['kyc@kucoın.com', 'lookalike'],
    ['kyc@kucoin\u200b.com', 'lookalike'],
    ['kyc＠kucoin.com.evil.example', 'lookalike'],
    ['kucoin.support@mail.example', 'lookalike'],
    ['kyc@binance.com', 'other'],
    ['anna@example.com', 'other'],
  ])('%s is %s', (given, verdict) => {
    expect(judgeSender(given, OFFICIAL)).toBe(verdict);
  });

  it('is never confirmed while there is none to compare with', () => {
    expect(judgeSender(OFFICIAL, undefined)).toBe('not_known');
  });

  it('is not taken for one by a short name that many are near to', () => {
    expect(judgeSender('a@xyz.com', 'kyc@abc.io')).toBe('other');
    expect(judgeSender('a@abd.io', 'kyc@abc.io')).toBe('lookalike');
  });
});

it.each([
  ['is kyc@kucoin.com really yours?', ['kyc@kucoin.com']],
  [
    'I got a mail from "KuCoin KYC <kyc@kucoin.com>" <evil@example.net>.',
    ['kyc@kucoin.com', 'evil@example.net'],
  ],
  ['写信的是 kyc@kucoin.com。', ['kyc@kucoin.com']],
  ['write me @ noon', []],
  ['@kucoin on telegram', []],
])('finds addresses in: %s', (text, found) => {
  expect(findAddresses(text)).toEqual(found);
});
