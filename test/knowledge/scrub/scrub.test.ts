import { describe, expect, it } from '@jest/globals';

import { loadFinding } from '../../../knowledge/load.ts';
import { knowledge } from '../asking.ts';
import { COMMON_NAMES } from '../../specimen/common-names.ts';

const { scrub } = loadFinding(knowledge);

describe('what is kept of a question', () => {
  it.each([
    ['which mortgage can i take out', 'which mortgage can i take out'],
    ['Can I use Samsung Pay?', 'Can I use […]?'],
    ['can i use apple pay in germany?', 'can i use apple pay in germany?'],
    ['why error 9801 after the update in 2025', 'why error 9801 after the update in 2025'],
  ])('is what an editor needs: %s', (text, kept) => {
    expect(scrub(text)).toBe(kept);
  });

  it.each([
    ['my name is john smith and i lost my phone', /john|smith/i],
    ['I am Siobhán O’Donnell, where is my card', /siobh|donnell/i],
    ['write to me at a.b+c@mail.example.org about my tax report', /@|example/],
    ['call +49 170 1234567 about my tax report', /170|1234567/],
    ['my passport L898902C3 was stolen yesterday', /L898902C3/],
    ['send it to 0x52908400098527886E0F7030069857D2E4169EE7 please, from the exchange', /0x52/],
    ['see https://example.com/profile/77 for my question about fees', /example|77/],
    ['why was @anna_b not paid her bonus', /anna/],
    ['born on 3.4.1990, can i get a loan', /1990|3\.4/],
    ['regards, Mehmet Yılmaz, and what about my loan', /mehmet|y[ıi]lmaz/i],
  ])('says nothing of who asked: %s', (text, personal) => {
    expect(scrub(text) ?? '').not.toMatch(personal);
  });

  it.each(COMMON_NAMES)('has no name of $country in it', ({ surnames, given }) => {
    const leaks = surnames.flatMap(({ typed: surname }, place) => {
      const first = given[place % given.length]?.typed ?? '';
      const texts = [
        `hello, ${first} ${surname} here, why is my bonus so low`,
        `Why is the bonus of ${first} ${surname} so low?`,
      ];
      const names = [first, surname]
        .flatMap((name) => name.split(/[\s'’-]+/))
        .filter((name) => name.length > 2);
      return texts.filter((text) => {
        const kept = (scrub(text) ?? '').split(/[^\p{L}]+/u);
        return names.some((name) => kept.includes(name));
      });
    });
    expect(leaks).toEqual([]);
  });

  it('is nothing when nothing is left', () => {
    for (const text of ['Johanna Lindqvist', '482910', '@@@ ###', '']) expect(scrub(text)).toBeUndefined();
  });

  it('is short', () => {
    expect(scrub('why is the fee so high '.repeat(100))?.length).toBeLessThanOrEqual(300);
  });
});
