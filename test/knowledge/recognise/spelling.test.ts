import { describe, expect, it } from '@jest/globals';

import { loadWordVectors } from '../../../knowledge/load.ts';
import { createSpelling } from '../../../knowledge/recognise/spelling.ts';

const texts = [
  'what is my balance',
  'what is the limit of my card',
  'my card is lost',
  'where is my car',
  'i want to verify my account',
  'please check my account',
  'how do i verify my passport',
  'is the camera of my phone good enough',
];
const spelling = createSpelling(
  texts.flatMap((text) => Array.from({ length: 5 }, () => text.split(' '))),
  loadWordVectors().rankOf,
);
const mended = (text: string) => spelling.mend(text.split(' ')).join(' ');

describe('the spelling', () => {
  it.each([
    ['changed', 'verofy my accaunt', 'verify my account'],
    ['left out', 'veify my acount', 'verify my account'],
    ['too many', 'verrify my accouint', 'verify my account'],
    ['swapped', 'veirfy my acocunt', 'verify my account'],
  ])('mends letters that are %s', (_, typed, meant) => expect(mended(typed)).toBe(meant));

  it('sees by the words around it which word was meant, also where the slip made another word', () => {
    expect(mended('hat is my balance')).toBe('what is my balance');
    expect(mended('my cad is lost')).toBe('my card is lost');
    expect(mended('where is my cra')).toBe('where is my car');
    expect(mended('verify ym account')).toBe('verify my account');
  });

  it.each(texts)('leaves alone what is right: %s', (text) => expect(mended(text)).toBe(text));

  it('leaves the commonest words as they are, whatever stands beside them oftener', () => {
    for (const word of ['not', 'no', 'can', 'my', 'now']) {
      expect(mended(`what ${word} my balance`)).toBe(`what ${word} my balance`);
    }
  });

  it('leaves alone words of English that the domain does not have, and mends slips to them', () => {
    expect(mended('the elephant is hungry')).toBe('the elephant is hungry');
    expect(mended('an elehpant')).toBe('an elephant');
  });

  it('leaves alone what is no word at all', () => {
    for (const text of ['9801', '2fa', 'xkcdqwzx', 'a'.repeat(500), '北京', '__proto__']) {
      expect(mended(text)).toBe(text);
    }
    expect(spelling.mend([])).toEqual([]);
  });

  it('gives one word for each, also in very long messages', () => {
    const words = Array.from({ length: 2_000 }, (_, n) => (n % 2 === 0 ? 'verofy' : 'acount'));
    const meant = spelling.mend(words);
    expect(meant).toHaveLength(2_000);
    expect(new Set(meant)).toEqual(new Set(['verify', 'account']));
  });

  it('knows words of the domain, of English, and what has no letters', () => {
    expect(['verify', 'elephant', '9801'].every((word) => spelling.knows(word))).toBe(true);
    expect(spelling.knows('verofy')).toBe(false);
  });
});
