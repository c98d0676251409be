import { FaceIndex } from '../../bot/duplicates/face-index.ts';
import { PictureIndex } from '../../bot/duplicates/picture-index.ts';
import { faceDistance } from '../../knowledge/checks/face-distance.ts';
import { drawHashes, moved } from '../../test/bot/duplicates/crowd.ts';
import { facesInParts } from './crowd.ts';

const QUERIES = 200;
/** Each is compared with everybody exactly, which takes a thousand times longer. */
const EXACT_QUERIES = 20;
const WITHIN = 0.5;
/** As far as two photos of one person are apart, half of them. */
const APART = 0.4;

export interface IndexFigures {
  readonly bytesPerFace: number;
  readonly facesMs: readonly number[];
  readonly picturesMs: readonly number[];
  /** Of those that exact comparison finds within the distance, the share that the index names. */
  readonly recall: number;
  readonly within: number;
  /** Of other photos of enrolled faces, the share that the index names first. */
  readonly nearestIsRight: number;
}

/** The scans by themselves: their time, their memory, and whether anything is missed. */
export function measureIndex(count: number): IndexFigures {
  const index = new FaceIndex();
  const pictures = new PictureIndex();
  const every = Math.max(1, Math.floor(count / QUERIES));
  const queries: { id: number; descriptor: number[] }[] = [];
  let id = 0;
  for (const part of facesInParts(count)) {
    for (const descriptor of part) {
      id += 1;
      index.add(id, descriptor);
      if (id % every === 0) queries.push({ id, descriptor: moved(descriptor, APART, id) });
    }
  }
  const hashes = drawHashes(count);
  hashes.forEach((hash, place) => pictures.add(place + 1, hash));

  const facesMs: number[] = [];
  let right = 0;
  for (const query of queries) {
    const began = performance.now();
    const [nearest] = index.near(query.descriptor, WITHIN, 2_000);
    facesMs.push(performance.now() - began);
    if (nearest === query.id) right += 1;
  }
  const picturesMs = hashes.slice(0, QUERIES).map((hash) => {
    const began = performance.now();
    pictures.near(hash, 4);
    return performance.now() - began;
  });

  const asked = queries.slice(0, EXACT_QUERIES).map(({ descriptor }) => ({
    descriptor,
    named: new Set(index.near(descriptor, WITHIN, count)),
  }));
  let [within, named, at] = [0, 0, 0];
  for (const part of facesInParts(count)) {
    for (const face of part) {
      at += 1;
      for (const one of asked) {
        if (faceDistance(one.descriptor, face) > WITHIN) continue;
        within += 1;
        if (one.named.has(at)) named += 1;
      }
    }
  }
  return {
    bytesPerFace: index.bytes / count,
    facesMs,
    picturesMs,
    recall: within === 0 ? 1 : named / within,
    within,
    nearestIsRight: right / queries.length,
  };
}
