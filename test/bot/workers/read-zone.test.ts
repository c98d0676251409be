/** The reader as it was built, on specimens drawn for it. Runs on dist/: build first. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';

import type * as Reader from '../../../bot/workers/mrz/read-zone.ts';
import type * as Net from '../../../bot/workers/mrz/zone-net.ts';
import type * as Files from '../../../bot/workers/photo-file.ts';
import type * as Pictures from '../../../bot/workers/picture.ts';
import type * as OfPhoto from '../../../bot/workers/read-zone-of-photo.ts';
import { drawLicence } from '../../specimen/draw-document.ts';
import { drawSpecimen } from '../../specimen/draw-specimen.ts';
import { HOLDERS } from '../../specimen/holders.ts';

jest.setTimeout(180_000);

/** A card whose three lines run aslant over a loud pattern. */
const HIDDEN_BY_PERSPECTIVE = 835;

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
  it('reads 40 drawn specimens of all formats and is never wrongly sure', async () => {
    const command = fileURLToPath(new URL('bench/eval-mrz.js', dist));
    const { stdout } = await promisify(execFile)(process.execPath, [command, '--specimens', '40', '--json']);
    const { rows } = z
      .object({
        rows: z.array(z.object({ pictures: z.number(), exact: z.number(), 'falsely sure': z.number() })),
      })
      .parse(JSON.parse(stdout));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ pictures: 40, 'falsely sure': 0 });
    expect(rows[1]).toMatchObject({ pictures: 4, exact: 4, 'falsely sure': 0 });
    expect(rows[0]?.exact).toBeGreaterThanOrEqual(39);
  });

  it('finds no zone where there is none', async () => {
    const { inspectPhoto } = await built<typeof Files>('bot/workers/photo-file.js');
    const { toGrey } = await built<typeof Pictures>('bot/workers/picture.js');
    const { readZone } = await built<typeof Reader>('bot/workers/mrz/read-zone.js');
    const { picture } = await inspectPhoto(await drawLicence(HOLDERS.anna));
    if (!picture) throw new Error('the specimen does not decode');
    expect(readZone(net, await toGrey(picture)).mrz).toEqual({ found: false, why: 'no_lines' });
  });

  it('looks once more on the page made straight when perspective hides the zone', async () => {
    const { inspectPhoto } = await built<typeof Files>('bot/workers/photo-file.js');
    const { toGrey } = await built<typeof Pictures>('bot/workers/picture.js');
    const { readZone } = await built<typeof Reader>('bot/workers/mrz/read-zone.js');
    const { readZoneOfPhoto } = await built<typeof OfPhoto>('bot/workers/read-zone-of-photo.js');
    const { photo, zone } = await drawSpecimen(HIDDEN_BY_PERSPECTIVE);
    const { picture } = await inspectPhoto(photo);
    if (!picture) throw new Error('the specimen does not decode');
    expect(readZone(net, await toGrey(picture)).mrz).toMatchObject({ found: false });
    expect((await readZoneOfPhoto(net, picture)).mrz).toMatchObject({ found: true, lines: zone.lines });
  });
});
