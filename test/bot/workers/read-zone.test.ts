/** The reader as it was built, on specimens drawn for it. Runs on dist/: build first. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';

import type * as Net from '../../../bot/workers/mrz/zone-net.ts';

jest.setTimeout(180_000);

/** A card whose three lines run aslant over a loud pattern. */
const HIDDEN_BY_PERSPECTIVE = '835';

const dist = new URL('../../../dist/', import.meta.url);
let net: Net.ZoneNet;

const built = async <Module>(file: string) => (await import(new URL(file, dist).href)) as Module;

beforeAll(async () => {
  if (!existsSync(dist)) throw new Error('run `npm run build` first: the reader is taken from dist/');
  net = await (await built<typeof Net>('bot/workers/mrz/zone-net.js')).openZoneNet();
});

describe('the net for OCR-B', () => {
  it('says of a strip what it said where it was trained', () => {
    const example = z
      .object({ width: z.number(), height: z.number(), pixels: z.base64(), scores: z.base64() })
      .parse(JSON.parse(readFileSync(new URL('zone-net.example.json', import.meta.url), 'utf8')));
    const data = new Uint8Array(Buffer.from(example.pixels, 'base64'));
    const wanted = new Float32Array(Uint8Array.from(Buffer.from(example.scores, 'base64')).buffer);
    const { columns, scores } = net.read({ width: example.width, height: example.height, data });
    expect(columns).toBe(example.width / 2);
    expect(scores).toHaveLength(wanted.length);
    const furthest = wanted.reduce(
      (most, score, i) => Math.max(most, Math.abs(score - (scores[i] ?? NaN))),
      0,
    );
    expect(furthest).toBeLessThan(0.02);
  });

  it.each([
    ['too high', 592, 26],
    ['too wide', 744, 24],
    ['of a width that the kernel cannot take', 590, 24],
  ])('refuses a strip %s', (_, width, height) => {
    expect(() => net.read({ width, height, data: new Uint8Array(width * height) })).toThrow(RangeError);
  });
});

describe('the reader of zones', () => {
  it('reads 40 drawn specimens of all formats and is never wrongly sure; finds no zone where there is none', async () => {
    const [specimens, blank] = await evaluate('--specimens', '40');
    expect(specimens).toMatchObject({ pictures: 40, 'falsely sure': 0 });
    expect(specimens?.exact).toBeGreaterThanOrEqual(39);
    expect(blank).toMatchObject({ pictures: 4, exact: 4, 'falsely sure': 0 });
  });

  it('looks once more on the page made straight when perspective hides the zone', async () => {
    const [specimens] = await evaluate('--specimens', '1', '--from', HIDDEN_BY_PERSPECTIVE);
    expect(specimens).toMatchObject({ pictures: 1, exact: 1 });
  });
});

const Evaluation = z.object({
  rows: z.array(z.object({ pictures: z.number(), exact: z.number(), 'falsely sure': z.number() })),
});

/** In a process of its own: what loops over pixels runs many times slower inside of jest. */
async function evaluate(...options: string[]) {
  const command = fileURLToPath(new URL('bench/eval-mrz.js', dist));
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...options, '--json']);
  return Evaluation.parse(JSON.parse(stdout)).rows;
}
