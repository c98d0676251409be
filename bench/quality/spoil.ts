import sharp, { type Sharp } from 'sharp';

import { photographScene } from '../../test/specimen/photograph-scene.ts';
import { recapture } from '../../test/specimen/recapture.ts';
import { TABLES } from '../../test/specimen/tables.ts';

/** What can be wrong with a photo of a document; also the names of sub-folders with such photos. */
export const FAULTS = ['blurred', 'dark', 'glare', 'screen', 'copy', 'cut', 'covered', 'two'] as const;
export type Fault = (typeof FAULTS)[number];

/** A good picture spoiled in one way. `other` is a drawn document to lay beside it. JPEG. */
export async function spoil(good: Buffer, fault: Fault, index: number, other: Buffer): Promise<Buffer> {
  const upright = await sharp(good).autoOrient().flatten({ background: '#ffffff' }).toBuffer();
  const { width, height } = await sharp(upright).metadata();
  switch (fault) {
    case 'blurred':
      return jpeg(sharp(upright).blur(Math.max(0.3, 0.008 * width)));
    case 'dark':
      return jpeg(sharp(upright).removeAlpha().linear(0.22, 0));
    case 'glare': {
      const radius = Math.sqrt((0.16 * width * height) / Math.PI);
      const spot = `<svg width="${width}" height="${height}"><circle cx="${width * 0.5}" cy="${height * 0.5}" r="${radius}" fill="#fff"/></svg>`;
      return jpeg(sharp(upright).composite([{ input: Buffer.from(spot) }]));
    }
    case 'screen':
      return recapture(upright, { screenWidth: 700 + ((index * 211) % 1100), widthPx: 1500, seed: index });
    case 'copy':
      return jpeg(sharp(upright).greyscale());
    case 'cut':
      return onTable(upright, index, { x: index % 2 === 0 ? 0.27 : 0.72, turnedDegrees: 4 + (index % 9) });
    case 'covered':
      return onTable(upright, index, {}, true);
    case 'two':
      return onTable(upright, index, { width: 0.42, x: 0.26 }, false, other);
  }
}

const SKINS = ['#c68a6a', '#8a5a3c', '#e3b49a', '#4a2f22', '#f0c8b0'];
/** Tables on which a page can be told from what it lies on. */
const PLAIN = TABLES.filter((table) => table !== 'white' && table !== 'print' && table !== 'checked');

/** The picture as a card on a table, nothing wrong with it unless told otherwise. */
export async function onTable(
  page: Buffer,
  index: number,
  place: { readonly x?: number; readonly width?: number; readonly turnedDegrees?: number } = {},
  covered = false,
  beside?: Buffer,
): Promise<Buffer> {
  const { photo } = await photographScene({
    seed: index + 1,
    table: PLAIN[index % PLAIN.length] ?? 'grey',
    laid: [
      {
        page,
        rounded: 0.02,
        width: 0.62,
        turnedDegrees: ((index * 7) % 25) - 12,
        leanDegrees: (index * 5) % 18,
        ...place,
      },
      ...(beside ? [{ page: beside, rounded: 0.03, width: 0.4, x: 0.74, turnedDegrees: -6 }] : []),
    ],
    fingers: covered
      ? [
          {
            corner: (index % 4) as 0 | 1 | 2 | 3,
            colour: SKINS[index % SKINS.length] ?? '#c68a6a',
            reach: 0.26,
          },
        ]
      : [],
  });
  return jpeg(sharp(photo).blur(0.6));
}

const jpeg = (image: Sharp) => image.jpeg({ quality: 85 }).toBuffer();
