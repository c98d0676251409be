import { describe, expect, it } from '@jest/globals';

import { loadKnowledge } from '../../../knowledge/load.ts';
import { loadLanguages } from '../../../knowledge/load-languages.ts';
import { createLanguageDetector } from '../../../knowledge/recognise/detect-language.ts';
import { findLanguageWish, ownName } from '../../../knowledge/recognise/language-wish.ts';

const languages = new Map(
  [...loadLanguages(loadKnowledge())].map(([code, { knowledge }]) => [code, knowledge]),
);
const wishes = new Map([...languages].map(([code, { language }]) => [code, language]));
const find = (text: string, nameAlone = true) => findLanguageWish(text, wishes, { nameAlone });
const detector = createLanguageDetector(languages);

describe('a wish for a language', () => {
  it.each([
    ['speak spanish', 'es'],
    ['in English please', 'en'],
    ['en español por favor', 'es'],
    ['¿Puedes hablar portugués?', 'pt'],
    ['auf Deutsch bitte', 'de'],
    ['can you speak french', 'fr'],
    ['türkçe konuşalım', 'tr'],
    ['говори по-русски', 'ru'],
    ['на русском', 'ru'],
    ['nói tiếng Việt', 'vi'],
    ['pakai bahasa Indonesia', 'id'],
    ['用中文回答', 'zh'],
    ['中文', 'zh'],
    ['Español', 'es'],
  ])('"%s" is for %s', (text, language) => {
    expect(find(text)).toBe(language);
  });

  it.each([
    'spanish passport',
    'I am from Germany',
    'in Indonesia',
    'Prancis',
    'my German ID card is refused',
  ])('"%s" is none', (text) => {
    expect(find(text)).toBeUndefined();
  });

  it('is no name alone where a name may be the answer', () => {
    expect(find('Deutsch', false)).toBeUndefined();
    expect(find('auf Deutsch bitte', false)).toBe('de');
  });

  it('finds every language by the name on its button', () => {
    expect([...languages.keys()].map((code) => find(ownName(code)))).toEqual([...languages.keys()]);
  });
});

describe('the language that somebody writes', () => {
  it.each([
    ['no entiendo nada', 'es'],
    ['quero verificar minha conta', 'pt'],
    ['je veux retirer mon argent', 'fr'],
    ['ich kann mich nicht verifizieren', 'de'],
    ['kimliğimi doğrulamak istiyorum', 'tr'],
    ['хочу вывести деньги', 'ru'],
    ['toi muon rut tien', 'vi'],
    ['saya mau tarik dana', 'id'],
    ['我想提币', 'zh'],
  ])('"%s" is %s', (text, language) => {
    expect(detector.languageOf(text, 'en')).toBe(language);
    expect(detector.languageOf(text, language)).toBe(language);
  });

  it.each([
    'Paris',
    'José Müller',
    'Anna Maria Eriksson',
    'KuCoin Futures',
    'error 9810',
    'hola',
    'ok gracias',
    'São Paulo, Brasil',
    'ciao come stai vorrei verificare',
    'jak moge wyplacic pieniadze',
    'IMG_2031.HEIC',
    'anna@example.com',
    'Nguyễn Văn An',
  ])('"%s" changes nothing', (text) => {
    expect(detector.languageOf(text, 'en')).toBe('en');
  });
});
