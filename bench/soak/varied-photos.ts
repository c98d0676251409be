import {
  drawIdCardBack,
  drawIdCardFront,
  drawLicence,
  drawPassport,
} from '../../test/specimen/draw-document.ts';
import { HOLDERS } from '../../test/specimen/holders.ts';
import { portraitOf, selfieOf, type Person } from '../../test/specimen/portraits.ts';
import type { PhotoOptions } from '../../test/specimen/take-photo.ts';

export interface VariedPhoto {
  readonly as: 'document' | 'selfie';
  readonly bytes: Buffer;
  readonly documentType?: 'passport' | 'id_card' | 'driving_licence';
  readonly side?: 'front' | 'back';
}

/** What customers send: good photos of each kind, and the bad ones, in many sizes. */
export async function drawVariedPhotos(): Promise<readonly VariedPhoto[]> {
  const photos: VariedPhoto[] = [];
  const sizes = [1200, 1800, 2400, 3200];
  for (const [i, person] of (['anna', 'berta', 'carla'] as Person[]).entries()) {
    const specimen = { ...HOLDERS[person], portrait: await portraitOf(person) };
    const photo = (n: number): PhotoOptions => ({
      longEdgePx: sizes[(i + n) % sizes.length] ?? 1800,
      noise: 4,
    });
    photos.push(
      { as: 'selfie', bytes: await selfieOf(person) },
      { as: 'selfie', bytes: await selfieOf(person, { room: 1.4, quality: 60 }) },
      { as: 'selfie', bytes: await selfieOf(person, { room: 4, tiltDegrees: 10, blurPx: 2 }) },
      { as: 'document', documentType: 'passport', bytes: await drawPassport(specimen, photo(0)) },
      {
        as: 'document',
        documentType: 'id_card',
        side: 'back',
        bytes: await drawIdCardBack(specimen, photo(1)),
      },
    );
  }
  const anna = { ...HOLDERS.anna, portrait: await portraitOf('anna') };
  const passport = await drawPassport(anna, { longEdgePx: 2400, quarterTurns: 1 });
  photos.push(
    { as: 'document', documentType: 'passport', bytes: passport },
    // Print is read here, which takes longest: one in twenty is about as many as come.
    { as: 'document', documentType: 'id_card', bytes: await drawIdCardFront(anna, { longEdgePx: 1800 }) },
    {
      as: 'document',
      documentType: 'driving_licence',
      bytes: await drawLicence(anna, 'front', { longEdgePx: 1500 }),
    },
    // Broken and wrong files.
    { as: 'document', documentType: 'passport', bytes: passport.subarray(0, passport.length / 2) },
    { as: 'selfie', bytes: Buffer.from('%PDF-1.7 no picture at all') },
    { as: 'selfie', bytes: Buffer.alloc(0) },
  );
  return photos;
}
