import { describe, expect, it } from '@jest/globals';

import { fitLines } from '../../../../knowledge/checks/mrz/fit-lines.ts';
import { parseMrz } from '../../../../knowledge/checks/mrz/parse-mrz.ts';

const NAMES = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const DATA = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';

describe('fitting lines to a format', () => {
  it('finds the zone among other text', () => {
    expect(fitLines(['PASSPORT', 'Type P Code UTO', '', NAMES, DATA, 'x'])).toMatchObject({
      format: 'TD3',
      lines: [NAMES, DATA],
    });
  });

  it('puts letters and digits into the class that their position demands', () => {
    const misread = 'L898902C36UT07408I22F1204159ZE184226B<<<<<1O';
    expect(fitLines([NAMES, misread])?.lines).toEqual([NAMES, DATA]);
  });

  it('never makes a wrong check digit right', () => {
    const wrong = DATA.replace('7408122', '7408123');
    const fitted = fitLines([NAMES, wrong]);
    expect(fitted?.lines[1]).toBe(wrong);
    expect(parseMrz('TD3', fitted?.lines ?? [])?.wrongChecks).toEqual(['birthDate', 'composite']);
  });

  it('leaves letters alone where the format allows both, as in the optional field', () => {
    expect(fitLines([NAMES, DATA])?.lines[1]?.slice(28, 42)).toBe('ZE184226B<<<<<');
  });

  it('counts the fillers of a blank optional field again when the reader lost some', () => {
    const full = 'D<<<<<<<<6UTO7408122F1204159<<<<<<<<<<<<<<04';
    expect(fitLines([NAMES, full.replace('<<<<<<<<<<<<<<04', '<<<<<<<<<<<<04')])?.lines[1]).toBe(full);
  });

  it('fills the names up, whose trailing fillers say nothing', () => {
    expect(fitLines([NAMES.slice(0, 38), DATA])?.lines).toEqual([NAMES, DATA]);
  });

  it.each([
    ['prose', ['THISCARDISNOTEVIDENCEOFUSCITIZENSHIPOFTHE', 'THISDOCUMENTISVOIDIFALTEREDANDMAYBEREVOKED']],
    ['one line only', [NAMES]],
    [
      'digits that stand where letters must',
      ['1234567890'.repeat(4) + '1234', '1234567890'.repeat(4) + '1234'],
    ],
    ['nothing', []],
  ])('sees no zone in %s', (_, lines) => {
    expect(fitLines(lines)).toBeUndefined();
  });
});
