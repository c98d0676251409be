import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { loadMind, type Mind } from '../../bot/mind.ts';
import { createReload, prepareInProcess } from '../../bot/reload-knowledge.ts';
import { silent } from '../kit/database.ts';
import { until } from '../kit/until.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LOADER = path.join(ROOT, 'test/kit/typescript-loader.mjs');
const TRAINER = path.join(ROOT, 'bot/train-models.ts');

describe('knowledge that editors change while the bot runs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'knowledge-'));
  const article = path.join(folder, 'articles/cost.yaml');
  const limits = { maxPhotoBytes: 4_000_000, maxPdfBytes: 10_000_000, maxPdfPages: 60 };
  const load = () => loadMind(folder, { limits, now: () => new Date(), log: silent });
  const prepare = () =>
    prepareInProcess([process.execPath, '--no-warnings', '--import', LOADER, TRAINER, folder]);
  let mind: Mind;
  const reload = createReload({ prepare, takeUp: () => (mind = load()) });
  const title = () => mind.knowledge.articles.get('cost')?.title;

  beforeAll(() => {
    // with the models that were built from it, so that nothing has to be trained
    cpSync(path.join(ROOT, 'dist/knowledge'), folder, { recursive: true });
    mind = load();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is taken up', async () => {
    writeFileSync(
      article,
      readFileSync(article, 'utf8').replace(/^title: .*/m, 'title: What it takes to pay'),
    );
    expect(await reload()).toEqual({ ok: true });
    expect(title()).toBe('What it takes to pay');
  });

  it('stays as it was when an edit is faulty, and says which', async () => {
    const before = mind;
    appendFileSync(article, '\nfacts: [X99]\n');
    expect(await reload()).toEqual({ ok: false, why: expect.stringContaining('articles/cost.yaml') });
    expect(mind).toBe(before);
  });
});

describe('loading anew', () => {
  it('changes nothing when what was prepared cannot be taken up', async () => {
    const reload = createReload({
      prepare: () => Promise.resolve({ ok: true }),
      takeUp: () => {
        throw new Error('a file is gone');
      },
    });
    expect(await reload()).toEqual({ ok: false, why: 'a file is gone' });
  });

  it('goes another round for who asks while it is at it, and one for all of them', async () => {
    let rounds = 0;
    const prepared: (() => void)[] = [];
    const reload = createReload({
      prepare: () => new Promise((resolve) => prepared.push(() => resolve({ ok: true }))),
      takeUp: () => (rounds += 1),
    });
    const all = [reload()];
    const endFirst = await until('the first round', () => prepared.shift());
    all.push(reload(), reload());
    endFirst();
    const endSecond = await until('the second round', () => prepared.shift());
    endSecond();
    await Promise.all(all);
    expect(rounds).toBe(2);
  });
});
