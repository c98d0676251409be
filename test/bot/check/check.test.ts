import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { drawPassport } from '../../specimen/draw-document.ts';
import { HOLDERS } from '../../specimen/holders.ts';
import { portraitOf, selfieOf } from '../../specimen/portraits.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

interface Printed {
  readonly file: string;
  readonly verdict: { readonly outcome: string; readonly reasons?: readonly { readonly code: string }[] };
  readonly measurements: { readonly engine: string; readonly faces: readonly { descriptor?: number[] }[] };
}

let folder: string;

/** Runs what was built, as `npm run check` does. */
async function check(...given: string[]): Promise<{ out: string; err: string; exitCode: number }> {
  const command = [path.join(ROOT, 'dist', 'bot', 'check.js'), '--today', '2026-06-15', ...given];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd: folder });
    return { out: stdout, err: stderr, exitCode: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { out: stdout, err: stderr, exitCode: code };
  }
}

const verdicts = (json: string) =>
  (JSON.parse(json) as Printed[]).map(({ verdict }) => [
    verdict.outcome,
    ...(verdict.reasons ?? []).map(({ code }) => code),
  ]);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vg-check-'));
  const anna = { ...HOLDERS.anna, portrait: await portraitOf('anna') };
  await writeFile(path.join(folder, 'passport.jpg'), await drawPassport(anna, { longEdgePx: 1800 }));
  await writeFile(path.join(folder, 'anna.jpg'), await selfieOf('anna'));
  await writeFile(path.join(folder, 'notes.txt'), 'no picture');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run check', () => {
  const pair = ['--document', 'passport.jpg', '--selfie', 'anna.jpg'];

  it('shows people verdict, measurements and criteria of a document and a selfie that belong together', async () => {
    const { out, exitCode } = await check(...pair);
    expect(out).toMatch(/^passport\.jpg \(document, [\w-]+\): pass$/m);
    expect(out).toMatch(/^anna\.jpg \(selfie, [\w-]+\): pass$/m);
    expect(out).toMatch(/Machine-readable zone +TD3, all check digits right/);
    expect(out).toMatch(/Distance to the portrait +0\.\d\d +match up to/);
    expect(exitCode).toBe(0);
  });

  it('judges what it printed again: with other particulars and thresholds, without the pictures', async () => {
    const { out, exitCode } = await check(...pair, '--json', '--descriptors', '--engine', 'tfjs-wasm');
    expect(verdicts(out)).toEqual([['pass'], ['pass']]);
    expect((JSON.parse(out) as Printed[]).map(({ measurements }) => measurements.engine)).toEqual([
      'tfjs-wasm',
      'tfjs-wasm',
    ]);
    expect(exitCode).toBe(0);
    await writeFile(path.join(folder, 'stored.json'), out);
    const again = ['--measurements', 'stored.json', '--json'];
    expect(verdicts((await check(...again)).out)).toEqual([['pass'], ['pass']]);

    const typed = await check(...again, '--document-number', 'X1', '--country', 'FR');
    expect(verdicts(typed.out)).toEqual([
      ['retake', 'document_country_differs', 'document_number_differs'],
      ['pass'],
    ]);
    expect(typed.exitCode).toBe(1);

    const criteria = await readFile(path.join(ROOT, 'knowledge', 'criteria.yaml'), 'utf8');
    const strict = criteria.replace(/(maxDistance:\s+value: )[\d.]+/, '$10.01');
    expect(strict).not.toBe(criteria);
    await writeFile(path.join(folder, 'strict.yaml'), strict);
    expect(verdicts((await check(...again, '--criteria', 'strict.yaml')).out)).toEqual([
      ['pass'],
      ['review', 'selfie_face_unsure'],
    ]);
  });

  it('keeps descriptors to itself unless asked, and does not compare faces without them', async () => {
    const { out } = await check('--as', 'selfie', 'anna.jpg', 'notes.txt', '--json');
    const [selfie, text] = JSON.parse(out) as Printed[];
    expect(selfie?.measurements.faces).toHaveLength(1);
    expect(out).not.toContain('descriptor');
    expect(text?.verdict).toMatchObject({
      outcome: 'retake',
      reasons: [{ code: 'photo_format_unsupported' }],
    });

    const stored = JSON.parse(await readFile(path.join(folder, 'stored.json'), 'utf8')) as Printed[];
    await writeFile(path.join(folder, 'mixed.json'), JSON.stringify([stored[0], selfie]));
    const mixed = await check('--measurements', 'mixed.json');
    expect(mixed.err).toContain('faces cannot be compared');
    expect(mixed.exitCode).toBe(2);
  });

  it.each([
    [['nowhere.jpg'], 'nowhere.jpg cannot be read.'],
    [['--measurements', 'notes.txt'], 'notes.txt is no JSON.'],
    [['passport.jpg', '--criteria', 'notes.txt'], 'notes.txt holds no criteria'],
    [['passport.jpg', '--type', 'visa'], 'npm run check -- [options] FILE...'],
  ])('says what is wrong with %j', async (given, words) => {
    const { err, exitCode } = await check(...given);
    expect(err).toContain(words);
    expect(exitCode).toBe(2);
  });
});
