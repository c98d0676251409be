import sharp from 'sharp';

import { fromUnitSquare, invert, project } from '../../bot/workers/page/homography.ts';
import { sizeOf, type Point, type Quad } from '../../bot/workers/page/quad.ts';
import { createRandom } from './random.ts';
import { paintTable, type Table } from './tables.ts';

/** Where a document lies before the camera. */
export interface Placement {
  /** Middle of the document, as shares of the photo's width and height. */
  readonly x?: number;
  readonly y?: number;
  /** Its width as a share of the photo's long edge. */
  readonly width?: number;
  /** Clockwise. */
  readonly turnedDegrees?: number;
  /** How far the camera leans over the near edge and to the side. */
  readonly leanDegrees?: number;
  readonly sideDegrees?: number;
}

export interface Laid extends Placement {
  /** A drawn page; PNG. */
  readonly page: Buffer;
  /** Rounded corners, as a share of the page's width: a card's have 0.035. */
  readonly rounded?: number;
}

export interface Finger {
  /** Which corner it covers, clockwise from the top left. */
  readonly corner: 0 | 1 | 2 | 3;
  readonly colour: string;
  /** How far it reaches in, as a share of the page's width. */
  readonly reach?: number;
}

export interface Scene {
  readonly longEdgePx?: number;
  readonly upright?: boolean;
  readonly table?: Table;
  readonly laid: readonly Laid[];
  readonly fingers?: readonly Finger[];
  /** 0: even light; 1: one side of the photo half as bright. */
  readonly shade?: number;
  /** How dark the edge of the document's shadow is, 0..1. */
  readonly shadow?: number;
  readonly seed?: number;
}

export interface PhotographedScene {
  /** PNG: as the lens saw it; hand it to takePhoto's options or encode it. */
  readonly photo: Buffer;
  /** True corners of each document, in pixels; outside of the photo where it was cut. */
  readonly corners: readonly Quad[];
}

