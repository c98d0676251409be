import type { Picture } from '../picture.ts';
import type { Quad } from './quad.ts';
import { rectify } from './rectify.ts';

const EDGE_PX = 320;
/** Table that is looked at around the page. */
const MARGIN = 0.12;
/** How far from the outline the two colours are compared, as a share of the page's width. */
const DEPTH = 0.035;
/** A side within this reach of its corner; nearer to it, cards are rounded. */
const [NEAR, FAR] = [0.03, 0.3];
const STEPS = 40;
/** Distances of colours, in grey levels. */
const SAME_COLOUR = 26;
const OTHER_COLOUR = 26;
/** A side that differs less from the table along its middle says nothing about its ends. */
const CLEAR_SIDE = 22;

type Colour = readonly [number, number, number];

/**
 * How much of the outline at one corner is hidden by something that lies on both page and table, a thumb
 * mostly: the shares of the two sides that meet there, added up; of the corner where it is most. Only
 * meaningful where the outline itself is sure.
 */
export async function measureCoveredCorner(picture: Picture, corners: Quad): Promise<number> {
  const around = await rectify(picture, corners, EDGE_PX, MARGIN);
  const [top, right, bottom, left] = ([0, 1, 2, 3] as const).map((side) => lookAlong(around, side));
  const hidden = [
    [left?.[0], top?.[0]],
    [top?.[1], right?.[0]],
    [right?.[1], bottom?.[1]],
    [bottom?.[0], left?.[1]],
  ].map(([one = 0, other = 0]) => one + other);
  return Math.round(100 * Math.max(...hidden)) / 100;
}

/** Hidden shares at both ends of a side (0 top, 1 right, 2 bottom, 3 left), from left to right or from top to bottom. */
function lookAlong(around: Picture, side: number): readonly [number, number] {
  const at = (along: number, depth: number): Colour => {
    // Depth is in page widths; a page is about 1.45 times as wide as high.
    const across = side % 2 === 0 ? depth * (around.width / around.height) : depth;
    const far = side === 1 || side === 2 ? 1 - across : across;
    return side % 2 === 0 ? meanAt(around, along, far) : meanAt(around, far, along);
  };
  const middle = [0.36, 0.43, 0.5, 0.57, 0.64];
  const table = median(middle.map((along) => at(along, -DEPTH)));
  const page = median(middle.map((along) => at(along, DEPTH)));
  if (colourDistance(table, page) < CLEAR_SIDE) return [0, 0];
  const isHidden = (along: number) => {
    const [inside, outside] = [at(along, DEPTH), at(along, -DEPTH)];
    return (
      colourDistance(inside, outside) < SAME_COLOUR &&
      colourDistance(outside, table) > OTHER_COLOUR &&
      colourDistance(inside, page) > OTHER_COLOUR / 2
    );
  };
  return [hiddenShare(isHidden), hiddenShare((along) => isHidden(1 - along))];
}

function hiddenShare(isHidden: (along: number) => boolean): number {
  let hidden = 0;
  for (let i = 0; i < STEPS; i++) if (isHidden(NEAR + ((FAR - NEAR) * i) / STEPS)) hidden++;
  return ((FAR - NEAR) * hidden) / STEPS;
}

/** Mean over five by five pixels at a place of the page, 0..1 in both directions. */
function meanAt({ width, height, data }: Picture, u: number, v: number): Colour {
  const place = (share: number, px: number) => Math.round(((share + MARGIN) / (1 + 2 * MARGIN)) * px);
  const [x, y] = [place(u, width), place(v, height)];
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const px = x + dx;
      const py = y + dy;
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      count++;
      for (const channel of [0, 1, 2] as const) sum[channel] += data[(py * width + px) * 3 + channel] ?? 0;
    }
  }
  return [sum[0] / Math.max(1, count), sum[1] / Math.max(1, count), sum[2] / Math.max(1, count)];
}

function median(colours: readonly Colour[]): Colour {
  const of = (channel: 0 | 1 | 2) =>
    colours.map((colour) => colour[channel]).sort((a, b) => a - b)[colours.length >> 1] ?? 0;
  return [of(0), of(1), of(2)];
}

const colourDistance = (a: Colour, b: Colour) =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) / Math.sqrt(3);
