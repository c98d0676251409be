import { shrink, type Picture } from '../picture.ts';
import { findEdges } from './edges.ts';
import { findQuads, type FoundQuad } from './find-quads.ts';
import { scaled } from './quad.ts';

/** The search runs on a copy of this size: outlines are clear there, print is gone, and it takes a few hundredths of a second. */
const SEARCH_EDGE_PX = 480;

/** Likely outlines of documents, best first, in pixels of the picture. Nothing when the document fills the photo. */
export async function findPages(picture: Picture): Promise<readonly FoundQuad[]> {
  const small = await shrink(picture, SEARCH_EDGE_PX);
  const factor = picture.width / small.width;
  return findQuads(findEdges(small)).map((quad) => ({ ...quad, corners: scaled(quad.corners, factor) }));
}
