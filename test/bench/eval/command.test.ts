import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { parseEvalArguments } from '../../../bench/eval/arguments.ts';
import { findPictures } from '../../../bench/eval/folder.ts';
import { measureAll } from '../../../bench/eval/measure-all.ts';

const usage = {
  call: 'npm run eval:x -- DIR',
  needs: 1,
  options: { peer: 'string', slow: 'boolean' },
} as const;

describe('the arguments of an evaluation', () => {
  it('are a folder and few options, each with a plain default', () => {
    expect(parseEvalArguments(['photos'], usage)).toEqual({
      positionals: ['photos'],
      write: false,
      json: false,
      limit: Infinity,
      options: { peer: undefined, slow: undefined },
    });
  });

  it('may be given in any order, with options of the command itself', () => {
    const given = ['--limit', '20', '--slow', 'photos', '--json', '--peer=other', 'pairs.csv', '--write'];
    expect(parseEvalArguments(given, usage)).toEqual({
      positionals: ['photos', 'pairs.csv'],
      write: true,
      json: true,
      limit: 20,
      options: { peer: 'other', slow: 'true' },
    });
  });

  it.each([[[]], [['photos', '--fast']], [['photos', '--limit', '0']], [['photos', '--limit', 'many']]])(
    'that make no sense (%j) are answered with how to call it',
    (given) => expect(() => parseEvalArguments(given, usage)).toThrow('npm run eval:x -- DIR [--write]'),
  );
});

describe('measuring a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'vg-folder-'));
    await mkdir(path.join(folder, 'inner'));
    for (const name of ['b.JPG', 'a.png', 'README.md', 'inner/c.jpeg', 'pairs.csv']) {
      await writeFile(path.join(folder, name), '');
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes the pictures below it, always in the same order', async () => {
    expect(await findPictures(folder)).toEqual(['a.png', 'b.JPG', 'inner/c.jpeg']);
  });

  it('measures no more at once than asked, and keeps the order', async () => {
    let [running, most] = [0, 0];
    const results = await measureAll([30, 5, 20, 1, 10], 2, async (ms, index) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, ms));
      running--;
      return `${index}:${ms}`;
    });
    expect(results).toEqual(['0:30', '1:5', '2:20', '3:1', '4:10']);
    expect(most).toBe(2);
  });
});
