import { describe, expect, it } from '@jest/globals';

import { registeredSinceRule } from '../../../knowledge/limits/registration-rule.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { loadLanguages } from '../../../knowledge/load-languages.ts';
import { findLocalRegistration } from '../../../knowledge/recognise/find-local-registration.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const languages = loadLanguages(loadKnowledge());

function sideOf(language: string, text: string): 'before' | 'since' | undefined {
  const found = findLocalRegistration(text, NOW, languages.get(language)?.knowledge.registration);
  return found === undefined ? undefined : registeredSinceRule(found) ? 'since' : 'before';
}

describe('when somebody registered, in other languages', () => {
  it.each([
    ['es', 'me registré en mayo de 2022', 'before'],
    ['es', 'antes del 31 de agosto de 2023', 'before'],
    ['es', 'hace 2 meses', 'since'],
    ['es', 'después', 'since'],
    ['pt', 'cadastrei em 2021', 'before'],
    ['pt', 'criei minha conta em janeiro de 2024', 'since'],
    ['fr', 'je me suis inscrit en 2024', 'since'],
    ['fr', 'il y a 5 ans', 'before'],
    ['de', 'ich habe mich im März 2022 registriert', 'before'],
    ['de', 'vor 6 Jahren', 'before'],
    ['tr', 'mayıs 2022', 'before'],
    ['tr', '2024 yılında kaydoldum', 'since'],
    ['ru', 'зарегистрировался в мае 2022', 'before'],
    ['ru', '5 лет назад', 'before'],
    ['vi', 'tôi đăng ký tháng 5 năm 2022', 'before'],
    ['vi', 'sau tháng 9 năm 2023', 'since'],
    ['id', 'saya daftar tahun 2020', 'before'],
    ['id', 'setelah 31 agustus 2023', 'since'],
    ['zh', '我是2022年5月注册的', 'before'],
    ['zh', '5年前', 'before'],
    ['zh', '去年注册的', 'since'],
  ])('%s: "%s"', (language, text, side) => {
    expect(sideOf(language, text)).toBe(side);
  });

  it.each([
    ['es', 'en agosto de 2023'],
    ['fr', 'il y a 3 ans'],
    ['de', 'weiß ich nicht mehr'],
    ['id', 'berapa lama prosesnya'],
  ])('%s: "%s" does not say which side of the rule', (language, text) => {
    expect(sideOf(language, text)).toBeUndefined();
  });
});
