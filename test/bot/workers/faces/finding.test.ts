/** Faces where the first version missed them, and what hides them. Runs on dist/: build first. */
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { Piscina } from 'piscina';
import sharp from 'sharp';

import { checkSelfie } from '../../../../knowledge/checks/check-selfie.ts';
import { faceDistance } from '../../../../knowledge/checks/face-distance.ts';
import type { Box } from '../../../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../../../knowledge/checks/selfie-measurements.ts';
import { criteria } from '../../../knowledge/checks/measurements.ts';
import { drawIdCardFront, drawPassport } from '../../../specimen/draw-document.ts';
import { HOLDERS } from '../../../specimen/holders.ts';
import { portraitOf, selfieOf, type Person } from '../../../specimen/portraits.ts';

jest.setTimeout(120_000);

const pool = new Piscina({
  filename: fileURLToPath(new URL('./engine-thread.mjs', import.meta.url)),
  maxThreads: 1,
  idleTimeout: Infinity,
});
const call = <Result>(name: string, photo: Buffer) => pool.run({ photo }, { name }) as Promise<Result>;
const measure = (photo: Buffer) => call<SelfieMeasurements>('selfie', photo);
afterAll(() => pool.destroy());

type Found = readonly (Box & { score: number })[];

const berta = async () => ({ ...HOLDERS.berta, portrait: await portraitOf('berta') });

describe('the portrait on a document', () => {
  it.each([
    ['far away on a table', { table: 1.6, longEdgePx: 1600 }],
    ['small and noisy', { longEdgePx: 500, noise: 12, quality: 50 }],
    ['laid down crooked', { tiltDegrees: 20 }],
  ])('is found once when the page is %s', async (_, photo) => {
    const found = await call<Found>('portraits', await drawPassport(await berta(), photo));
    expect(found[0]?.score).toBeGreaterThan(criteria.document.minFaceScore);
  });

  it('is found in a grey copy', async () => {
    const photo = await sharp(await drawIdCardFront(await berta()))
      .greyscale()
      .jpeg()
      .toBuffer();
    expect((await call<Found>('portraits', photo))[0]?.score).toBeGreaterThan(criteria.document.minFaceScore);
  });

  it.each([0, 1, 2, 3] as const)('says how the page lies after %d quarter turns', async (quarterTurns) => {
    const photo = await drawIdCardFront(await berta(), { quarterTurns });
    expect(await call('uprightTurns', photo)).toBe((4 - quarterTurns) % 4);
  });
});

describe('the descriptor of a portrait', () => {
  it.each([
    ['berta', 2],
    ['anna', 4],
  ] as const)(
    'of %s takes %d looks: four where the first two say different things',
    async (person, looks) => {
      const holder = { ...HOLDERS[person], portrait: await portraitOf(person) };
      const photo = await drawPassport(holder, { longEdgePx: 2400, noise: 4 });
      expect(await call('looks', photo)).toBe(looks);
    },
  );
});

describe('the face on a selfie', () => {
  it.each([1.05, 1.2, 1.6, 2.5])('is found when the picture is %d times as wide', async (room) => {
    const found = await call<Found>('selfieFaces', await selfieOf('carla', { room }));
    expect(found.filter(({ score }) => score >= criteria.selfie.minFaceScore)).toHaveLength(1);
  });

  it.each([-35, -20, 20, 35])('is told the same when the head is tilted by %d degrees', async (tilt) => {
    const [straight, tilted] = [
      await measure(await selfieOf('berta')),
      await measure(await selfieOf('berta', { tiltDegrees: tilt })),
    ];
    const [a, b] = [straight.faces[0], tilted.faces[0]];
    expect(faceDistance(a?.descriptor ?? [], b?.descriptor ?? [])).toBeLessThan(0.25);
    expect((b?.rollDegrees ?? NaN) - (a?.rollDegrees ?? NaN)).toBeCloseTo(tilt, -1);
  });
});

/** The selfie with something drawn over its face. */
async function drawnOver(person: Person, svg: (box: Box) => string): Promise<Buffer> {
  const photo = await selfieOf(person);
  const [face] = (await measure(photo)).faces;
  if (!face) throw new Error('no face to draw over');
  const { width, height } = await sharp(photo).metadata();
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg(face.box)}</svg>`;
  return sharp(photo)
    .composite([{ input: Buffer.from(drawing) }])
    .jpeg()
    .toBuffer();
}

const said = (measured: SelfieMeasurements) => {
  const verdict = checkSelfie(measured, [], criteria);
  return verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code);
};

/** Where they are on the selfies, in pixels. */
const EYES_OF = {
  berta: { left: [321, 505], right: [517, 552] },
  carla: { left: [342, 532], right: [576, 535] },
} as const;

function darkGlasses({ left, right }: (typeof EYES_OF)['berta' | 'carla']): string {
  const apart = Math.hypot(right[0] - left[0], right[1] - left[1]);
  const lens = ([x, y]: readonly [number, number]) =>
    `<ellipse cx="${x}" cy="${y + 0.05 * apart}" rx="${0.42 * apart}" ry="${0.3 * apart}" fill="#101014"/>`;
  return lens(left) + lens(right);
}

describe('what hides a face', () => {
  it.each([
    ['berta', EYES_OF.berta],
    ['carla', EYES_OF.carla],
  ] as const)('is dark glasses on %s', async (person, eyes) => {
    const photo = await drawnOver(person, () => darkGlasses(eyes));
    expect(said(await measure(photo))).toContain('selfie_sunglasses');
  });

  it.each<Person>(['berta', 'carla'])('is a mask on %s', async (person) => {
    const photo = await drawnOver(
      person,
      ({ x, y, width, height }) =>
        `<rect x="${x}" y="${y + 0.58 * height}" width="${width}" height="${0.5 * height}" rx="30" fill="#7db4e6"/>`,
    );
    expect(said(await measure(photo))).toContain('selfie_covered');
  });

  it.each<Person>(['anna', 'berta', 'carla'])('is nothing on %s', async (person) => {
    const reasons = said(await measure(await selfieOf(person)));
    expect(reasons).not.toContain('selfie_sunglasses');
    expect(reasons).not.toContain('selfie_covered');
  });
});
