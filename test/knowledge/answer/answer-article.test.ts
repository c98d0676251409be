import { describe, expect, it } from '@jest/globals';

import { answerArticle, unknownAnswer } from '../../../knowledge/answer/answer.ts';
import { articleOf } from '../../../knowledge/knowledge.ts';
import { ask, knowledge } from '../asking.ts';

const articles = [...knowledge.articles.keys()];

describe('an article', () => {
  it.each(articles)('%s is answered with the parts of the guide that it rests on', (id) => {
    const { text, facts, sections, known } = answerArticle(knowledge, id);
    expect(text.length).toBeGreaterThan(40);
    expect(text).not.toMatch(/[{}]|undefined/);
    expect(sections.length > 0).toBe(facts.length > 0);
    expect(
      text.includes('not say') ||
        text.includes('not list') ||
        text.includes('not mention') ||
        text.includes('no figures'),
    ).toBe(known ? text.includes('not say') || text.includes('no figures') : true);
  });

  it.each(articles)('%s is reached by an intent', (id) => {
    expect(
      [...knowledge.intents.keys()].filter((intent) => articleOf(knowledge, intent) === id),
    ).toHaveLength(1);
  });

  it('contains no figure, address or date that the guide does not have', () => {
    const known = ['1', '2', '3', '4', '5', '6', '24', '24/7', '31', '2018', '2023', '00:00', '9801', '9810'];
    for (const id of articles) {
      const { text } = answerArticle(knowledge, id);
      const figures = text.match(/\d(?:[\d:/]*\d)?/g) ?? [];
      expect({ id, strange: figures.filter((figure) => !known.includes(figure)) }).toEqual({
        id,
        strange: [],
      });
      expect({ id, address: /https?:|www\.|\S+@\S+/.test(text) }).toEqual({ id, address: false });
    }
  });

  it('refuses an id that does not exist', () => {
    expect(() => answerArticle(knowledge, 'weather')).toThrow(RangeError);
  });
});

describe('the official address', () => {
  it.each(['institution', 'official_mail'])('%s names the configured one', (id) => {
    const { text } = answerArticle(knowledge, id, { officialKycEmail: 'kyc@exchange.example' });
    expect(text).toContain('kyc@exchange.example');
    expect(text).not.toContain('cut off');
  });

  it.each(['institution', 'official_mail'])(
    '%s says how to find it when none is configured, and warns',
    (id) => {
      const { text } = answerArticle(knowledge, id);
      expect(text).toContain('cut off in my copy of the guide');
      expect(text).toMatch(/KuCoin's own site/);
      expect(text).toMatch(/not.*follow a link|not by a link/);
    },
  );
});

describe('what the guide does not say', () => {
  it.each([
    'how long does verification take',
    'what is the daily withdrawal limit in bitcoin',
    'does verification cost anything',
    'from which age can i verify',
    'do i need a proof of address',
    'is my country supported',
    'how many attempts do i have',
  ])('%s', (question) => {
    expect(ask(question)).toMatchObject({
      text: expect.stringMatching(/not say|not list|not mention|no figures/),
      known: false,
    });
  });

  it('is admitted for whatever else is asked', () => {
    const answer = unknownAnswer(knowledge);
    expect(answer).toMatchObject({ known: false, facts: [], sections: [] });
    expect(answer.text).toContain('talk to a person');
    expect(ask('will bitcoin rise tomorrow').text).toBe(answer.text);
  });

  it('leaves the expedited review without a time, and the fix of the face message at "often"', () => {
    expect(ask('how fast is an expedited review').text).toContain('no time');
    expect(ask("it says We can't see your face properly").text).toContain('often');
  });
});

describe('the order of sections', () => {
  it("is the guide's", () => {
    expect(answerArticle(knowledge, 'steps').sections).toEqual([
      '1',
      '1.1',
      '1.1 (i)',
      '1.1 (ii)',
      '1.1 (iii)',
    ]);
    expect(answerArticle(knowledge, 'registration_rule').sections).toEqual([
      'introduction (i)',
      'introduction (ii)',
      '3.1',
    ]);
  });
});
