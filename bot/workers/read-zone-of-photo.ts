import { readZone, type ZoneReading } from './mrz/read-zone.ts';
import type { ZoneNet } from './mrz/zone-net.ts';
import { findPages } from './page/find-page.ts';
import type { FoundQuad } from './page/find-quads.ts';
import { rectify } from './page/rectify.ts';
import { toGrey, type Picture } from './picture.ts';

/** A page less clear than this is as likely a portrait or a shadow, and reading it would only cost time. */
const LIKELY_PAGE = 0.5;
/** A line of 44 characters has some 35 pixels for each. */
const PAGE_EDGE_PX = 1800;
/** The outline is found roughly, and a zone may stand close to it. */
const MARGIN = 0.02;

export interface PhotoReading extends ZoneReading {
  /** Outlines in the photo, where they had to be looked for: whoever needs them next need not do it again. */
  readonly pages?: readonly FoundQuad[];
}

/**
 * The machine-readable zone of a photo. When perspective and a busy table hide it, it is looked for once more on
 * the page made straight, where its lines are level and the table is gone.
 */
export async function readZoneOfPhoto(net: ZoneNet, picture: Picture): Promise<PhotoReading> {
  const reading = readZone(net, await toGrey(picture));
  if (reading.mrz.found) return reading;
  const pages = await findPages(picture);
  const [page] = pages;
  if (!page || page.confidence < LIKELY_PAGE) return { ...reading, pages };
  const straight = await rectify(picture, page.corners, PAGE_EDGE_PX, MARGIN);
  const again = readZone(net, await toGrey(straight), 'straight');
  return { ...(again.mrz.found ? again : reading), pages };
}
