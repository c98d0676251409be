import type { Picture } from '../picture.ts';
import type { Box } from '../../../knowledge/checks/photo-measurements.ts';
import type { FaceEngine } from './face-engine.ts';
import type { Point } from './geometry.ts';
import { LANDMARK_EDGE_PX } from './nets/describe-landmarks.ts';
import { CHIP_EDGE_PX } from './nets/describe-recognition.ts';
import type { Similarity } from './sample.ts';
import { centreOf, fitSimilarity, warp } from './warp.ts';

/** Above it, the points are looked for once more in a square turned level. */
const MAX_TURN_DEGREES = 8;

/**
 * The 68 points of the face in the box, in pixels of the picture: jaw 0-16, brows, nose, eyes, mouth 48-67.
 * The net is surest on upright faces that fill its square in one way, so it looks twice at least.
 */
export async function findLandmarks(
  engine: FaceEngine,
  picture: Picture,
  box: Box,
): Promise<readonly Point[]> {
  const edge = Math.max(box.width, box.height);
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  let points = await lookForPoints(engine, picture, centre, edge, 0);
  let turned = 0;
  for (let look = 0; look < 3; look++) {
    const angle = eyeAngle(points);
    if (look >= 1 && Math.abs(angle - turned) * DEGREES < MAX_TURN_DEGREES) break;
    const square = squareAround(points, angle);
    points = await lookForPoints(engine, picture, square.centre, square.edge, angle);
    turned = angle;
  }
  return points;
}

const DEGREES = 180 / Math.PI;

/** The points in a square of the given edge, turned by the angle around its centre. */
async function lookForPoints(
  engine: FaceEngine,
  picture: Picture,
  centre: Point,
  edge: number,
  angle: number,
): Promise<Point[]> {
  const map = squareMap(centre, edge, angle, LANDMARK_EDGE_PX, 0.5);
  const data = warp(picture, map, LANDMARK_EDGE_PX);
  const [shares] = await engine.run('landmarks', {
    data,
    count: 1,
    height: LANDMARK_EDGE_PX,
    width: LANDMARK_EDGE_PX,
  });
  return Array.from({ length: 68 }, (_, i) => {
    const [u, v] = [(shares?.[2 * i] ?? 0) * LANDMARK_EDGE_PX, (shares?.[2 * i + 1] ?? 0) * LANDMARK_EDGE_PX];
    return { x: map.a * u - map.b * v + map.tx, y: map.b * u + map.a * v + map.ty };
  });
}

/** Room around the points, and how far the square's middle lies above theirs: brows, but no forehead, are among them. */
const ROOM = 1.1;
const RAISED = 0.02;

/** The square around the points when it is turned by the angle. */
function squareAround(points: readonly Point[], angle: number): { centre: Point; edge: number } {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const across = points.map(({ x, y }) => x * cos + y * sin);
  const down = points.map(({ x, y }) => y * cos - x * sin);
  const [left, right] = [Math.min(...across), Math.max(...across)];
  const [top, bottom] = [Math.min(...down), Math.max(...down)];
  const edge = Math.max(right - left, bottom - top) * ROOM;
  const [u, v] = [(left + right) / 2, (top + bottom) / 2 - RAISED * edge];
  return { centre: { x: u * cos - v * sin, y: u * sin + v * cos }, edge };
}

/** How far the line of the eyes is turned clockwise from level. */
function eyeAngle(landmarks: readonly Point[]): number {
  const [left, right] = [centreOf(landmarks.slice(36, 42)), centreOf(landmarks.slice(42, 48))];
  return Math.atan2(right.y - left.y, right.x - left.x);
}

/** Draws a turned square of the picture; the centre comes to lie half-way across and `down` of the way down. */
function squareMap(centre: Point, edge: number, angle: number, edgePx: number, down: number): Similarity {
  const [a, b] = [(Math.cos(angle) * edge) / edgePx, (Math.sin(angle) * edge) / edgePx];
  const [u, v] = [0.5 * edgePx, down * edgePx];
  return { a, b, tx: centre.x - a * u + b * v, ty: centre.y - b * u - a * v };
}

