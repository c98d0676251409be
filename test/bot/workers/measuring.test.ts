/** Drawn documents and real faces through the real pool, nets and reader. Runs on dist/: build first. */
import { existsSync } from 'node:fs';
import { crc32 } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';

import { createLog } from '../../../bot/log.ts';
import { createWorkers, type Workers } from '../../../bot/workers/workers.ts';
import { checkDocument, type DocumentContext } from '../../../knowledge/checks/check-document.ts';
import { checkSelfie } from '../../../knowledge/checks/check-selfie.ts';
import type { DocumentClaim } from '../../../knowledge/checks/document/document-claim.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import { criteria } from '../../knowledge/checks/measurements.ts';
import { drawIdCardBack, drawIdCardFront, drawLicence, drawPassport } from '../../specimen/draw-document.ts';
import { claimOf, HOLDERS } from '../../specimen/holders.ts';
import { otherPerson, portraitOf, selfieOf, selfieOfTwo } from '../../specimen/portraits.ts';
import type { PhotoOptions } from '../../specimen/take-photo.ts';

// Nets and reader need seconds for a photo, and many of them on a busy machine.
jest.setTimeout(180_000);

const TODAY = new Date('2026-11-23T10:00:00Z');
const workerFile = new URL('../../../dist/bot/workers/thread.js', import.meta.url);
const claim = claimOf(HOLDERS.anna, 'passport');
let workers: Workers;
let annasPassport: DocumentMeasurements;

beforeAll(async () => {
  if (!existsSync(workerFile)) throw new Error('run `npm run build` first: threads run from dist/');
  workers = createWorkers({ workerFile, log: createLog('silent'), threads: 1, timeoutMs: 120_000 });
  await workers.warmUp();
  annasPassport = await workers.measureDocument(await passportOf('anna'));
}, 180_000);

afterAll(() => workers.stop());

async function passportOf(
  person: keyof typeof HOLDERS,
  photo: PhotoOptions = {},
  change: Partial<Parameters<typeof drawPassport>[0]> = {},
): Promise<Buffer> {
  return drawPassport({ ...HOLDERS[person], portrait: await portraitOf(person), ...change }, photo);
}

const said = (verdict: Verdict) =>
  [verdict.outcome, ...(verdict.outcome === 'pass' ? [] : verdict.reasons.map((reason) => reason.code))].join(
    ' ',
  );

async function judgeDocument(photo: Buffer, claimed: DocumentClaim = claim, context: DocumentContext = {}) {
  return said(checkDocument(await workers.measureDocument(photo), claimed, criteria, TODAY, context));
}

async function judgeSelfie(photo: Buffer) {
  return said(checkSelfie(await workers.measureSelfie(photo), [annasPassport], criteria));
}

describe('a photo of a passport', () => {
  it('passes, and everything in it is plain JSON', () => {
    expect(said(checkDocument(annasPassport, claim, criteria, TODAY))).toBe('pass');
    expect(JSON.parse(JSON.stringify(annasPassport))).toEqual(annasPassport);
    expect(annasPassport.faces[0]?.descriptor).toHaveLength(128);
  });

  it.each<[string, PhotoOptions]>([
    ['on its side', { quarterTurns: 1 }],
    ['upside down', { quarterTurns: 2 }],
    ['turned by a mark of the camera', { exifOrientation: 6 }],
    ['laid down crooked', { tiltDegrees: 7 }],
    ['far away on a table', { table: 0.5, longEdgePx: 2400 }],
    ['noisy and pressed hard', { noise: 10, quality: 60 }],
    ['small', { longEdgePx: 900 }],
    ['a PNG', { format: 'png' }],
    ['in the evening', { brightness: 0.45 }],
  ])('passes %s', async (_, photo) => {
    expect(await judgeDocument(await passportOf('anna', photo))).toBe('pass');
  });

  it.each<[string, PhotoOptions, string]>([
    ['blurred', { blurPx: 9 }, 'retake document_blurred'],
    ['taken in the dark', { brightness: 0.08 }, 'retake document_dark'],
    ['with a lamp mirrored in it', { glareShare: 0.16 }, 'retake document_glare'],
    ['as WebP', { format: 'webp' }, 'retake photo_format_unsupported'],
    ['as a thumbnail', { longEdgePx: 300 }, 'retake photo_too_small'],
  ])('says what is wrong when it is %s', async (_, photo, expected) => {
    expect(await judgeDocument(await passportOf('anna', photo))).toBe(expected);
  });

  it.each<[string, Parameters<typeof passportOf>[2], string]>([
    ['another birth date', { birthDate: '1991-12-31' }, 'retake document_birth_date_differs'],
    ['another number', { number: 'C4FVX2T47' }, 'retake document_number_differs'],
    ['another name', { surname: 'Schneider' }, 'retake document_name_differs'],
    ['run out', { expiry: '2020-01-01' }, 'retake document_expired'],
    ['check digits that do not fit', { zoneFaults: ['birth', 'composite'] }, 'retake document_mrz_invalid'],
    ['no portrait', { portrait: undefined }, 'retake document_face_missing'],
  ])('says what is wrong when it has %s', async (_, change, expected) => {
    expect(await judgeDocument(await passportOf('anna', {}, change))).toBe(expected);
  });

  it('is told from a document without a zone', async () => {
    const licence = await drawLicence({ ...HOLDERS.anna, portrait: await portraitOf('anna') });
    expect(await judgeDocument(licence)).toBe('retake document_mrz_missing');
  });
});

