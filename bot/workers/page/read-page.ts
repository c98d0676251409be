import type { PageMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import type { Box, FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { Picture } from '../picture.ts';
import { findPages } from './find-page.ts';
import type { FoundQuad } from './find-quads.ts';
import { fromUnitSquare, project } from './homography.ts';
import { areaOf, clip, rectangle, sizeOf, type Quad } from './quad.ts';
import { rectify } from './rectify.ts';

/** From this confidence on the other readers look at the page instead of the whole photo. */
const SURE = 0.62;
/** Enough for the print of a page; the zone has its own reading of the whole photo. */
const PAGE_EDGE_PX = 1800;

export interface PageReading {
  readonly measurements: PageMeasurements;
  /** The page alone, straight. Absent where it was not found surely enough, or leaves the photo. */
  readonly rectified?: Picture;
}

/** Finds the document in an upright photo. Undefined when nothing looks like one, as when it fills the photo. */
export async function readPage(upright: Picture): Promise<PageReading | undefined> {
  const [best] = await findPages(upright);
  if (!best) return undefined;
  const measurements = describe(best, upright);
  const isWhole = measurements.openSides === 0 && measurements.outside < 0.02;
  if (best.confidence < SURE || !isWhole) return { measurements };
  return { measurements, rectified: await rectify(upright, best.corners, PAGE_EDGE_PX) };
}

function describe(quad: FoundQuad, { width, height }: Picture): PageMeasurements {
  const [a, b, c, d] = quad.corners;
  const round = ({ x, y }: { x: number; y: number }) => ({ x: Math.round(x), y: Math.round(y) });
  const seen = areaOf(clip(quad.corners, rectangle(width, height)));
  return {
    corners: [round(a), round(b), round(c), round(d)],
    confidence: thousandths(quad.confidence),
    share: thousandths(seen / (width * height)),
    outside: thousandths(reachOutside(quad.corners, width, height)),
    openSides: quad.sides.filter((side) => side.isFrame).length,
  };
}

/** How far the corner that lies farthest out does, as a share of the page's shorter edge. */
function reachOutside(corners: Quad, width: number, height: number): number {
  const size = sizeOf(corners);
  const reach = corners.map(({ x, y }) =>
    Math.hypot(Math.max(0, -x, x - width), Math.max(0, -y, y - height)),
  );
  return Math.max(...reach) / Math.min(size.width, size.height);
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