/**
 * Where 51 points of a mean face lie, between 0 and 1: the frame in which dlib's face net, whose weights
 * face-api carries, was trained (dlib, `get_face_chip_details`, Boost licence). Points 17 to 67.
 */
const MEAN_FACE_X = [
  0.000213256, 0.0752622, 0.18113, 0.29077, 0.393397, 0.586856, 0.689483, 0.799124, 0.904991, 0.98004,
  0.490127, 0.490127, 0.490127, 0.490127, 0.36688, 0.426036, 0.490127, 0.554217, 0.613373, 0.121737, 0.187122,
  0.265825, 0.334606, 0.260918, 0.182743, 0.645647, 0.714428, 0.793132, 0.858516, 0.79751, 0.719335, 0.254149,
  0.340985, 0.428858, 0.490127, 0.551395, 0.639268, 0.726104, 0.642159, 0.556721, 0.490127, 0.423532,
  0.338094, 0.290379, 0.428096, 0.490127, 0.552157, 0.689874, 0.553364, 0.490127, 0.42689,
];
const MEAN_FACE_Y = [
  0.106454, 0.038915, 0.0187482, 0.0344891, 0.0773906, 0.0773906, 0.0344891, 0.0187482, 0.038915, 0.106454,
  0.203352, 0.307009, 0.409805, 0.515625, 0.587326, 0.609345, 0.628106, 0.609345, 0.587326, 0.216423,
  0.178758, 0.179852, 0.231733, 0.245099, 0.244077, 0.231733, 0.179852, 0.178758, 0.216423, 0.244077,
  0.245099, 0.780233, 0.745405, 0.727388, 0.742578, 0.727388, 0.745405, 0.780233, 0.864805, 0.902192,
  0.909281, 0.902192, 0.864805, 0.784792, 0.778746, 0.785343, 0.778746, 0.784792, 0.824182, 0.831803,
  0.824182,
];
/** Brows move too much and the lower lip too: nose, eyes and upper lip hold the frame. */
const isFrame = (point: number) => point >= 27 && !(point >= 55 && point <= 59) && point < 65;

export interface Cut {
  /** Room around the mean face, as a share of its width. */
  readonly room: number;
  /** How many pixels lower than usual the face lies in the chip. */
  readonly loweredPx: number;
}

/** How the net was trained. */
export const TRAINED_CUT: Cut = { room: 0.25, loweredPx: 0 };

/** The face upright in a square of CHIP_EDGE_PX, eyes and mouth where the recognition net expects them. */
export function alignedChip(
  picture: Picture,
  landmarks: readonly Point[],
  { room, loweredPx }: Cut = TRAINED_CUT,
): Float32Array {
  const place = (share: number) => ((room + share) / (2 * room + 1)) * CHIP_EDGE_PX;
  const frame: Point[] = [];
  const seen: Point[] = [];
  MEAN_FACE_X.forEach((x, i) => {
    const found = landmarks[i + 17];
    if (!isFrame(i + 17) || !found) return;
    frame.push({ x: place(x), y: place(MEAN_FACE_Y[i] ?? 0) + loweredPx });
    seen.push(found);
  });
  return warp(picture, fitSimilarity(frame, seen), CHIP_EDGE_PX);
}

/** The upright face in a square of LANDMARK_EDGE_PX, as wide around it as the expression net was trained with. */
export function expressionSquare(picture: Picture, landmarks: readonly Point[]): Float32Array {
  const left = centreOf(landmarks.slice(36, 42));
  const right = centreOf(landmarks.slice(42, 48));
  const mouth = centreOf(landmarks.slice(48, 68));
  const toMouth = (eye: Point) => Math.hypot(mouth.x - eye.x, mouth.y - eye.y);
  // face-api's own crop (`FaceLandmarks.align`), turned level.
  const edge = (toMouth(left) + toMouth(right)) / 2 / 0.45;
  const middle = centreOf([left, right, mouth]);
  const map = squareMap(middle, edge, eyeAngle(landmarks), LANDMARK_EDGE_PX, 0.43);
  return warp(picture, map, LANDMARK_EDGE_PX);
}
