import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createQuestions, type Questions } from '../../../bot/questions/questions.ts';
import type { OpenQuestion } from '../../../dialogs/services.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';

const AT = new Date('2026-11-23T12:34:56Z');

let kit: FreshDatabase;
let questions: Questions;

beforeAll(async () => {
  kit = await freshDatabase();
});
afterAll(async () => {
  await kit.drop();
});
beforeEach(async () => {
  await kit.database.query('delete from open_question');
  questions = createQuestions({ ...kit, now: () => AT });
});

const asked = (key: string, text: string, change: Partial<OpenQuestion> = {}): OpenQuestion => ({
  key,
  text,
  why: 'unanswered',
  shown: [],
  locale: 'en',
  ...change,
});

describe('open questions', () => {
  it('are counted together when they read alike, the most frequent first', async () => {
    await questions.collect(asked('a', 'can i get a loan'));
    await questions.collect(asked('b', 'what is a mortgage'));
    await questions.collect(asked('c', 'Can I get a loan?'));
    expect(await questions.open()).toMatchObject([
      { text: 'Can I get a loan?', times: 2, why: 'unanswered', lastDay: '2026-11-23', locale: 'en' },
      { text: 'what is a mortgage', times: 1 },
    ]);
  });

  it('are kept once however often a turn runs', async () => {
    await questions.collect(asked('a', 'can i get a loan'));
    await questions.collect(asked('a', 'can i get a loan'));
    expect(await questions.open()).toMatchObject([{ times: 1 }]);
  });

  it('are sealed, and say neither who asked nor when on that day', async () => {
    await questions.collect(
      asked('conversation-17:message-4', 'can i get a loan', { shown: ['article:cost'] }),
    );
    const [row] = await kit.database.query<Record<string, unknown>>('select * from open_question');
    const stored = JSON.stringify(row, (_key, value: unknown) =>
      value instanceof Buffer ? value.toString('latin1') : value,
    );
    // Long ones: two or three letters turn up by chance in ciphertext.
    expect(stored).not.toMatch(/a loan|article|conversation|12:34:|message-4/);
    expect(await questions.open()).toMatchObject([{ shown: ['article:cost'] }]);
  });

  it('are settled with those that read alike, once', async () => {
    await questions.collect(asked('a', 'can i get a loan'));
    await questions.collect(asked('b', 'can i get a loan?'));
    await questions.collect(asked('c', 'can i get a loan', { why: 'unhelpful' }));
    const [first] = await questions.open();
    expect(await questions.settle(first?.id ?? '')).toBe(true);
    expect(await questions.settle(first?.id ?? '')).toBe(false);
    expect(await questions.open()).toMatchObject([{ why: 'unhelpful', times: 1 }]);
  });

  it.each(['', '0', '99999999999999999999', "1' or '1'='1", 'abc'])('knows no question %s', async (id) => {
    expect(await questions.settle(id)).toBe(false);
  });
});
