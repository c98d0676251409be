import sharp, { type Sharp } from 'sharp';

import {
  drawIdCardBack,
  drawIdCardFront,
  drawLicence,
  drawPassport,
} from '../../test/specimen/draw-document.ts';
import { HOLDERS } from '../../test/specimen/holders.ts';
import { portraitOf, selfieOf } from '../../test/specimen/portraits.ts';
import { createRandom } from '../../test/specimen/random.ts';

/** Small pictures of every kind and coding that gets through, so that a run of thousands ends. */
export async function drawSeeds(): Promise<readonly Buffer[]> {
  const anna = { ...HOLDERS.anna, portrait: await portraitOf('anna') };
  const photo = { longEdgePx: 400, quality: 60 };
  const passport = await drawPassport(anna, photo);
  const [front, back, licence] = [
    await drawIdCardFront(anna, photo),
    await drawIdCardBack(anna, photo),
    await drawLicence(anna, 'back', { ...photo, longEdgePx: 320 }),
  ];
  const selfie = await sharp(await selfieOf('anna'))
    .resize(240)
    .jpeg({ quality: 60 })
    .toBuffer();
  const small = (edge = 300) => sharp(passport).resize(edge);
  const coded: readonly Sharp[] = [
    small().jpeg({ progressive: true, quality: 50 }),
    small().withMetadata({ orientation: 6 }).jpeg({ quality: 50, chromaSubsampling: '4:4:4' }),
    small().greyscale().jpeg({ quality: 50 }),
    small().toColourspace('cmyk').jpeg({ quality: 50 }),
    small(260).png({ palette: true }),
    small(260).png({ progressive: true }),
    small(250).toColourspace('rgb16').png(),
    small(250).ensureAlpha(0.5).png(),
    blank(1, 1).png(),
    blank(1, 1).jpeg(),
    blank(4000, 2).png(),
    blank(3, 6000).jpeg(),
    blank(300, 260).jpeg(),
    noise(260, 250).jpeg({ quality: 40 }),
    noise(240, 240).png(),
    small().webp({ quality: 50 }),
  ];
  const others = await Promise.all(coded.map((image) => image.toBuffer()));
  return [passport, front, back, licence, selfie, selfie, ...others];
}

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#ffffff' } });

function noise(width: number, height: number): Sharp {
  const random = createRandom(9);
  const data = Uint8Array.from({ length: width * height * 3 }, () => random() * 256);
  return sharp(data, { raw: { width, height, channels: 3 } });
}
