import { shrink, turn, type Picture, type QuarterTurns } from '../picture.ts';
import { detectFaces, mergeFaces, MIN_SCORE, type Detection, type Look } from './detect-faces.ts';
import type { FaceEngine } from './face-engine.ts';

/** From this score on no further look is needed. */
const CLEAR_SCORE = 0.9;
/** A portrait in print is rarely clearer. */
const CLEAR_PRINT_SCORE = 0.8;
/** No document has a portrait that large, by its short edge: nets now and then take a whole page for a face. */
const MAX_PORTRAIT_SHARE = 0.6;

/**
 * First what is enough for nearly every picture. The net draws its boxes best around faces of a quarter to a half
 * of what it sees: room around helps with a face that fills the picture, pixels with a small one.
 */
const SELFIE_LOOKS: readonly Look[] = [
  { edgePx: 320, margin: 0.3 },
  { edgePx: 320, margin: 1 },
  { edgePx: 640, margin: 0.1 },
];
const DOCUMENT_LOOKS: readonly Look[] = [{ edgePx: 320 }, { edgePx: 640, margin: 0.1 }, { edgePx: 960 }];
/** How documents are looked at to learn which way up they lie. */
const TURN_LOOK: Look = { edgePx: 480 };

/** Every face of a selfie, also one that fills the frame, largest first. In pixels of the picture. */
export async function findSelfieFaces(engine: FaceEngine, picture: Picture): Promise<readonly Detection[]> {
  let found: Detection[] = [];
  for (const look of SELFIE_LOOKS) {
    found = mergeFaces([...found, ...(await detectFaces(engine, picture, look))]);
    if (found.some((face) => face.score >= CLEAR_SCORE)) break;
  }
  return bySize(found);
}

/** Every portrait on a document that lies upright, also a small one, largest first. In pixels of the picture. */
export async function findPortraits(engine: FaceEngine, picture: Picture): Promise<readonly Detection[]> {
  const maxWidth = MAX_PORTRAIT_SHARE * Math.min(picture.width, picture.height);
  let found: Detection[] = [];
  for (const look of DOCUMENT_LOOKS) {
    const faces = (await detectFaces(engine, picture, look)).filter((face) => face.width <= maxWidth);
    found = mergeFaces([...found, ...faces]);
    if (found.some((face) => face.score >= CLEAR_PRINT_SCORE)) break;
  }
  return bySize(found);
}

/** How a document lies, judged by its portrait, which scores best upright. 0 when no way round shows a face. */
export async function findUprightTurns(engine: FaceEngine, picture: Picture): Promise<QuarterTurns> {
  const small = await shrink(picture, TURN_LOOK.edgePx);
  let best: { turns: QuarterTurns; score: number } = { turns: 0, score: MIN_SCORE };
  for (const turns of [0, 1, 3, 2] as const) {
    const faces = await detectFaces(engine, await turn(small, turns), TURN_LOOK);
    const score = Math.max(0, ...faces.map((face) => face.score));
    if (score > best.score) best = { turns, score };
  }
  return best.turns;
}

const bySize = (faces: readonly Detection[]) =>
  [...faces].sort((a, b) => b.width * b.height - a.width * a.height);
