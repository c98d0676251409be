import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { check } from 'prettier';

import { markdownTable, writeSection } from '../../../bench/eval/card.ts';

let folder: string;
let page: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vg-card-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  page = path.join(folder, `${Math.random()}.md`);
});

const headings = async () =>
  [...(await readFile(page, 'utf8')).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading);

describe('the accuracy card', () => {
  it('begins with what is measured and keeps the order of its sections, whichever is written first', async () => {
    await writeSection('memory', 'Speed', 'fast', page);
    await writeSection('mrz', 'Zones', 'read', page);
    await writeSection('faces', 'Faces', 'found', page);
    expect(await headings()).toEqual(['How accurate the checks are', 'Zones', 'Faces', 'Speed']);
  });

  it('replaces one section and leaves the others as they were', async () => {
    await writeSection('mrz', 'Zones', 'first reading', page);
    await writeSection('faces', 'Faces', 'kept word for word', page);
    await writeSection('mrz', 'Zones', 'second reading', page);
    const text = await readFile(page, 'utf8');
    expect(text).toContain('second reading');
    expect(text).not.toContain('first reading');
    expect(text).toContain('kept word for word');
  });

  it('gives the same bytes for the same figures, formatted as the other pages are', async () => {
    const table = markdownTable(
      ['what', 'share'],
      [
        ['a | b', 0.5],
        ['long enough to be padded', 1],
      ],
    );
    await writeSection('quality', 'Quality', table, page);
    const once = await readFile(page, 'utf8');
    await writeSection('quality', 'Quality', table, page);
    expect(await readFile(page, 'utf8')).toBe(once);
    expect(once).toContain('a \\| b');
    expect(await check(once, { parser: 'markdown' })).toBe(true);
  });

  it('refuses a page whose markers were damaged, rather than losing what it holds', async () => {
    await writeSection('mrz', 'Zones', 'read', page);
    const damaged = (await readFile(page, 'utf8')).replace('<!-- end: mrz -->', '');
    await writeFile(page, damaged);
    await expect(writeSection('faces', 'Faces', 'found', page)).rejects.toThrow('markers');
    expect(await readFile(page, 'utf8')).toBe(damaged);
  });
});