describe('a card', () => {
  it('passes with its zone on the back, whichever way round', async () => {
    const holder = { ...HOLDERS.berta, portrait: await portraitOf('berta') };
    const front = await workers.measureDocument(await drawIdCardFront(holder, { quarterTurns: 3 }));
    const back = await drawIdCardBack(holder, { quarterTurns: 2 });
    const claimed = claimOf(HOLDERS.berta, 'id_card');
    expect(said(checkDocument(front, claimed, criteria, TODAY))).toBe('pass');
    expect(front.quarterTurns).toBe(1);
    expect(await judgeDocument(back, { ...claimed, side: 'back' }, { otherSide: front })).toBe('pass');
  });

  it('is refused when both photos show one side', async () => {
    const holder = { ...HOLDERS.berta, portrait: await portraitOf('berta') };
    const front = await workers.measureDocument(await drawLicence(holder));
    const frontClaim = claimOf(HOLDERS.berta, 'driving_licence');
    expect(said(checkDocument(front, frontClaim, criteria, TODAY))).toBe('pass');
    const claimed = { ...frontClaim, side: 'back' as const };
    const again = await drawLicence(holder, 'front', { quality: 50, longEdgePx: 900, brightness: 0.9 });
    expect(await judgeDocument(again, claimed, { otherSide: front })).toBe('retake document_sides_same');
    const back = await drawLicence(holder, 'back');
    expect(await judgeDocument(back, claimed, { otherSide: front })).toBe('pass');
  });
});

describe('a selfie', () => {
  it('matches the portrait of the same person, taken on another day', async () => {
    expect(await judgeSelfie(await selfieOf('anna'))).toBe('pass');
  });

  it.each([
    ['mirrored', { mirrored: true }],
    ['darker', { brightness: 0.8 }],
    ['with the head tilted', { tiltDegrees: 8 }],
    ['so close that the face fills it', { room: 1.4 }],
    ['pressed hard', { quality: 30 }],
  ])('matches %s', async (_, variation) => {
    expect(await judgeSelfie(await selfieOf('anna', variation))).toBe('pass');
  });

  it.each([
    ['somebody else', () => selfieOf(otherPerson('anna')), 'retake selfie_face_differs'],
    ['yet somebody else', () => selfieOf('carla'), 'retake selfie_face_differs'],
    ['two people', () => selfieOfTwo('anna', 'berta'), 'retake selfie_several_faces'],
    ['a face far away', () => selfieOf('anna', { room: 5 }), 'retake selfie_face_too_small'],
    ['a dark room', () => selfieOf('anna', { brightness: 0.3 }), 'retake selfie_dark'],
    ['a lamp in the face', () => selfieOf('berta', { brightness: 1.9 }), 'retake selfie_bright'],
    ['a shaken camera', () => selfieOf('berta', { blurPx: 12 }), 'retake selfie_blurred'],
    ['no face', () => drawLicence(HOLDERS.carla, 'back'), 'retake selfie_face_missing'],
    ['the photo of the document', () => passportOf('anna'), 'retake selfie_same_picture'],
    [
      'a copy of the photo of the document',
      () => passportOf('anna', { quality: 40, longEdgePx: 800 }),
      'retake selfie_same_picture',
    ],
  ])('is refused when it shows %s', async (_, picture, expected) => {
    expect(await judgeSelfie(await picture())).toBe(expected);
  });
});

describe('a file that is no photo', () => {
  const limit = 4 * 1024 * 1024;
  const padded = async (bytes: number) =>
    Buffer.concat([await passportOf('anna'), Buffer.alloc(bytes)]).subarray(0, bytes);

  it('is judged by its size: exactly 4 MB is too much, a byte less is not', async () => {
    expect(await judgeDocument(await padded(limit))).toBe('retake photo_too_large');
    expect(await judgeDocument(await padded(limit - 1))).toBe('pass');
  });

  it.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ['text', () => Buffer.from('This is a passport. '.repeat(500)), 'retake photo_format_unsupported'],
    ['nothing', () => Buffer.alloc(0), 'retake photo_empty'],
    [
      'an SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'),
      'retake photo_format_unsupported',
    ],
    ['HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'retake photo_heic'],
    [
      'a photo cut short',
      async () => (await passportOf('anna')).subarray(0, 60_000),
      'retake photo_unreadable',
    ],
    [
      'the first bytes of a JPEG and then noise',
      () => Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(5000, 7)]),
      'retake photo_unreadable',
    ],
    ['a flood of pixels', floodOfPixels, 'retake photo_too_many_pixels'],
  ])('%s', async (_, file, expected) => {
    expect(await judgeDocument(await file())).toBe(expected);
    expect(await judgeSelfie(await file())).toBe(expected);
  });
});

/** A PNG whose header announces 144 million pixels. */
async function floodOfPixels(): Promise<Buffer> {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer();
  bytes.writeUInt32BE(12_000, 16);
  bytes.writeUInt32BE(12_000, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}
