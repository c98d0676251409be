import type { Picture } from '../picture.ts';
import { CHIP_EDGE_PX, LANDMARK_EDGE_PX, type FaceEngine, type Point } from './face-engine.ts';
import { centreOf, fitSimilarity, warp } from './warp.ts';

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The 68 points of the face in the box, in pixels of the picture: jaw 0-16, brows, nose, eyes, mouth 48-67. */
export async function findLandmarks(
  engine: FaceEngine,
  picture: Picture,
  box: Rectangle,
): Promise<readonly Point[]> {
  const edge = Math.max(box.width, box.height);
  const origin = { x: box.x + box.width / 2 - edge / 2, y: box.y + box.height / 2 - edge / 2 };
  const scale = edge / LANDMARK_EDGE_PX;
  const square = warp(picture, { a: scale, b: 0, tx: origin.x, ty: origin.y }, LANDMARK_EDGE_PX);
  const points = await engine.landmarks(square);
  return points.map(({ x, y }) => ({ x: origin.x + x * scale, y: origin.y + y * scale }));
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
/** Room around the mean face, as a share of its width. */
const PADDING = 0.25;

const FRAME = MEAN_FACE_X.map((x, i) => ({ point: i + 17, x, y: MEAN_FACE_Y[i] ?? 0 }))
  .filter(({ point }) => isFrame(point))
  .map(({ point, x, y }) => ({
    point,
    x: ((PADDING + x) / (2 * PADDING + 1)) * CHIP_EDGE_PX,
    y: ((PADDING + y) / (2 * PADDING + 1)) * CHIP_EDGE_PX,
  }));

/** The face upright in a square of CHIP_EDGE_PX, eyes and mouth where the recognition net expects them. */
export function alignedChip(picture: Picture, landmarks: readonly Point[]): Float32Array {
  const seen = FRAME.map(({ point }) => landmarks[point] ?? { x: 0, y: 0 });
  return warp(picture, fitSimilarity(FRAME, seen), CHIP_EDGE_PX);
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
  const angle = Math.atan2(right.y - left.y, right.x - left.x);
  const [a, b] = [(Math.cos(angle) * edge) / LANDMARK_EDGE_PX, (Math.sin(angle) * edge) / LANDMARK_EDGE_PX];
  const [x, y] = [0.5 * LANDMARK_EDGE_PX, 0.43 * LANDMARK_EDGE_PX];
  const map = { a, b, tx: middle.x - a * x + b * y, ty: middle.y - b * x - a * y };
  return warp(picture, map, LANDMARK_EDGE_PX);
}
