import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { loadMasterKey } from '../../../bot/storage/master-key.ts';
import { Child } from '../../kit/child.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'veriguide-key-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const load = () => loadMasterKey({ dataFolder: folder, configured: undefined });
const file = () => path.join(folder, 'keys', 'master.key');

describe('the master key', () => {
  it('is made once, is the same from then on, and is for its owner only', async () => {
    const first = await load();
    expect(first).toHaveLength(32);
    expect((await load()).equals(first)).toBe(true);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file()))).mode & 0o777).toBe(0o700);
    expect(await readdir(path.dirname(file()))).toEqual(['master.key']);
  });

  it('is closed to others again when somebody had opened it', async () => {
    await load();
    await chmod(file(), 0o644);
    await load();
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it('is the configured one when there is one; then no file is made', async () => {
    const configured = Buffer.alloc(32, 7);
    expect(await loadMasterKey({ dataFolder: folder, configured })).toBe(configured);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is the same for processes that make it at the same moment', async () => {
    const input = { folder, at: Date.now() + 2_000 };
    const script = new URL('./children/master-key.ts', import.meta.url);
    const children = [1, 2, 3, 4].map(() => new Child(script, input));
    const keys = await Promise.all(children.map((child) => child.says(/^key /)));
    expect(new Set(keys)).toEqual(new Set([`key ${(await load()).toString('hex')}`]));
    await Promise.all(children.map((child) => child.ends()));
  });

  it('is never guessed from a damaged file', async () => {
    await load();
    await writeFile(file(), 'abc');
    await expect(load()).rejects.toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('damaged'),
    });
  });

  it('says what to do when its folder cannot be used', async () => {
    await writeFile(path.join(folder, 'keys'), '');
    await expect(load()).rejects.toMatchObject({
      code: 'bad_config',
      message: expect.stringContaining('ENCRYPTION_KEY'),
    });
  });
});
