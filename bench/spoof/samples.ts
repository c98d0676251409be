import { readFile } from 'node:fs/promises';
import path from 'node:path';

import sharp from 'sharp';

import type { FaceEngine } from '../../bot/workers/faces/face-engine.ts';
import { findUprightTurns } from '../../bot/workers/faces/find-faces.ts';
import { decodeUpload } from '../../bot/workers/picture.ts';
import { findPictures } from '../eval/folder.ts';

/** A public picture of which is known whether it is one of a person or of a picture. */
export interface Sample {
  readonly file: string;
  readonly kind: 'live' | 'attack';
  /** JPEG, upright. */
  readonly photo: Buffer;
}

/** Live ones are called `…T1.jpg` or lie in `live/`, attacks `…F1.jpg` or in `attack/`. Others cannot be used. */
export async function openSamples(engine: FaceEngine, folder: string): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const file of await findPictures(folder)) {
    const kind = kindOf(file);
    if (!kind) continue;
    const bytes = await readFile(path.join(folder, file));
    // A phone marks in the file which way up it was; sets that were written anew have lost that.
    const turns = await findUprightTurns(engine, await decodeUpload(bytes, 1280));
    const upright = await sharp(bytes).autoOrient().toBuffer();
    const photo = await sharp(upright)
      .rotate(90 * turns)
      .jpeg({ quality: 95 })
      .toBuffer();
    samples.push({ file, kind, photo });
  }
  if (samples.length === 0) {
    throw new Error(`${folder} holds no picture named …T1.jpg (live) or …F1.jpg (attack).`);
  }
  return samples;
}

function kindOf(file: string): Sample['kind'] | undefined {
  if (/(^|\/)live\//i.test(file) || /(^|[_/-])T\d*\.\w+$/.test(file)) return 'live';
  if (/(^|\/)attacks?\//i.test(file) || /(^|[_/-])F\d*\.\w+$/.test(file)) return 'attack';
  return undefined;
}
