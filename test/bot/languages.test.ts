import { readdirSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { loadPageWords } from '../../bot/pages/words.ts';
import { loadAllWords } from '../../dialogs/replies/load.ts';
import { loadKnowledge } from '../../knowledge/load.ts';
import { loadLanguages } from '../../knowledge/load-languages.ts';

const words = loadAllWords();
const codes = [...words.keys()].filter((code) => code !== 'en');
const english = loadKnowledge();
const knowledge = loadLanguages(english, codes);
const pages = loadPageWords();

describe.each(codes)('the language %s', (code) => {
  it('has every word of the dialogs, with the same places for values', () => {
    expect(words.get(code)?.faults).toEqual([]);
  });

  it('has all knowledge, step by step and note by note', () => {
    expect(knowledge.get(code)?.faults).toEqual([]);
  });

  it('has the pages and the widget', () => {
    expect(pages.get(code)?.faults).toEqual([]);
  });
});

/** What stands on the exchange's screens in English, whatever language somebody reads: it has to be found there. */
const ON_SCREEN = [
  ...[
    'Dashboard',
    'Individual Verification',
    'Switch to Institutional Verification',
    'Verify Now',
    'Re-Verify',
  ],
  ...['Start', 'Start Verification', 'Continue', "We can't see your face properly", 'Know Your Customer'],
  ...['KuCoin', 'KuCoin Spotlight', 'KuCoin Earn', 'KuCard', 'Red Packet', 'Visa', 'Mastercard', 'P2P'],
  ...['ETF', 'JPG', 'PNG', 'HEIC', 'PDF', 'KYC', 'UTC'],
];

it.each(codes)('names of buttons, messages and products stay as they are in the facts of %s', (code) => {
  const local = knowledge.get(code)?.knowledge.facts;
  const lost = [...english.facts.values()].flatMap((fact) =>
    (['text', 'unclear'] as const).flatMap((part) =>
      ON_SCREEN.filter((name) => new RegExp(`\\b${name}`).test(fact[part] ?? ''))
        .filter((name) => !local?.get(fact.id)?.[part]?.includes(name))
        .map((name) => `${fact.id}.${part}: ${name}`),
    ),
  );
  expect(lost).toEqual([]);
});

// The widget says it for the customer, and the bot has to understand.
it.each([...words.keys()])('the chat is ended in the same words by the widget and by the bot, %s', (code) => {
  expect(pages.get(code)?.widget.endChat).toBe(words.get(code)?.words.choice('end_chat').title);
});

it('every language with knowledge or pages also has words', () => {
  expect(codes.length).toBeGreaterThan(0);
  expect([...pages.keys()].filter((code) => !words.has(code))).toEqual([]);
  const folders = readdirSync(new URL('../../knowledge/languages/', import.meta.url), {
    withFileTypes: true,
  });
  const unused = folders.filter((entry) => entry.isDirectory() && !words.has(entry.name));
  expect(unused.map(({ name }) => name)).toEqual([]);
});
