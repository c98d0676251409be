import type { Picture } from '../picture.ts';
import type { FaceEngine } from './face-engine.ts';
import { resize } from './resize.ts';

export interface Detection {
  /** 0..1. */
  readonly score: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Below it a detection is noise; what a found face is worth, the criteria say. */
export const MIN_SCORE = 0.45;
/** From these shares of common area on, of both boxes together or of the smaller one, two boxes are one face. */
const SAME_FACE_OF_BOTH = 0.35;
const SAME_FACE_OF_SMALLER = 0.7;

/** The grids of RFB-320: a cell's edge, and the edges of the squares that are looked for around its middle. */
const GRIDS = [
  { cell: 8, anchors: [10, 16, 24] },
  { cell: 16, anchors: [32, 48] },
  { cell: 32, anchors: [64, 96] },
  { cell: 64, anchors: [128, 192, 256] },
] as const;
/** How the net's numbers are scaled: shift of the middle and stretch of the edges. */
const SHIFT = 0.1;
const STRETCH = 0.2;

export interface Look {
  /** Long edge of what the net sees. Larger finds smaller faces and costs by the area. */
  readonly edgePx: number;
  /** Black room around the picture, as a share of its long edge. Helps with faces that fill the picture. */
  readonly margin?: number;
}

/** The faces that one look at the whole picture finds, surest first, in pixels of the picture. */
export async function detectFaces(engine: FaceEngine, picture: Picture, look: Look): Promise<Detection[]> {
  const { edgePx, margin = 0 } = look;
  const room = margin * Math.max(picture.width, picture.height);
  const scale = (Math.max(picture.width, picture.height) + 2 * room) / edgePx;
  const [width, height] = [
    evenEdge((picture.width + 2 * room) / scale),
    evenEdge((picture.height + 2 * room) / scale),
  ];
  const offset = { x: (picture.width - width * scale) / 2, y: (picture.height - height * scale) / 2 };
  const data = resize(picture, { scale, ...offset, width, height });
  const results = await engine.run('detector', { data, count: 1, width, height });

  const found: Detection[] = [];
  GRIDS.forEach(({ cell, anchors }, grid) => {
    const [scores, boxes] = [results[2 * grid], results[2 * grid + 1]];
    if (!scores || !boxes) return;
    const columns = Math.ceil(width / cell);
    for (let i = 0; i < scores.length / 2; i++) {
      const score = 1 / (1 + Math.exp((scores[2 * i] ?? 0) - (scores[2 * i + 1] ?? 0)));
      if (score < MIN_SCORE) continue;
      const at = Math.floor(i / anchors.length);
      const anchor = anchors[i % anchors.length] ?? cell;
      const [w, h] = [Math.min(anchor, width), Math.min(anchor, height)];
      const x = ((at % columns) + 0.5) * cell + (boxes[4 * i] ?? 0) * SHIFT * w;
      const y = (Math.floor(at / columns) + 0.5) * cell + (boxes[4 * i + 1] ?? 0) * SHIFT * h;
      const boxWidth = w * Math.exp((boxes[4 * i + 2] ?? 0) * STRETCH);
      const boxHeight = h * Math.exp((boxes[4 * i + 3] ?? 0) * STRETCH);
      found.push({
        score,
        x: (x - boxWidth / 2) * scale + offset.x,
        y: (y - boxHeight / 2) * scale + offset.y,
        width: boxWidth * scale,
        height: boxHeight * scale,
      });
    }
  });
  return mergeFaces(found);
}

/** The net halves its picture six times; edges of whole sixteenths keep its grids in step. */
const evenEdge = (pixels: number) => Math.max(48, Math.ceil(pixels / 16) * 16);

/** Several looks at one face make one face, the surest one. */
export function mergeFaces(faces: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score)) {
    if (!kept.some((other) => isSameFace(face, other))) kept.push(face);
  }
  return kept;
}

function isSameFace(a: Detection, b: Detection): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  const [first, second] = [a.width * a.height, b.width * b.height];
  return (
    shared / (first + second - shared) >= SAME_FACE_OF_BOTH ||
    shared / Math.min(first, second) >= SAME_FACE_OF_SMALLER
  );
}
