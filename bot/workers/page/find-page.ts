import { shrink, type Picture } from '../picture.ts';
import { findEdges } from './edges.ts';
import { findQuads, type FoundQuad } from './find-quads.ts';
import { areaOf, clip, scaled } from './quad.ts';

/** The search runs on a copy of this size: outlines are clear there, print is gone, and it takes a few hundredths of a second. */
const SEARCH_EDGE_PX = 480;
const NEARLY = 0.15;
/** A portrait takes up to a quarter of its page. */
const MAX_PART = 0.3;

/** Likely outlines of documents, best first, in pixels of the picture. Nothing when the document fills the photo. */
export async function findPages(picture: Picture): Promise<readonly FoundQuad[]> {
  const small = await shrink(picture, SEARCH_EDGE_PX);
  const factor = picture.width / small.width;
  const quads = findQuads(findEdges(small)).map((quad) => ({
    ...quad,
    corners: scaled(quad.corners, factor),
  }));
  return outermostFirst(quads);
}

/** A portrait has the clearest outline of all, but belongs to a page that is nearly as clear. */
function outermostFirst(quads: readonly FoundQuad[]): readonly FoundQuad[] {
  const [best] = quads;
  if (!best) return quads;
  const area = areaOf(best.corners);
  const around = quads.find(
    ({ corners, confidence }) =>
      confidence >= best.confidence - NEARLY &&
      area < MAX_PART * areaOf(corners) &&
      areaOf(clip(best.corners, corners)) > 0.97 * area,
  );
  return around ? [around, ...quads.filter((quad) => quad !== around)] : quads;
}
