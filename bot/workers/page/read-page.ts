import type { PageMeasurements, PictureFaults } from '../../../knowledge/checks/document-measurements.ts';
import type { Box, FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { Picture } from '../picture.ts';
import { findPages } from './find-page.ts';
import type { FoundQuad } from './find-quads.ts';
import { fromUnitSquare, project } from './homography.ts';
import { measureColour } from './measure-colour.ts';
import { measureCoveredCorner } from './measure-corners.ts';
import { measureScreen } from './measure-screen.ts';
import { areaOf, clip, contains, distance, rectangle, sidesOf, sizeOf, type Quad } from './quad.ts';
import { rectify } from './rectify.ts';

/** From this confidence on the other readers look at the page instead of the whole photo. */
const SURE = 0.62;
/** Enough for the print of a page; the zone has its own reading of the whole photo. */
const PAGE_EDGE_PX = 1800;
/** A page that reaches farther out of the photo is not whole. A card's rounded corners reach out of nothing. */
const MOST_OUTSIDE = 0.04;
const MAX_FACE_OF_PAGE = 0.42;
/** Area of a second document, compared with the first. */
const MIN_OTHER_SIZE = 0.35;
/** Between two documents, compared with the page's shorter edge: the pages of an open passport have none. */
const MIN_GAP = 0.06;

export interface PageReading {
  /** Undefined when nothing looks like a document's outline, as when the document fills the photo. */
  readonly page?: PageMeasurements;
  /** The page alone, straight. Absent where it was not found surely enough, or leaves the photo. */
  readonly rectified?: Picture;
  /** Another document beside it. */
  readonly other?: Picture;
  readonly faults: PictureFaults;
}

/**
 * Finds the document in an upright photo and measures what can be wrong with how it was photographed. `pages`: its
 * outlines, when they are known.
 */
export async function readPage(upright: Picture, pages?: readonly FoundQuad[]): Promise<PageReading> {
  const [best, ...rest] = pages ?? (await findPages(upright));
  const isSure = best !== undefined && best.confidence >= SURE;
  const isWhole =
    isSure && best.sides.every((side) => !side.isFrame) && reachOutside(best, upright) < MOST_OUTSIDE;
  if (!isWhole) {
    const faults = { colour: await measureColour(upright), screen: await measureScreen(upright) };
    return { ...(best && { page: describe(best, upright) }), faults };
  }
  const rectified = await rectify(upright, best.corners, PAGE_EDGE_PX);
  const second = rest.find((quad) => isOtherDocument(quad, best));
  return {
    page: { ...describe(best, upright), coveredCorner: await measureCoveredCorner(upright, best.corners) },
    rectified,
    ...(second && { other: await rectify(upright, second.corners, PAGE_EDGE_PX) }),
    faults: {
      colour: await measureColour(rectified),
      screen: await measureScreen(upright, best.corners),
    },
  };
}

/** As sure and about as large, and neither on the page nor the other half of an open passport. */
function isOtherDocument(quad: FoundQuad, page: FoundQuad): boolean {
  if (quad.confidence < SURE || quad.sides.some((side) => side.isFrame)) return false;
  const [area, pageArea] = [areaOf(quad.corners), areaOf(page.corners)];
  if (Math.min(area, pageArea) < MIN_OTHER_SIZE * Math.max(area, pageArea)) return false;
  if (areaOf(clip(quad.corners, page.corners)) > 0.02 * area) return false;
  const { width, height } = sizeOf(page.corners);
  const middles = (corners: Quad) =>
    sidesOf(corners).map(([a, b]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }));
  const nearest = Math.min(
    ...middles(quad.corners).flatMap((one) => middles(page.corners).map((other) => distance(one, other))),
  );
  return nearest > MIN_GAP * Math.min(width, height);
}

function describe(quad: FoundQuad, { width, height }: Picture): PageMeasurements {
  const [a, b, c, d] = quad.corners;
  const round = ({ x, y }: { x: number; y: number }) => ({ x: Math.round(x), y: Math.round(y) });
  const seen = areaOf(clip(quad.corners, rectangle(width, height)));
  return {
    corners: [round(a), round(b), round(c), round(d)],
    confidence: thousandths(quad.confidence),
    share: thousandths(seen / (width * height)),
    outside: thousandths(reachOutside(quad, { width, height })),
    openSides: quad.sides.filter((side) => side.isFrame).length,
  };
}

/** How far the corner that lies farthest out does, as a share of the page's shorter edge. */
function reachOutside({ corners }: FoundQuad, { width, height }: Pick<Picture, 'width' | 'height'>): number {
  const size = sizeOf(corners);
  const reach = corners.map(({ x, y }) =>
    Math.hypot(Math.max(0, -x, x - width), Math.max(0, -y, y - height)),
  );
  return Math.max(...reach) / Math.min(size.width, size.height);
}

/** Whether the outline is that of a portrait: a face takes less than a third of a page's shorter edge. */
export function isPortrait(page: PageMeasurements, faces: readonly FaceMeasurements[]): boolean {
  const { width, height } = sizeOf(page.corners);
  return faces.some(
    ({ box }) =>
      box.width > MAX_FACE_OF_PAGE * Math.min(width, height) &&
      contains(page.corners, { x: box.x + box.width / 2, y: box.y + box.height / 2 }),
  );
}

/** Faces measured on the straight page, their boxes where they lie in the photo. */
export function facesInPhoto(
  faces: readonly FaceMeasurements[],
  rectified: Picture,
  page: PageMeasurements,
): readonly FaceMeasurements[] {
  const map = fromUnitSquare(page.corners);
  const place = (x: number, y: number) => project(map, { x: x / rectified.width, y: y / rectified.height });
  const boxInPhoto = ({ x, y, width, height }: Box): Box => {
    const corners = [place(x, y), place(x + width, y), place(x, y + height), place(x + width, y + height)];
    const [left, top] = [Math.min(...corners.map((p) => p.x)), Math.min(...corners.map((p) => p.y))];
    const [right, bottom] = [Math.max(...corners.map((p) => p.x)), Math.max(...corners.map((p) => p.y))];
    return {
      x: Math.round(left),
      y: Math.round(top),
      width: Math.round(right - left),
      height: Math.round(bottom - top),
    };
  };
  return faces.map((face) => ({ ...face, box: boxInPhoto(face.box) }));
}

const thousandths = (value: number) => Math.round(value * 1000) / 1000;
