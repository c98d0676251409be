import { describe, expect, it } from '@jest/globals';

import { csvOf } from '../../../bot/desk/http/csv.ts';

describe('a table as CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['a\nb', '"a\nb"'],
    ['plain', 'plain'],
  ])('keeps %j from doing harm in a spreadsheet', (text, cell) => {
    expect(csvOf(['Name'], [[text]])).toBe(`Name\r\n${cell}\r\n`);
  });

  it('leaves numbers as they are and what is not known empty', () => {
    expect(csvOf(['a', 'b', 'c'], [['x', -2.5, undefined]])).toBe('a,b,c\r\nx,-2.5,\r\n');
  });
});
