import { describe, expect, it } from '@jest/globals';

import { readOptions } from '../../../bot/check/options.ts';

describe('the options of npm run check', () => {
  it('take files alone as documents of the commonest kind', () => {
    expect(readOptions(['a.jpg', 'b.jpg'])).toMatchObject({
      photos: ['a.jpg', 'b.jpg'],
      as: 'document',
      documentType: 'passport',
      side: 'front',
      particulars: {},
      json: false,
      descriptors: false,
    });
  });

  it('take two sides, a selfie and what was typed', () => {
    const given = [
      '--document',
      'front.jpg',
      '--document',
      'back.jpg',
      '--selfie',
      'me.jpg',
      '--type',
      'id_card',
    ];
    expect(readOptions([...given, '--country', 'de', '--birth-date', '1990-12-31'])).toMatchObject({
      documents: ['front.jpg', 'back.jpg'],
      selfie: 'me.jpg',
      documentType: 'id_card',
      particulars: { country: 'DE', birthDate: '1990-12-31' },
    });
  });

  it.each([
    ['nothing', [], /Nothing to check/],
    ['an unknown option', ['a.jpg', '--fast'], /--fast/],
    ['a kind of document that there is not', ['a.jpg', '--type', 'visa'], /--type .*passport/],
    ['an engine that there is not', ['a.jpg', '--engine', 'gpu'], /--engine .*tfjs-wasm/],
    ['a day that is none', ['a.jpg', '--birth-date', '1990-02-31'], /birthDate/],
    ['a country in words', ['a.jpg', '--country', 'France'], /two letters/],
    ['three sides', ['--document', 'a', '--document', 'b', '--document', 'c'], /two sides/],
    ['files in two ways', ['a.jpg', '--selfie', 'b.jpg'], /only one of them/],
  ])('are refused when they are %s', (_what, given, words) =>
    expect(() => readOptions(given)).toThrow(words),
  );

  it('say what is wrong with a file of particulars', () => {
    expect(() => readOptions(['a.jpg', '--particulars', 'no-such-file.json'])).toThrow('cannot be read');
  });
});
