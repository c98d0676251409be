/**
 * Movements that are not real: a still selfie, bent until the nets see what was asked for. They prove the way
 * from a photo to a verdict; how real heads move they do not tell.
 */
import sharp, { type Sharp } from 'sharp';

import type { Movement } from '../../knowledge/verification/liveness.ts';
import { selfieOf, type Person, type SelfieVariation } from './portraits.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where the eyes and the mouth are on a picture, in pixels; `left` and `right` as one sees them. */
export interface Features {
  readonly left: Spot;
  readonly right: Spot;
  readonly mouth: Spot;
}

/** On `selfieOf(person)`. */
const FEATURES: Readonly<Record<Person, Features>> = {
  anna: { left: { x: 402, y: 466 }, right: { x: 531, y: 588 }, mouth: { x: 317, y: 671 } },
  berta: { left: { x: 322, y: 502 }, right: { x: 520, y: 553 }, mouth: { x: 356, y: 753 } },
  carla: { left: { x: 345, y: 524 }, right: { x: 574, y: 531 }, mouth: { x: 455, y: 789 } },
};

/** A head that looks up cannot be made from one that does not: bent so far, the nets see somebody else. */
export type Bendable = Exclude<Movement, 'look_up'>;

export interface Take extends Omit<SelfieVariation, 'room' | 'tiltDegrees'> {
  /** A second photo of the same movement differs from the first. */
  readonly again?: boolean;
}

/** The person as on the selfie, doing what was asked. JPEG. */
export async function movementOf(person: Person, movement: Bendable, take: Take = {}): Promise<Buffer> {
  const { mirrored = false, again = false, ...rest } = take;
  // Where the selfie is turned to the right a little, the mirror image of that turn is the better second one.
  if (again && movement === 'turn_left') {
    return movementOf(person, 'turn_right', { ...take, mirrored: !mirrored });
  }
  const isCloser = movement === 'come_closer';
  const still = await selfieOf(person, { ...rest, quality: 95, ...(isCloser && { room: 1.5 }) });
  const how = again ? bothOf(bendOf(movement, 1), openMouth(0.45)) : bendOf(movement, 1);
  const bent = await bend(still, frameOf(scaled(FEATURES[person], isCloser ? 2.1 / 1.5 : 1)), how);
  return (mirrored ? bent.flop() : bent).jpeg({ quality: 88 }).toBuffer();
}

/** Bends the face on any picture towards a movement; 1 is as much as `movementOf` does. JPEG. */
export async function bendFace(
  photo: Buffer,
  features: Features,
  movement: Movement,
  amount = 1,
): Promise<Buffer> {
  const bent = await bend(photo, frameOf(features), bendOf(movement, amount));
  return bent.jpeg({ quality: 88 }).toBuffer();
}

/** Distances as multiples of that between the eyes; `u` to the right along the eyes, `v` down the face. */
interface Frame {
  readonly origin: Spot;
  readonly edge: number;
  readonly cos: number;
  readonly sin: number;
  /** How far below the eyes the mouth is. */
  readonly mouth: number;
}

/** The person so much larger than on the selfie, around the middle of the face. */
function scaled({ left, right, mouth }: Features, scale: number): Features {
  const at = ({ x, y }: Spot) => ({ x: 450 + (x - 450) * scale, y: 576 + (y - 576) * scale });
  return { left: at(left), right: at(right), mouth: at(mouth) };
}

function frameOf({ left, right, mouth }: Features): Frame {
  const edge = Math.hypot(right.x - left.x, right.y - left.y);
  const [cos, sin] = [(right.x - left.x) / edge, (right.y - left.y) / edge];
  const origin = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const below = (mouth.y - origin.y) * cos - (mouth.x - origin.x) * sin;
  return { origin, edge, cos, sin, mouth: below / edge };
}

/** Where a point comes from, and how dark it becomes. */
interface Bent {
  readonly du: number;
  readonly dv: number;
  readonly dark?: number;
}
type Bend = (u: number, v: number, frame: Frame) => Bent;

const bump = (u: number, v: number, su: number, sv = su) => Math.exp(-((u / su) ** 2 + (v / sv) ** 2) / 2);

/** The near parts of a head move further than its outline. */
function depth(u: number, v: number, { mouth }: Frame): number {
  const r = (u / 1.15) ** 2 + ((v - mouth * 0.5) / 1.7) ** 2;
  return (r < 1 ? (1 - r) ** 2 : 0) + 0.45 * bump(u, v - mouth * 0.62, 0.32);
}

const turn =
  (amount: number): Bend =>
  (u, v, frame) => ({ du: -amount * depth(u - amount * 0.9, v, frame), dv: 0 });

const openMouth =
  (amount: number): Bend =>
  (u, v, { mouth }) => {
    const down = v - mouth;
    const gap = (u / 0.3) ** 2 + ((down - 0.24 * amount) / (0.32 * amount)) ** 2;
    const dark = gap < 1 ? Math.min(1, (1 - gap) * 4) : 0;
    return { du: 0, dv: -0.48 * amount * bump(u, down - 0.55, 0.55, 0.34), dark };
  };

const smile =
  (amount: number): Bend =>
  (u, v, { mouth }) => {
    const [right, left] = [bump(u - 0.48, v - mouth + 0.1, 0.26), bump(u + 0.48, v - mouth + 0.1, 0.26)];
    return { du: 0.24 * amount * (left - right), dv: 0.22 * amount * (left + right) };
  };

const lift =
  (amount: number): Bend =>
  (u, v, frame) => ({ du: 0, dv: 0.35 * amount * depth(u, v + 0.2 * amount, frame) });

function bendOf(movement: Movement, amount: number): Bend {
  switch (movement) {
    // To one's own left is to the right as others see it.
    case 'turn_left':
      return turn(0.5 * amount);
    case 'turn_right':
      return turn(-0.5 * amount);
    case 'look_up':
      return lift(amount);
    case 'smile':
      return smile(amount);
    case 'open_mouth':
      return openMouth(amount);
    // Nobody comes closer without moving the head a little: cut out of the selfie alone, it would be a copy.
    case 'come_closer':
      return turn(0.16 * amount);
  }
}

/** The same with the lips apart: another photo of the same movement, not a copy of the first. */
const bothOf =
  (one: Bend, other: Bend): Bend =>
  (u, v, frame) => {
    const [a, b] = [one(u, v, frame), other(u, v, frame)];
    return { du: a.du + b.du, dv: a.dv + b.dv, dark: Math.max(a.dark ?? 0, b.dark ?? 0) };
  };

async function bend(jpeg: Buffer, frame: Frame, how: Bend): Promise<Sharp> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const { origin, edge, cos, sin } = frame;
  const out = Buffer.alloc(data.length);
  const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [(x - origin.x) / edge, (y - origin.y) / edge];
      const { du, dv, dark = 0 } = how(dx * cos + dy * sin, dy * cos - dx * sin, frame);
      const sx = clamp(x + (du * cos - dv * sin) * edge, width - 1.001);
      const sy = clamp(y + (du * sin + dv * cos) * edge, height - 1.001);
      const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
      const [fx, fy] = [sx - x0, sy - y0];
      for (let c = 0; c < 3; c++) {
        const at = (px: number, py: number) => data[(py * width + px) * 3 + c] ?? 0;
        const above = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx;
        const below = at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx;
        out[(y * width + x) * 3 + c] = (above * (1 - fy) + below * fy) * (1 - dark) + 30 * dark;
      }
    }
  }
  return sharp(out, { raw: { width, height, channels: 3 } });
}
