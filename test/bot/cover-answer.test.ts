import { describe, expect, it } from '@jest/globals';

import { coverAnswer } from '../../bot/cover-answer.ts';
import { loadAllWords } from '../../dialogs/replies/load.ts';
import { loadKnowledge } from '../../knowledge/load.ts';
import { loadLanguages } from '../../knowledge/load-languages.ts';

const words = loadAllWords();
const knowledge = loadLanguages(loadKnowledge(), [...words.keys()]);
const tongueIn = (language: string) => {
  const [said, known] = [words.get(language), knowledge.get(language)];
  if (!said || !known) throw new Error(`nobody speaks ${language}`);
  return { words: said.words, knowledge: known.knowledge };
};
const KNOWN = { documentNumbers: ['C01X00T47'], birthDates: ['1990-04-03'] };
const cover = (text: string, language = 'en') => coverAnswer(text, KNOWN, tongueIn(language));

describe('an answer in a mail', () => {
  it.each([
    ['Your passport C01 X00-T47 was read.', 'Your passport [Document number] was read.'],
    ['I see document number: XY1234567 here', 'I see document number: [Document number] here'],
    ['Born 1990-04-03?', 'Born [Date of birth]?'],
    ['Born 3/4/1990 or 04.03.90?', 'Born [Date of birth] or [Date of birth]?'],
    ['Born 3 April 1990.', 'Born [Date of birth].'],
    ['Born April 3rd, 1990.', 'Born [Date of birth].'],
    ['Born 3 Apr 1990.', 'Born [Date of birth].'],
    ['19900403', '[Date of birth]'],
  ])('"%s" is covered', (text, covered) => {
    expect(cover(text)).toEqual({ text: covered, isCovered: true });
  });

  it.each([
    ['es', 'Naciste el 3 de abril de 1990.', 'Naciste el [Fecha de nacimiento].'],
    ['pt', 'Nascido em 3 de abril de 1990.', undefined],
    ['fr', 'Né le 3 avril 1990.', undefined],
    ['de', 'Geboren am 3. April 1990.', 'Geboren am [Geburtsdatum].'],
    ['tr', 'Doğum 3 Nisan 1990.', undefined],
    ['ru', 'Дата: 3 апреля 1990 года.', undefined],
    ['vi', 'Sinh ngày 3 tháng 4 năm 1990.', undefined],
    ['id', 'Lahir 3 April 1990.', undefined],
    ['zh', '出生于1990年4月3日。', undefined],
  ])('the date of birth is covered as people write it in %s', (language, text, covered) => {
    const answer = cover(text, language);
    expect(answer).toMatchObject({ isCovered: true });
    expect(answer.text).not.toContain('1990');
    expect(answer.text).toContain(`[${tongueIn(language).words.say('label.birth_date')}]`);
    if (covered !== undefined) expect(answer.text).toBe(covered);
  });

  it.each([
    'Please come back on 3 May 2026 at 19:90.',
    'Your request VG-1042 and reference VG-7K3M-Q2XW are fine.',
    'Step 3 of 5: take 1990 pixels.',
  ])('"%s" stays as it is', (text) => {
    expect(cover(text)).toEqual({ text, isCovered: false });
  });

  it('with a machine-readable zone keeps the words around it', () => {
    const { text } = cover('Read:\nP<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nas you sent it');
    expect(text).toBe('Read:\n[Document number]\nas you sent it');
  });

  it.each([
    ['en', 'Your password is hunter22'],
    ['de', 'Ihr Passwort lautet: hunter22'],
  ])('that holds a secret stays out, %s', (language, text) => {
    expect(cover(text, language)).toEqual({ isCovered: true });
  });
});
