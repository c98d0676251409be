import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { EngineName } from '../../bot/workers/faces/face-engine.ts';
import type * as FindModule from '../../bot/workers/faces/find-faces.ts';
import type * as MeasureModule from '../../bot/workers/faces/measure-face.ts';
import type * as OpenModule from '../../bot/workers/faces/open-face-engine.ts';
import type * as PictureModule from '../../bot/workers/picture.ts';
import { faceDistance } from '../../knowledge/checks/face-distance.ts';
import { timed } from '../eval/rates.ts';
import type { Measured, Photo } from './requests.ts';

/** Long edges of the copies that the product measures. */
const EDGE_PX = { selfie: 1280, document: 2560 } as const;

/**
 * What a version does for faces alone, without its threads: finds the first face of each photo, measures it, and
 * compares it with its pair's, the next photo. Says how long a pair took. Photos are decoded before anything is
 * timed, for that is another library's work.
 */
export async function openComparer(
  root: string,
  engineName: EngineName | undefined,
): Promise<(photos: readonly Photo[]) => Promise<Measured>> {
  const file = (name: string) => path.join(root, 'dist', 'bot', 'workers', name);
  const load = <Module>(name: string) => import(pathToFileURL(file(name)).href) as Promise<Module>;
  // The first version had one engine only, and opened it elsewhere.
  const opener = existsSync(file('faces/open-face-engine.js')) ? 'open-face-engine' : 'face-engine';
  const { openFaceEngine } = await load<typeof OpenModule>(`faces/${opener}.js`);
  const { findPortraits, findSelfieFaces } = await load<typeof FindModule>('faces/find-faces.js');
  const { measureFaces } = await load<typeof MeasureModule>('faces/measure-face.js');
  const { decodeUpload } = await load<typeof PictureModule>('picture.js');
  const engine = await openFaceEngine(engineName && [engineName]);

  const decoded = new Map<string, PictureModule.Picture>();
  const decode = async ({ file, as }: Photo) => {
    const picture = decoded.get(file) ?? (await decodeUpload(await readFile(file), EDGE_PX[as]));
    decoded.set(file, picture);
    // Another object each time: what a version remembers of a picture must not help in the next round.
    return { ...picture };
  };

  return async (photos) => {
    const pictures = await Promise.all(
      photos.map(async (photo) => ({ as: photo.as, picture: await decode(photo) })),
    );
    const { ms, cpuMs, result } = await timed(async () => {
      const faces = [];
      for (const { as, picture } of pictures) {
        const found = await (as === 'selfie' ? findSelfieFaces : findPortraits)(engine, picture);
        const liveliness = as === 'selfie' ? 'live' : 'printed';
        faces.push(...(await measureFaces(engine, picture, found.slice(0, 1), liveliness)));
      }
      const distances = [];
      for (let i = 0; i + 1 < faces.length; i += 2) {
        distances.push(faceDistance(faces[i]?.descriptor ?? [], faces[i + 1]?.descriptor ?? []));
      }
      return distances;
    });
    const pairs = photos.length / 2;
    if (result.length !== pairs) throw new Error('a face was not found');
    return { ms: ms / pairs, cpuMs: cpuMs / pairs, distance: Math.max(...result) };
  };
}