/** Looks at documents on a table in perspective. Everything that is known about the scene is told. */
export async function photographScene(scene: Scene): Promise<PhotographedScene> {
  const long = scene.longEdgePx ?? 1600;
  const [width, height] = scene.upright ? [Math.round(long * 0.75), long] : [long, Math.round(long * 0.75)];
  const random = createRandom(scene.seed ?? 1);
  const table = paintTable(scene.table ?? 'grey', scene.seed ?? 1);
  const data = await spreadTable(table, width, height, long);
  const corners: Quad[] = [];
  for (const laid of scene.laid) {
    const { width: w, height: h } = await sharp(laid.page).metadata();
    const quad = cornersOf(laid, h / w, width, height);
    corners.push(quad);
    const size = sizeOf(quad);
    // As large as it will be seen, so that one sample for each pixel is enough.
    const { data: page, info } = await sharp(laid.page)
      .resize(Math.round(size.width), Math.round(size.height), { fit: 'fill' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    layDown(
      { data, width, height },
      { data: page, width: info.width, height: info.height },
      quad,
      laid.rounded ?? 0,
      scene.shadow ?? 0.25,
    );
  }
  const light = { angle: random() * 6.3, depth: 0.5 * (scene.shade ?? 0.2) };
  const bytes = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const across =
        ((x / width - 0.5) * Math.cos(light.angle) + (y / height - 0.5) * Math.sin(light.angle)) / 0.7;
      const factor = 1 - light.depth * (across + 1) * 0.5;
      for (let c = 0; c < 3; c++, at++) bytes[at] = Math.max(0, Math.min(255, (data[at] ?? 0) * factor));
    }
  }
  let image = sharp(bytes, { raw: { width, height, channels: 3 } });
  const hands = (scene.fingers ?? []).flatMap((finger) => {
    const [quad] = corners;
    return quad ? [drawFinger(finger, quad, width, height)] : [];
  });
  if (hands.length > 0) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${hands.join('')}</svg>`;
    image = sharp(
      await image
        .composite([{ input: Buffer.from(svg) }])
        .png()
        .toBuffer(),
    );
  }
  return { photo: await image.png({ compressionLevel: 1 }).toBuffer(), corners };
}

/** A sheet turned in space, seen by a pinhole camera at 1.3 times the photo's long edge. */
function cornersOf(placement: Placement, ratio: number, width: number, height: number): Quad {
  const long = Math.max(width, height);
  const w = (placement.width ?? 0.6) * long;
  const radians = (degrees = 0) => (degrees * Math.PI) / 180;
  const [turn, lean, side] = [
    radians(placement.turnedDegrees),
    radians(placement.leanDegrees),
    radians(placement.sideDegrees),
  ];
  const [cx, cy] = [(placement.x ?? 0.5) * width, (placement.y ?? 0.5) * height];
  const eye = 1.3 * long;
  const corner = (u: number, v: number): Point => {
    const [x0, y0] = [u * w, v * w * ratio];
    const [x1, y1] = [x0 * Math.cos(turn) - y0 * Math.sin(turn), x0 * Math.sin(turn) + y0 * Math.cos(turn)];
    const [y2, z2] = [y1 * Math.cos(lean), y1 * Math.sin(lean)];
    const [x3, z3] = [x1 * Math.cos(side), z2 + x1 * Math.sin(side)];
    const scale = eye / (eye - z3);
    return { x: cx + x3 * scale, y: cy + y2 * scale };
  };
  return [corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)];
}

/** Painted coarsely and enlarged: nothing on a table is finer than three pixels. */
async function spreadTable(
  table: ReturnType<typeof paintTable>,
  width: number,
  height: number,
  long: number,
): Promise<Float32Array> {
  const step = 3;
  const [w, h] = [Math.ceil(width / step), Math.ceil(height / step)];
  const coarse = new Uint8ClampedArray(w * h * 3);
  for (let y = 0, at = 0; y < h; y++) {
    for (let x = 0; x < w; x++, at += 3) coarse.set(table((x * step) / long, (y * step) / long), at);
  }
  const fine = await sharp(coarse, { raw: { width: w, height: h, channels: 3 } })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return Float32Array.from(fine);
}

interface Canvas {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

function layDown(
  photo: Canvas,
  page: { readonly data: Uint8Array; readonly width: number; readonly height: number },
  quad: Quad,
  rounded: number,
  shadow: number,
): void {
  const [a, b, c, d, e, f, g, h, i] = invert(fromUnitSquare(quad));
  const [xs, ys] = [quad.map(({ x }) => x), quad.map(({ y }) => y)];
  const room = 0.03 * photo.width;
  const left = Math.max(0, Math.floor(Math.min(...xs) - room));
  const right = Math.min(photo.width - 1, Math.ceil(Math.max(...xs) + room));
  const top = Math.max(0, Math.floor(Math.min(...ys) - room));
  const bottom = Math.min(photo.height - 1, Math.ceil(Math.max(...ys) + room));
  const ratio = page.height / page.width;
  /** Distance from the rounded rectangle in page widths; negative inside. */
  const outside = (x: number, y: number) => {
    const w = g * x + h * y + i;
    const [u, v] = [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
    const [dx, dy] = [Math.abs(u - 0.5) - 0.5 + rounded, (Math.abs(v - 0.5) - 0.5) * ratio + rounded];
    return Math.sqrt(Math.max(dx, 0) ** 2 + Math.max(dy, 0) ** 2) + Math.min(Math.max(dx, dy), 0) - rounded;
  };
  const cast = 0.008 * photo.width;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const at = (y * photo.width + x) * 3;
      const away = outside(x + 0.5, y + 0.5);
      // Light comes from the upper left.
      const depth =
        away > -0.002
          ? shadow * Math.max(0, Math.min(1, 0.5 - outside(x + 0.5 - cast, y + 0.5 - cast) / 0.012))
          : 0;
      const cover = Math.max(0, Math.min(1, 0.5 - away * page.width));
      const w = g * (x + 0.5) + h * (y + 0.5) + i;
      const u = ((a * (x + 0.5) + b * (y + 0.5) + c) / w) * page.width - 0.5;
      const v = ((d * (x + 0.5) + e * (y + 0.5) + f) / w) * page.height - 0.5;
      const column = Math.max(0, Math.min(page.width - 2, Math.floor(u)));
      const row = Math.max(0, Math.min(page.height - 2, Math.floor(v)));
      const [fx, fy] = [Math.max(0, Math.min(1, u - column)), Math.max(0, Math.min(1, v - row))];
      const from = (row * page.width + column) * 3;
      const below = from + page.width * 3;
      for (let k = 0; k < 3; k++) {
        const table = (photo.data[at + k] ?? 0) * (1 - depth);
        const upper = (page.data[from + k] ?? 0) * (1 - fx) + (page.data[from + 3 + k] ?? 0) * fx;
        const lower = (page.data[below + k] ?? 0) * (1 - fx) + (page.data[below + 3 + k] ?? 0) * fx;
        photo.data[at + k] =
          cover === 0 ? table : table * (1 - cover) + (upper * (1 - fy) + lower * fy) * cover;
      }
    }
  }
}

/** A thumb that comes from outside and lies on a corner. */
function drawFinger(finger: Finger, quad: Quad, width: number, height: number): string {
  const map = fromUnitSquare(quad);
  const reach = finger.reach ?? 0.2;
  const [u, v] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ][finger.corner] as [number, number];
  const inward = (share: number) =>
    project(map, { x: u + (u === 0 ? share : -share), y: v + (v === 0 ? share : -share) });
  const [tip, root] = [inward(reach * 0.62), inward(-0.55)];
  const corner = inward(0);
  const thick =
    (reach * 1.25 * Math.max(width, height) * Math.hypot((quad[1].x - quad[0].x) / width, 0)) / 2 + 20;
  return `<g><line x1="${root.x}" y1="${root.y}" x2="${tip.x}" y2="${tip.y}" stroke="${finger.colour}" stroke-width="${thick}" stroke-linecap="round"/>
    <line x1="${corner.x}" y1="${corner.y}" x2="${tip.x}" y2="${tip.y}" stroke="#ffffff" stroke-opacity="0.13" stroke-width="${thick * 0.5}" stroke-linecap="round"/></g>`;
}
