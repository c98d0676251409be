/** Drawn licences through the real readers of barcodes and words. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { openBarcodeReader, type BarcodeReader } from '../../../bot/workers/barcode/barcode-reader.ts';
import { decodeUpload } from '../../../bot/workers/picture.ts';
import { openWordReader } from '../../../bot/workers/text/word-reader.ts';
import { confirmByText } from '../../../knowledge/checks/document/confirm-by-text.ts';
import { criteria } from '../../knowledge/checks/measurements.ts';
import { drawIdCardBack, drawLicence, drawPassport } from '../../specimen/draw-document.ts';
import { claimOf, HOLDERS } from '../../specimen/holders.ts';
import { barcodeText, drawBarcodeBack, type BarcodePhoto } from '../../specimen/licence-barcode.ts';
import { portraitOf } from '../../specimen/portraits.ts';

// The first page starts an engine, and many pages wait for a core on a busy machine.
jest.setTimeout(120_000);

const TODAY = new Date('2026-11-23T10:00:00Z');
const open = (photo: Buffer) => decodeUpload(photo, 2400);

describe('the barcode of a licence', () => {
  const text = barcodeText(HOLDERS.anna);
  let reader: BarcodeReader;

  beforeAll(async () => {
    reader = await openBarcodeReader();
  });

  it.each<[string, BarcodePhoto]>([
    ['laid flat', {}],
    ['tilted', { tiltDegrees: 13 }],
    ['upside down and crooked', { quarterTurns: 2, tiltDegrees: -8 }],
    ['on its side, and small', { quarterTurns: 1, longEdgePx: 900 }],
    ['half way between', { tiltDegrees: 40 }],
    [
      'seen aslant',
      {
        corners: [
          [0.05, 0.1],
          [0.97, 0.02],
          [0.9, 0.95],
          [0.02, 0.85],
        ],
      },
    ],
    [
      'seen from below, crooked, soft, noisy and pressed hard',
      {
        corners: [
          [0.1, 0.05],
          [0.9, 0.1],
          [0.98, 0.98],
          [0, 0.9],
        ],
        tiltDegrees: 7,
        blurPx: 1,
        noise: 8,
        quality: 60,
      },
    ],
    ['far away', { table: 0.5, longEdgePx: 1600 }],
    ['in the evening', { brightness: 0.35 }],
    ['under a lamp', { glareShare: 0.02 }],
  ])('is read %s', async (_, photo) => {
    expect(await reader.read(await open(await drawBarcodeBack(text, photo)))).toEqual({ found: true, text });
  });

  it('is seen to be there when it cannot be read', async () => {
    const photo = await drawBarcodeBack(text, { longEdgePx: 1000, blurPx: 2 });
    expect(await reader.read(await open(photo))).toEqual({ found: false, why: 'unreadable' });
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['a passport', async () => drawPassport({ ...HOLDERS.anna, portrait: await portraitOf('anna') })],
    ['the back of an ID card', () => drawIdCardBack(HOLDERS.anna)],
    [
      'the front of a licence',
      async () => drawLicence({ ...HOLDERS.anna, portrait: await portraitOf('anna') }),
    ],
    ['the back of a European licence', () => drawLicence(HOLDERS.anna, 'back')],
  ])('is not looked for on %s', async (_, draw) => {
    expect(await reader.read(await open(await draw()))).toEqual({ found: false, why: 'no_bars' });
  });
});

describe('the print of a licence', () => {
  const words = openWordReader();
  afterAll(() => words.close());

  it('confirms its holder and nobody else', async () => {
    const portrait = await portraitOf('berta');
    const photo = await drawLicence({ ...HOLDERS.berta, portrait }, 'front', { tiltDegrees: 2, noise: 5 });
    const lines = await words.read(await open(photo));
    expect(confirmByText(lines, claimOf(HOLDERS.berta, 'driving_licence'), criteria, TODAY)).toEqual({
      name: 'agrees',
      birthDate: 'agrees',
      documentNumber: 'agrees',
      expiryDate: 'agrees',
    });
    expect(confirmByText(lines, claimOf(HOLDERS.carla, 'driving_licence'), criteria, TODAY)).toMatchObject({
      name: 'unsure',
      birthDate: 'unsure',
      documentNumber: 'unsure',
    });
    expect(JSON.parse(JSON.stringify(lines))).toEqual(lines);
  });
});
