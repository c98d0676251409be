/**
 * Draws scenes of which everything is known, looks at them as the product does, and says what it saw: one line
 * of JSON for each. A process of its own, because loops over pixels are slow inside of the test runner.
 */
import sharp from 'sharp';

import { distance, rectangle, type Quad } from '../../../../bot/workers/page/quad.ts';
import { readPage } from '../../../../bot/workers/page/read-page.ts';
import { rectify } from '../../../../bot/workers/page/rectify.ts';
import { decodeUpload } from '../../../../bot/workers/picture.ts';
import { drawIdCardFront, drawLicence, drawPassport } from '../../../specimen/draw-document.ts';
import { HOLDERS } from '../../../specimen/holders.ts';
import { photographScene, type Laid, type Scene } from '../../../specimen/photograph-scene.ts';
import { portraitOf } from '../../../specimen/portraits.ts';
import { recapture } from '../../../specimen/recapture.ts';

const LONG_PX = 900;

const bare = { format: 'png', table: 0 } as const;
const anna = { ...HOLDERS.anna, portrait: await portraitOf('anna') };
const berta = { ...HOLDERS.berta, portrait: await portraitOf('berta') };
const card = await drawIdCardFront(anna, bare);
const passport = await drawPassport(anna, bare);
const licence = await drawLicence(berta, 'front', bare);
const licenceBack = await drawLicence(berta, 'back', bare);
const greyCard = await sharp(card).greyscale().png().toBuffer();

const lying = (change: Partial<Laid> = {}): Laid => ({ page: card, rounded: 0.035, width: 0.6, ...change });
const one = (laid: Partial<Laid>, scene: Partial<Scene> = {}): Scene => ({ laid: [lying(laid)], ...scene });
const thumb = (corner: 0 | 1 | 2 | 3, colour: string): Scene => ({
  laid: [{ page: passport, rounded: 0.02, width: 0.6, turnedDegrees: 5 }],
  fingers: [{ corner, colour, reach: 0.26 }],
});
const upperPage = { page: passport, width: 0.5, y: 0.32 };

const SCENES: Readonly<Record<string, Scene>> = {
  'found: flat on a grey table': one({}),
  'found: turned on wood': one({ turnedDegrees: -28 }, { table: 'wood' }),
  'found: aslant on marble': one({ leanDegrees: 26, sideDegrees: -18 }, { table: 'marble' }),
  'found: small on a blanket': one(
    { width: 0.42, turnedDegrees: 12, x: 0.6 },
    { table: 'blanket', shade: 0.7 },
  ),
  'found: upright on something dark': one(
    { width: 0.55, turnedDegrees: 8 },
    { table: 'dark', upright: true },
  ),
  'none: the page fills the photo': one({ page: licenceBack, width: 1.5 }, { table: 'marble' }),
  'none: a table alone': { laid: [], table: 'marble' },
  'cut: a corner': one({ width: 0.75, x: 0.66, y: 0.42, turnedDegrees: 24 }),
  'cut: a side': one({ x: 0.25, turnedDegrees: 6 }, { table: 'wood' }),
  'covered: 0': thumb(0, '#c68a6a'),
  'covered: 1': thumb(1, '#4a2f22'),
  'covered: 2': thumb(2, '#e3b49a'),
  'covered: 3': thumb(3, '#2b6cb0'),
  'two: beside each other': {
    laid: [
      lying({ width: 0.4, x: 0.27, turnedDegrees: 5 }),
      { page: licence, rounded: 0.035, width: 0.38, x: 0.74, turnedDegrees: -9 },
    ],
  },
  'one: an open passport': {
    upright: true,
    laid: [upperPage, { ...upperPage, y: 0.32 + (0.5 * 986) / 1400 + 0.012 }],
  },
  'paper: wood': one({}, { table: 'wood' }),
  'paper: blanket': one({}, { table: 'blanket' }),
  'paper: newspaper': one({}, { table: 'print' }),
  'grey: a copy on wood': one({ page: greyCard }, { table: 'wood' }),
  'colour: the original': one({}),
};

async function look(name: string, photo: Buffer, corners: readonly Quad[] = []): Promise<void> {
  const { page, rectified, other, faults } = await readPage(await decodeUpload(photo, 2560));
  const truth = corners[0];
  const error =
    page &&
    truth &&
    Math.max(...page.corners.map((corner, i) => distance(corner, truth[i] ?? corner))) / LONG_PX;
  console.log(JSON.stringify({ name, page, error, hasRectified: !!rectified, hasOther: !!other, faults }));
}

for (const [name, scene] of Object.entries(SCENES)) {
  const { photo, corners } = await photographScene({ longEdgePx: LONG_PX, ...scene });
  await look(name, await sharp(photo).blur(0.7).jpeg({ quality: 82 }).toBuffer(), corners);
}

const { photo } = await photographScene({ longEdgePx: 1000, ...one({}, { table: 'wood' }) });
for (const screenWidth of [650, 850, 1400]) {
  await look(`screen: ${screenWidth} points`, await recapture(photo, { screenWidth, widthPx: 1200 }));
}
await look('grey: a filter', await sharp(greyCard).jpeg().toBuffer());

const aslant = await photographScene({ longEdgePx: LONG_PX, ...one({ turnedDegrees: 20, leanDegrees: 25 }) });
const lain = aslant.corners[0] ?? rectangle(1, 1);
const straight = await rectify(await decodeUpload(aslant.photo, 2560), lain, 600);
const drawn = await sharp(card)
  .resize(straight.width, straight.height, { fit: 'fill' })
  .removeAlpha()
  .raw()
  .toBuffer();
const difference = drawn.reduce((sum, level, i) => sum + Math.abs(level - (straight.data[i] ?? 0)), 0);
console.log(JSON.stringify({ name: 'straight', difference: difference / drawn.length }));
console.log('done');
