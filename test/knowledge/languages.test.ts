import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { HowPeopleWrite } from '../../knowledge/languages/how-people-write.ts';
import { localise } from '../../knowledge/languages/localise.ts';
import { loadKnowledge } from '../../knowledge/load.ts';
import { reasonText } from '../../knowledge/reasons/reason-text.ts';

const english = loadKnowledge();
const FILES = [
  ...[
    'facts',
    'articles',
    'intents',
    'problems',
    'steps',
    'reasons',
    'limits',
    'concepts',
    'wording',
    'sections',
  ],
  'diagnosis',
];

type Tree = Record<string, Record<string, unknown>>;
const read = (name: string): Tree =>
  parse(readFileSync(new URL(`../../knowledge/languages/es/${name}.yaml`, import.meta.url), 'utf8')) as Tree;
const writing = HowPeopleWrite.parse(read('recognise'));

/** Spanish with a mistake in one of its files. */
function withMistake(name: string, make: (file: Tree) => void) {
  const files = Object.fromEntries(FILES.map((file) => [file, read(file)]));
  make(files[name] ?? {});
  const faults: string[] = [];
  const knowledge = localise(english, 'es', files, writing, (at, fault) => faults.push(`${at}: ${fault}`));
  return { knowledge, faults };
}

describe('knowledge in another language', () => {
  it('says the same with other words', () => {
    const { knowledge, faults } = withMistake('articles', () => undefined);
    expect(faults).toEqual([]);
    expect(knowledge.limits.get('L21')?.action).toBe('Retirar cripto');
    expect(knowledge.limits.get('L21')?.when).toEqual(english.limits.get('L21')?.when);
    const details = { megabytes: 12.5, limitMegabytes: 10 };
    expect(reasonText(knowledge, { code: 'photo_too_large', details }).advice).toContain('12,5 MB');
  });

  it.each<[string, string, (file: Tree) => void, string]>([
    [
      'a missing text',
      'articles',
      (file) => delete file['what_is_kyc']?.['title'],
      'articles.yaml: what_is_kyc.title: is missing',
    ],
    ['a missing entry', 'problems', (file) => delete file['heic'], 'problems.yaml: heic: is missing'],
    [
      'an unknown entry',
      'limits',
      (file) => Object.assign(file, { L99: { action: 'x' } }),
      'limits.yaml: L99: is unknown',
    ],
    [
      'an unknown key',
      'reasons',
      (file) => Object.assign(file['document_dark'] ?? {}, { hint: 'x' }),
      'reasons.yaml: document_dark.hint: is unknown',
    ],
    [
      'a step too few',
      'problems',
      (file) => (file['camera_blocked']?.['steps'] as string[]).pop(),
      'texts where English has',
    ],
    [
      'a place that is missing',
      'reasons',
      (file) => Object.assign(file['photo_too_large'] ?? {}, { detail: 'Ocupa mucho.' }),
      'reasons.yaml: photo_too_large.detail: {megabytes} is missing',
    ],
    [
      'a place that is unknown',
      'wording',
      (file) => Object.assign(file['limit'] ?? {}, { note: '{texto}' }),
      'wording.yaml.limit.note: {texto} is unknown',
    ],
    [
      'a remark that is missing',
      'facts',
      (file) => delete file['R05']?.['unclear'],
      'facts.yaml: R05.unclear: is missing',
    ],
    [
      'a remark that English has not',
      'facts',
      (file) => Object.assign(file['R04'] ?? {}, { unclear: 'x' }),
      'facts.yaml: R04.unclear: is not in English',
    ],
    [
      'a figure that is missing',
      'facts',
      (file) => Object.assign(file['R04'] ?? {}, { text: 'Desde el 31 de agosto, 00:00 (UTC), todos.' }),
      'facts.yaml: R04.text: the figure 2023 is missing',
    ],
    [
      'a figure that is unknown',
      'articles',
      (file) => Object.assign(file['photo_size'] ?? {}, { text: 'Menos de 4 MB, o de 5 MB.' }),
      'articles.yaml: photo_size.text: the figure 5 is unknown',
    ],
    [
      'an entry without examples',
      'intents',
      (file) => delete file['verify'],
      'intents.yaml: verify: has no examples',
    ],
  ])('names %s', (_, name, make, fault) => {
    const { faults } = withMistake(name, make);
    expect(faults.join('\n')).toContain(fault);
  });

  it('is English where it is missing or not usable', () => {
    const { knowledge } = withMistake('articles', (file) => delete file['what_is_kyc']);
    expect(knowledge.articles.get('what_is_kyc')).toEqual(english.articles.get('what_is_kyc'));
    const broken = withMistake('wording', (file) => Object.assign(file['limit'] ?? {}, { note: '{texto}' }));
    expect(broken.knowledge.wording.limit.note).toBe(english.wording.limit.note);
    const wrong = withMistake('facts', (file) =>
      Object.assign(file['P03'] ?? {}, { text: 'Menos de 5 MB.' }),
    );
    expect(wrong.knowledge.facts.get('P03')?.text).toBe(english.facts.get('P03')?.text);
  });

  it.each([
    ['Desde el 31/08/2023, 00:00 (UTC).', []],
    ['Desde el 31/09/2023, 00:00 (UTC).', ['facts.yaml: R04.text: the figure 9 is unknown']],
  ])('may write the month of a date as a figure: %s', (text, expected) => {
    const { faults } = withMistake('facts', (file) => Object.assign(file['R04'] ?? {}, { text }));
    expect(faults).toEqual(expected);
  });
});
