import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { drawBars } from '../../../bench/eval/draw-bars.ts';
import { drawDet, drawRoc } from '../../../bench/eval/draw-curves.ts';
import { drawHistogram } from '../../../bench/eval/draw-histogram.ts';
import { errorCurve } from '../../../bench/eval/error-curve.ts';
import { createRandom } from '../../specimen/random.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vg-plots-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const random = createRandom(7);
const around = (middle: number) =>
  Array.from({ length: 3000 }, () => middle + (random() + random() + random() - 1.5) * 0.25);
const [genuine, impostor, worse] = [around(0.42), around(0.8), around(0.62)];
const curves = [
  { name: 'ours', points: errorCurve({ genuine, impostor, accept: 'small' }) },
  { name: 'the other', points: errorCurve({ genuine, impostor: worse, accept: 'small' }) },
];

const drawings: Readonly<Record<string, () => Promise<void>>> = {
  'roc.svg': () => drawRoc('roc.svg', 'Faces: ROC', curves, folder),
  'det.svg': () => drawDet('det.svg', 'Faces: DET', curves, folder),
  'histogram.svg': () =>
    drawHistogram(
      'histogram.svg',
      'Faces: distances',
      [
        { name: 'one person', scores: genuine },
        { name: 'two people', scores: impostor },
      ],
      { axis: 'distance', marks: [{ at: 0.55, name: 'pass' }] },
      folder,
    ),
  'bars.svg': () =>
    drawBars(
      'bars.svg',
      'Zones read',
      ['clean', 'blurred', 'turned'].flatMap((group, i) => [
        { group, name: 'ours', value: 1 - i * 0.01 },
        { group, name: 'peer', value: 0.5 - i * 0.1 },
      ]),
      { axis: 'share read', format: '.0%' },
      folder,
    ),
};

describe.each(Object.entries(drawings))('%s', (file, drawIt) => {
  const text = () => readFile(path.join(folder, file), 'utf8');

  it('is drawn without a browser, the same every time', async () => {
    await drawIt();
    const once = await text();
    await drawIt();
    expect(await text()).toBe(once);
  });

  it('is a picture with colour on a white ground, with its own words, and needs nothing from outside', async () => {
    const svg = await text();
    expect(svg).not.toMatch(/href=|url\((?!#)|@import|<script/);
    const picture = sharp(Buffer.from(svg));
    const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const pixelAt = (at: number) => [...data.subarray(at * 3, at * 3 + 3)];
    expect(pixelAt(2 * info.width + 2)).toEqual([255, 255, 255]);
    const blue = Array.from({ length: info.width * info.height }, (_, at) => pixelAt(at)).filter(
      ([r = 0, g = 0, b = 0]) => b > r + 60 && b > g,
    );
    expect(blue.length).toBeGreaterThan(200);
  });
});

it('shows false matches on a logarithmic axis down to what the data can tell', async () => {
  await drawRoc('decades.svg', 'Decades', curves, folder);
  const svg = await readFile(path.join(folder, 'decades.svg'), 'utf8');
  for (const label of ['0.1%', '1%', '10%', '100%']) expect(svg).toContain(`>${label}</text>`);
});
