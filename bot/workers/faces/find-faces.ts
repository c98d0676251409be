import { crop, shrink, toSquare, turn, type Picture, type QuarterTurns } from '../picture.ts';
import { CLOSE_UP_EDGE_PX, DETECTION_EDGE_PX, type Detection, type FaceEngine } from './face-engine.ts';

/** Below it a detection is noise; what a found face is worth, the criteria say. */
const MIN_SCORE = 0.45;
/** From this score on no second look is needed. */
const CLEAR_SCORE = 0.8;
/** A portrait in print is rarely clearer. */
const CLEAR_PRINT_SCORE = 0.5;
/** The nets now and then take a whole page for a face; no document has a portrait that large, by its short edge. */
const MAX_PORTRAIT_SHARE = 0.5;

/** Margins around the picture, as a share of its long edge. The nets miss faces that fill the frame; room around helps. */
const SELFIE_MARGIN = 0.5;
const CLOSE_UP_MARGINS = [1, 0.5] as const;

/** Every face of a selfie, also one that fills the frame, largest first. In pixels of the picture. */
export async function findSelfieFaces(engine: FaceEngine, picture: Picture): Promise<readonly Detection[]> {
  let found = await detect(engine, picture, SELFIE_MARGIN);
  for (const margin of CLOSE_UP_MARGINS) {
    if (found.some((face) => face.score >= CLEAR_SCORE)) break;
    found = merge([...found, ...(await detectCloseUp(engine, picture, margin))]);
  }
  return bySize(found);
}

/** Every portrait on a document that lies upright, also a small one, largest first. In pixels of the picture. */
export async function findPortraits(engine: FaceEngine, picture: Picture): Promise<readonly Detection[]> {
  const maxWidth = MAX_PORTRAIT_SHARE * Math.min(picture.width, picture.height);
  const small = (faces: readonly Detection[]) => faces.filter((face) => face.width <= maxWidth);
  let found = small(await detect(engine, picture, 0));
  const looks = [
    () => detectCloseUp(engine, picture, 0),
    () => detectCloseUp(engine, picture, 0.5),
    ...tilesOf(picture).map((tile) => () => detectInTile(engine, picture, tile)),
  ];
  for (const look of looks) {
    if (found.some((face) => face.score >= CLEAR_PRINT_SCORE)) break;
    found = small(merge([...found, ...(await look())]));
  }
  return bySize(found);
}

/**
 * How a document lies, judged by its portrait: the quick net scores faces lower that are not upright. 0 when
 * no way round shows a face.
 */
export async function findUprightTurns(engine: FaceEngine, picture: Picture): Promise<QuarterTurns> {
  const small = await shrink(picture, 1024);
  let best: { turns: QuarterTurns; score: number } = { turns: 0, score: MIN_SCORE };
  for (const turns of [0, 1, 3, 2] as const) {
    const turned = await turn(small, turns);
    const faces = [
      ...(await detectCloseUp(engine, turned, 0)),
      ...(await detectCloseUp(engine, turned, 0.5)),
    ];
    const score = Math.max(0, ...faces.map((face) => face.score));
    if (score > best.score) best = { turns, score };
  }
  return best.turns;
}

async function detect(engine: FaceEngine, picture: Picture, margin: number): Promise<Detection[]> {
  const square = await toSquare(picture, DETECTION_EDGE_PX, margin);
  return (await engine.detect(square.data, MIN_SCORE)).map((face) => fromSquare(face, square));
}

async function detectCloseUp(engine: FaceEngine, picture: Picture, margin: number): Promise<Detection[]> {
  const square = await toSquare(picture, CLOSE_UP_EDGE_PX, margin);
  return (await engine.detectCloseUp(square.data, MIN_SCORE)).map((face) => fromSquare(face, square));
}

interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Four overlapping quarters, each 60 % of the edges: twice the resolution for a document far away. */
function tilesOf({ width, height }: Picture): Tile[] {
  const [w, h] = [Math.floor(width * 0.6), Math.floor(height * 0.6)];
  if (Math.max(w, h) < DETECTION_EDGE_PX) return [];
  return [0, height - h].flatMap((y) => [0, width - w].map((x) => ({ x, y, width: w, height: h })));
}

async function detectInTile(engine: FaceEngine, picture: Picture, tile: Tile): Promise<Detection[]> {
  const faces = await detect(engine, await crop(picture, tile), 0);
  return faces.map((face) => ({ ...face, x: face.x + tile.x, y: face.y + tile.y }));
}

function fromSquare(face: Detection, square: { scale: number; left: number; top: number }): Detection {
  return {
    score: face.score,
    x: (face.x - square.left) * square.scale,
    y: (face.y - square.top) * square.scale,
    width: face.width * square.scale,
    height: face.height * square.scale,
  };
}

/** Two looks at one face make one face, the surer one. */
function merge(faces: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(face, other) < 0.35)) kept.push(face);
  }
  return kept;
}

/** Share of the smaller face that lies in both. */
function overlap(a: Detection, b: Detection): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / Math.min(a.width * a.height, b.width * b.height);
}

const bySize = (faces: readonly Detection[]) =>
  [...faces].sort((a, b) => b.width * b.height - a.width * a.height);
