import { describe, expect, it } from '@jest/globals';

import { createVault } from '../../../bot/storage/vault.ts';
import { createBlindWords, wordsIn } from '../../../bot/tickets/blind-words.ts';

const words = createBlindWords(createVault(Buffer.alloc(32, 1)), ['the', 'and', 'my']);

function finds(query: string, text: string, language?: string): boolean {
  const index = new Set(words.indexed([text], language));
  const asked = words.ask(query);
  return (
    asked !== undefined && asked.every((word) => words.numbersOf(word).some((number) => index.has(number)))
  );
}

describe('the words of a text', () => {
  it('are small, without accents, and know where they stand', () => {
    expect(wordsIn('Verificación: Łódź, 9810!').map(({ word }) => word)).toEqual([
      'verificacion',
      'łodz',
      '9810',
    ]);
    const text = 'Ça, c’était «Müller»';
    expect(wordsIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Ça', 'était', 'Müller']);
  });

  it('are single characters in Chinese', () => {
    expect(wordsIn('人脸验证 9810').map(({ word }) => word)).toEqual(['人', '脸', '验', '证', '9810']);
  });
});

describe('looking for words', () => {
  it.each([
    ['cameras', 'The camera stays black', 'en'],
    ['Camera', 'My cameras stay black', undefined],
    ['verificacion', 'La verificación falló', 'es'],
    ['Verifizierung', 'Meine Verifizierungen', 'de'],
    ['документ', 'Мои документы', 'ru'],
    ['kimliğimi', 'kimliğim okunmuyor', 'tr'],
    ['验证', '人脸验证失败', 'zh'],
    ['anna@example.org', 'Write to anna@example.org, please', 'en'],
    ['error 9810', 'It says 9810: error', 'en'],
    ['the camera', 'camera', 'en'],
  ])('%s is found in "%s"', (query, text, language) => {
    expect(finds(query, text, language)).toBe(true);
  });

  it.each([
    ['camera black', 'The camera is fine'],
    ['cam', 'camera'],
    ['981', '9810'],
  ])('%s is not found in "%s"', (query, text) => {
    expect(finds(query, text, 'en')).toBe(false);
  });

  it('gives up on words that stand everywhere, and on none at all', () => {
    for (const query of ['the', '', '?!', 'a']) expect(words.ask(query)).toBeUndefined();
  });

  it('marks what it found, in any of its forms', () => {
    const text = 'Two cameras, one Camera, no picture';
    const found = words.findIn(text, words.ask('camera') ?? [], 'en');
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['cameras', 'Camera']);
  });

  it('needs the key: with another one the same words are other numbers', () => {
    const others = createBlindWords(createVault(Buffer.alloc(32, 2)), []);
    const mine = new Set(words.indexed(['camera picture black'], 'en'));
    expect(others.indexed(['camera picture black'], 'en').some((number) => mine.has(number))).toBe(false);
  });
});
