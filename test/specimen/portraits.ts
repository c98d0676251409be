import { createRequire } from 'node:module';
import path from 'node:path';

import sharp, { type Sharp } from 'sharp';

/** Faces in the sample pictures that @vladmandic/face-api ships. `anna` is on two of them, taken at two places. */
const PEOPLE = {
  anna: {
    portrait: { sample: 3, x: 1068, y: 215, width: 228, height: 310 },
    selfie: { sample: 1, x: 1478, y: 219, width: 196, height: 217 },
  },
  berta: {
    portrait: { sample: 6, x: 1488, y: 260, width: 210, height: 290 },
    selfie: { sample: 6, x: 1488, y: 260, width: 210, height: 290 },
  },
  carla: {
    portrait: { sample: 6, x: 1181, y: 312, width: 182, height: 269 },
    selfie: { sample: 6, x: 1181, y: 312, width: 182, height: 269 },
  },
} as const;

export type Person = keyof typeof PEOPLE;

interface FaceInSample {
  readonly sample: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function sample(number: number): string {
  const entry = createRequire(import.meta.url).resolve('@vladmandic/face-api');
  return path.resolve(path.dirname(entry), '..', 'demo', `sample${number}.jpg`);
}

/** The face with room around it, `room` times as wide as the face, in the given shape. */
async function cutFace(face: FaceInSample, room: number, widthPx: number, heightPx: number): Promise<Sharp> {
  const picture = sharp(sample(face.sample));
  const { width, height } = await picture.metadata();
  // The largest cutting that the sample has, when more room is wanted than there is.
  const w = Math.round(Math.min(face.width * room, width, (height * widthPx) / heightPx));
  const h = Math.round((w * heightPx) / widthPx);
  const left = Math.max(0, Math.min(width - w, Math.round(face.x + face.width / 2 - w / 2)));
  const top = Math.max(0, Math.min(height - h, Math.round(face.y + face.height / 2 - h * 0.48)));
  return picture.extract({ left, top, width: w, height: h }).resize(widthPx, heightPx);
}

/** A picture as it is printed on a document: 35 mm by 45 mm. PNG. */
export async function portraitOf(person: Person): Promise<Buffer> {
  return (await cutFace(PEOPLE[person].portrait, 1.75, 350, 450)).png().toBuffer();
}

export interface SelfieVariation {
  /** 1 leaves it as it is. */
  readonly brightness?: number;
  readonly mirrored?: boolean;
  readonly tiltDegrees?: number;
  /** Width of the picture as a multiple of the face's: 1.4 is a close-up, 5 a face far away. */
  readonly room?: number;
  readonly blurPx?: number;
  readonly quality?: number;
}

/** A selfie of the person, upright, 900 by 1200 pixels, changed as told. JPEG. */
export async function selfieOf(person: Person, variation: SelfieVariation = {}): Promise<Buffer> {
  const cut = await cutFace(PEOPLE[person].selfie, variation.room ?? 2.1, 900, 1200);
  let image = sharp(await cut.png().toBuffer());
  if (variation.mirrored) image = image.flop();
  if (variation.tiltDegrees) image = image.rotate(variation.tiltDegrees, { background: '#8a8f96' });
  if (variation.brightness) image = image.linear(variation.brightness, 0);
  if (variation.blurPx) image = image.blur(variation.blurPx);
  return image.jpeg({ quality: variation.quality ?? 88 }).toBuffer();
}

/** Two people side by side in one picture. JPEG. */
export async function selfieOfTwo(left: Person, right: Person): Promise<Buffer> {
  const halves = await Promise.all(
    [left, right].map(async (person) => (await cutFace(PEOPLE[person].selfie, 2, 600, 900)).png().toBuffer()),
  );
  const [first, second] = halves;
  return sharp({ create: { width: 1200, height: 900, channels: 3, background: '#888888' } })
    .composite([
      { input: first ?? '', left: 0, top: 0 },
      { input: second ?? '', left: 600, top: 0 },
    ])
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Somebody else. */
export function otherPerson(person: Person): Person {
  return person === 'berta' ? 'anna' : 'berta';
}
