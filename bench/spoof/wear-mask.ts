import sharp from 'sharp';

import type { Features } from '../../test/specimen/movements.ts';
import { levelAt } from './photograph-surface.ts';

export interface Worn {
  /** How far the head below it is turned, in degrees: positive to the right of the picture. */
  readonly turned?: number;
  /** How far it is tilted back, in degrees. */
  readonly tilted?: number;
  /** The mouth is cut out like the eyes. */
  readonly mouthOpen?: boolean;
}

interface Side {
  readonly photo: Buffer;
  readonly features: Features;
}

/** In distances between the eyes. */
const RADIUS = 1.25;
const HALF_WIDTH = 1.05;
const ABOVE = 0.75;
const BELOW = 0.75;
const HOLE = { width: 0.27, height: 0.13 };
const MOUTH_HOLE = { width: 0.36, height: 0.22 };

/**
 * The victim's printed face, cut out, with holes for the eyes, bent around the head of whoever wears it, whose own
 * eyes look through. On the wearer's picture. JPEG.
 */
export async function wearMask(victim: Side, wearer: Side, worn: Worn = {}): Promise<Buffer> {
  const [mask, base] = await Promise.all([rawOf(victim.photo), rawOf(wearer.photo)]);
  const [from, to] = [frameOf(victim.features), frameOf(wearer.features)];
  const out = Buffer.from(base.data);
  const turned = ((worn.turned ?? 0) * Math.PI) / 180;
  const tilted = ((worn.tilted ?? 0) * Math.PI) / 180;
  for (let y = 0; y < base.height; y++) {
    for (let x = 0; x < base.width; x++) {
      const [dx, dy] = [(x - to.x) / to.edge, (y - to.y) / to.edge];
      const [u, v] = [dx * to.cos + dy * to.sin, dy * to.cos - dx * to.sin];
      if (Math.abs(u) >= RADIUS) continue;
      const across = RADIUS * (Math.asin(u / RADIUS) - turned);
      const middle = from.mouth / 2;
      const height = (v * from.mouth) / to.mouth - middle;
      const bowed = Math.max(-0.98, Math.min(0.98, height / (2 * RADIUS)));
      const down = middle + 2 * RADIUS * (Math.asin(bowed) + tilted);
      if (isCutAway(across, down, from.mouth, worn.mouthOpen ?? false)) continue;
      const px = from.x + (across * from.cos - down * from.sin) * from.edge;
      const py = from.y + (across * from.sin + down * from.cos) * from.edge;
      if (px < 0 || py < 0 || px >= mask.width - 1 || py >= mask.height - 1) continue;
      for (let c = 0; c < 3; c++) {
        out[(y * base.width + x) * 3 + c] = Math.round(26 + 0.82 * levelAt(mask.data, mask.width, px, py, c));
      }
    }
  }
  return sharp(out, { raw: { width: base.width, height: base.height, channels: 3 } })
    .blur(0.6)
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** `u`, `v` from the middle between the eyes, in distances between them. */
function isCutAway(u: number, v: number, mouth: number, mouthOpen: boolean): boolean {
  const [top, bottom] = [-ABOVE, mouth + BELOW];
  const inside = (u / HALF_WIDTH) ** 2 + ((v - (top + bottom) / 2) / ((bottom - top) / 2)) ** 2 < 1;
  const inHole = (x: number, y: number, { width, height }: typeof HOLE) =>
    ((u - x) / width) ** 2 + ((v - y) / height) ** 2 < 1;
  if (!inside || inHole(-0.5, 0, HOLE) || inHole(0.5, 0, HOLE)) return true;
  return mouthOpen && inHole(0, mouth, MOUTH_HOLE);
}

function frameOf({ left, right, mouth }: Features) {
  const edge = Math.hypot(right.x - left.x, right.y - left.y);
  const [cos, sin] = [(right.x - left.x) / edge, (right.y - left.y) / edge];
  const [x, y] = [(left.x + right.x) / 2, (left.y + right.y) / 2];
  return { x, y, edge, cos, sin, mouth: ((mouth.y - y) * cos - (mouth.x - x) * sin) / edge };
}

async function rawOf(photo: Buffer) {
  const { data, info } = await sharp(photo)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
