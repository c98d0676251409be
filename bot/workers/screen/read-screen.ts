import { findPersonal, secretsOn } from '../../../knowledge/screens/find-personal.ts';
import {
  NOTHING_READ,
  SCREENSHOT_FLATNESS,
  type ScreenReading,
} from '../../../knowledge/screens/screen-reading.ts';
import type { Box } from '../../../knowledge/checks/photo-measurements.ts';
import { detectFaces } from '../faces/detect-faces.ts';
import { inspectPhoto } from '../photo-file.ts';
import type { Picture } from '../picture.ts';
import { cover } from './cover.ts';
import { measureFlatness } from './measure-flatness.ts';
import type { ScreenTools } from './screen-tools.ts';

export interface ReadScreen {
  readonly reading: ScreenReading;
  /** The picture with what is personal covered, as JPEG. Undefined when it was not read: then nobody sees it. */
  readonly redacted?: Uint8Array;
}

/** Screens are long: a page that was scrolled through has several thousand rows. */
const MAX_EDGE_PX = 4000;
/** As large as the net's sees a face of a profile picture in a corner. */
const FACE_LOOKS = [{ edgePx: 640 }, { edgePx: 1280 }] as const;

/** Reads what stands on a picture of a screen. Bad files give a reading without lines. */
export async function readScreen(
  { reader, recogniser, personal, engine }: ScreenTools,
  bytes: Buffer,
  onlyScreens: boolean,
): Promise<ReadScreen> {
  const { picture } = await inspectPhoto(bytes, MAX_EDGE_PX, 'also_webp');
  if (!picture) return { reading: NOTHING_READ };
  const flatness = measureFlatness(picture);
  if (onlyScreens && flatness < SCREENSHOT_FLATNESS)
    return { reading: { ...NOTHING_READ, decodes: true, flatness } };
  const passes = await reader.read(picture, flatness, (read) =>
    recogniser.recognise({ passes: read, flatness }),
  );
  // What one pass misses another may have read.
  const places = passes.flatMap((lines) => findPersonal(lines, personal));
  const boxes = [...places.map(({ box }) => box), ...(await facesOn(engine, picture))];
  const redacted = await cover(picture, boxes);
  return {
    reading: {
      kind: 'screen',
      decodes: true,
      passes,
      flatness,
      covered: boxes.length,
      secrets: secretsOn(places),
    },
    redacted,
  };
}

async function facesOn(engine: ScreenTools['engine'], picture: Picture): Promise<Box[]> {
  const boxes: Box[] = [];
  for (const look of FACE_LOOKS) {
    for (const { x, y, width, height } of await detectFaces(engine, picture, look))
      boxes.push({ x: x - 0.2 * width, y: y - 0.3 * height, width: 1.4 * width, height: 1.6 * height });
  }
  return boxes;
}
