import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { loadKnowledge } from '../../../knowledge/load.ts';
import { loadLanguages } from '../../../knowledge/load-languages.ts';
import { hasExamples } from '../../../knowledge/knowledge.ts';
import { loadRecognisers } from '../../../knowledge/load-recognisers.ts';
import { createLanguageDetector } from '../../../knowledge/recognise/detect-language.ts';
import { examplesOf } from '../../../knowledge/recognise/examples.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const languages = new Map(
  [...loadLanguages(loadKnowledge())]
    .filter(([, { knowledge }]) => hasExamples(knowledge))
    .map(([code, { knowledge }]) => [code, knowledge]),
);
const recognisers = loadRecognisers(languages, () => NOW);
const detector = createLanguageDetector(languages);

const utterances = readFileSync(new URL('./languages.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [language = '', meant = '', text = ''] = line.split('\t');
    return { language, meant, text };
  })
  .filter(({ language }) => languages.has(language));

function resultOf({ language, meant, text }: (typeof utterances)[number]): 'right' | 'unsure' | 'wrong' {
  const recognition = recognisers.get(language)?.recognise(text);
  if (!recognition) throw new Error('no recogniser');
  const { intent, entities } = recognition;
  if (intent === 'none') return meant === 'none' ? 'right' : 'unsure';
  const [kind = '', id] = meant.startsWith('article:') ? [meant] : meant.split(':');
  if (intent !== kind) return 'wrong';
  if (id === undefined) return 'right';
  const named = kind === 'limits' ? entities.limitIds : entities.problemIds.slice(0, 1);
  if (named.includes(id)) return 'right';
  // Without a row the whole table is answered from, which holds that row.
  return kind === 'limits' && named.length === 0 ? 'unsure' : 'wrong';
}

describe('what people write in other languages', () => {
  it('is no example', () => {
    const examples = new Set(
      [...languages.values()].flatMap((knowledge) =>
        examplesOf(knowledge).map(({ text }) => text.toLowerCase()),
      ),
    );
    expect(utterances.filter(({ text }) => examples.has(text.toLowerCase()))).toEqual([]);
  });

  // Measured when they were written: 91 % and 0.7 %, without a change of the data for any of them. Since the
  // diagnosis tells more causes apart, three of 135 lead to a neighbour (a camera in use, a file's size).
  it('is understood in 9 of 10 cases, and wrongly in 3 of 100 at most', () => {
    const results = utterances.map((each) => ({ ...each, result: resultOf(each) }));
    const failed = results
      .filter(({ result }) => result !== 'right')
      .map(({ language, meant, text, result }) => `${result}: ${language} ${meant} ${text}`);
    const wrong = failed.filter((each) => each.startsWith('wrong'));
    // Named, so that whoever changes the data sees what it costs.
    expect({ failed, share: failed.length / results.length <= 0.1 }).toMatchObject({ share: true });
    expect(wrong.length / results.length).toBeLessThanOrEqual(0.03);
  });

  it('is told from every other language, and from English', () => {
    const missed = utterances.filter(
      ({ language, text }) => language !== 'en' && detector.languageOf(text, 'en') !== language,
    );
    expect(missed.length / utterances.length).toBeLessThanOrEqual(0.05);
    const flipped = utterances.filter(
      ({ language, text }) => detector.languageOf(text, language) !== language,
    );
    expect(flipped).toEqual([]);
  });
});
