import { describe, expect, it } from '@jest/globals';

import { checkCodeOf, findCheckCode } from '../../../knowledge/codes/check-code.ts';
import { CROCKFORD } from '../../../knowledge/codes/crockford.ts';

const CODE = checkCodeOf('4F017K2') ?? '';
const [FIRST = '', SECOND = ''] = CODE.split('-');
const last = CODE.slice(-1);
/** The same with another check character. */
const WRONG = `${CODE.slice(0, -1)}${last === 'A' ? 'B' : 'A'}`;

describe('a check code', () => {
  it('is two groups of four with a check character', () => {
    expect(CODE).toMatch(/^4F01-7K2[0-9A-HJKMNP-TV-Z]$/);
  });

  it('is not made of characters that could be a word or a number', () => {
    expect(checkCodeOf('ABCD7K2')).toBeUndefined();
    expect(checkCodeOf('10017K2')).toBeUndefined();
    expect(checkCodeOf('1234567')).toBeUndefined();
    expect(checkCodeOf('4F7H0K')).toBeUndefined();
  });

  it.each([
    [CODE],
    [CODE.toLowerCase()],
    [`${FIRST}${SECOND}`],
    [`  ${FIRST} ${SECOND}. `],
    [`"${FIRST}–${SECOND}"`],
    [Array.from(`${FIRST}${SECOND}`).join(' ').toLowerCase()],
    [`${FIRST.slice(0, 2)} ${FIRST.slice(2)} ${SECOND.slice(0, 2)} ${SECOND.slice(2)}`],
    [CODE.replaceAll('0', 'O').replaceAll('1', 'l')],
    [CODE.replaceAll('0', 'o').replaceAll('1', 'I')],
    // As a Chinese keyboard may write it.
    [CODE.replaceAll(/[\w-]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))],
  ])('is read from %j', (typed) => {
    expect(findCheckCode(typed)).toEqual({ code: CODE, isWhole: true, isAlone: true });
  });

  it.each([
    [`is this mail from you? the code is ${CODE}`],
    [`${CODE.toLowerCase()} - is it yours`],
    [`code ${FIRST} ${SECOND}, please check`],
    [`код ${CODE} в письме`],
    [`邮件里的核对码是${CODE}，是你们的吗`],
  ])('is found in %j', (text) => {
    expect(findCheckCode(text)).toEqual({ code: CODE, isWhole: true, isAlone: false });
  });

  it('is taken for one with a wrong check character when nothing else is said', () => {
    expect(findCheckCode(WRONG)).toEqual({ code: WRONG, isWhole: false, isAlone: true });
    expect(findCheckCode(`my code is ${WRONG}`)).toBeUndefined();
  });

  it.each([
    ['a reference', 'VG-7K3M-Q2XW'],
    ['a reference in small letters', 'vg 7k3m q2xw'],
    ['a reference in a sentence', `my reference is VG-${CODE}`],
    ['the number of a request', 'VG-1042'],
    ['an error code', '9801'],
    ['an error code in a sentence', 'error 98O1 on my phone'],
    ['eight digits', '12345678'],
    ['a passport number', 'C01X00T47'],
    ['another passport number', 'A1234567'],
    ['two words', 'some text'],
    ['words and numbers', 'at 5 on 7th'],
    ['one word', 'identity'],
    ['a date', '2026-1126'],
    ['a longer code', `${CODE}-4F7H`],
    ['the end of a longer code', `X4F7H-${CODE}`],
    ['a code with a letter that is in none', `${FIRST}-U${SECOND.slice(1)}`],
    ['nothing', ''],
  ])('is not found in %s', (_, text) => {
    expect(findCheckCode(text)).toBeUndefined();
  });

  it('betrays every single wrong character', () => {
    const characters = CODE.replace('-', '');
    for (let place = 0; place < characters.length; place += 1) {
      for (const other of CROCKFORD) {
        if (other === characters[place]) continue;
        const typed = `${characters.slice(0, place)}${other}${characters.slice(place + 1)}`;
        expect(findCheckCode(typed)?.isWhole ?? false).toBe(false);
      }
    }
  });
});
