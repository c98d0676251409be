import sharp, { type Sharp } from 'sharp';

// One task runs per thread, and there are as many threads as cores to spare: libvips needs none of its own.
sharp.concurrency(1);
sharp.cache(false);

/** Red, green, blue in rows from the top left, one byte each. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One byte per pixel in rows from the top left. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export type QuarterTurns = 0 | 1 | 2 | 3;

const fromPicture = ({ width, height, data }: Picture) =>
  sharp(data, { raw: { width, height, channels: 3 } });
const fromGrey = ({ width, height, data }: GreyPicture) =>
  sharp(data, { raw: { width, height, channels: 1 } });

async function toPicture(image: Sharp): Promise<Picture> {
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: plain(data) };
}

/** The same bytes. Loops that meet one kind of array only are compiled to twice as quick code. */
const plain = ({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(buffer, byteOffset, length);

async function toGreyPicture(image: Sharp): Promise<GreyPicture> {
  const { data, info } = await image.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const levels = info.channels === 1 ? data : data.filter((_, i) => i % info.channels === 0);
  return { width: info.width, height: info.height, data: plain(levels) };
}

/** More pixels than any phone's camera makes in a file of a few megabytes; a flood of them is refused unread. */
export const MAX_PIXELS = 64e6;

/**
 * Opens bytes from outside the one careful way: whole or not at all, one page, no flood of pixels. Only who
 * reads nothing but the header may open a picture of any size.
 */
export function openUpload(bytes: Buffer, size: 'bounded' | 'any_size' = 'bounded'): Sharp {
  return sharp(bytes, {
    limitInputPixels: size === 'bounded' ? MAX_PIXELS : false,
    failOn: 'truncated',
    unlimited: false,
    sequentialRead: true,
    pages: 1,
  });
}

/** Decodes an upload upright, at most `maxEdgePx` long, on white where it is transparent. Throws when it does not decode. */
export function decodeUpload(bytes: Buffer, maxEdgePx: number): Promise<Picture> {
  return toPicture(
    openUpload(bytes)
      .autoOrient()
      .resize(maxEdgePx, maxEdgePx, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' }),
  );
}

/** The same picture, its long edge at most `maxEdgePx`. */
export async function shrink(picture: Picture, maxEdgePx: number): Promise<Picture> {
  if (Math.max(picture.width, picture.height) <= maxEdgePx) return picture;
  return toPicture(fromPicture(picture).resize(maxEdgePx, maxEdgePx, { fit: 'inside' }));
}

export function toGrey(picture: Picture, maxEdgePx = Infinity): Promise<GreyPicture> {
  const image = fromPicture(picture);
  const tooLong = Math.max(picture.width, picture.height) > maxEdgePx;
  return toGreyPicture(tooLong ? image.resize(maxEdgePx, maxEdgePx, { fit: 'inside' }) : image);
}

export function resizeGrey(picture: GreyPicture, width: number, height: number): Promise<GreyPicture> {
  return toGreyPicture(fromGrey(picture).resize(width, height, { fit: 'fill' }));
}

export function blurGrey(picture: GreyPicture, sigmaPx: number): Promise<GreyPicture> {
  return toGreyPicture(fromGrey(picture).blur(sigmaPx));
}

/** Each pixel becomes the middle level of the square around it: edges of areas stay, what is thinner goes. */
export function medianGrey(picture: GreyPicture, windowPx: number): Promise<GreyPicture> {
  return toGreyPicture(fromGrey(picture).median(windowPx));
}

/** Turned clockwise. */
export async function turn(picture: Picture, quarterTurns: QuarterTurns): Promise<Picture> {
  return quarterTurns === 0 ? picture : toPicture(fromPicture(picture).rotate(90 * quarterTurns));
}

export async function crop(
  picture: Picture,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Promise<Picture> {
  return toPicture(
    fromPicture(picture).extract({ left: box.x, top: box.y, width: box.width, height: box.height }),
  );
}

/** A grey picture as PNG, for readers that want a file. */
export function toPng(picture: GreyPicture): Promise<Buffer> {
  return fromGrey(picture).png({ compressionLevel: 1 }).toBuffer();
}

/**
 * The part of the picture in the box and a margin around it (a share of its long edge), turned
 * counter-clockwise, its long edge at most `maxEdgePx`; white where the picture ends.
 */
export async function cutTurned(
  picture: Picture,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  degrees: number,
  margin: number,
  maxEdgePx: number,
): Promise<Picture> {
  const room = margin * Math.max(box.width, box.height);
  const left = Math.max(0, Math.floor(box.x - room));
  const top = Math.max(0, Math.floor(box.y - room));
  const width = Math.min(picture.width, Math.ceil(box.x + box.width + room)) - left;
  const height = Math.min(picture.height, Math.ceil(box.y + box.height + room)) - top;
  const part = await crop(picture, { x: left, y: top, width, height });
  const small = fromPicture(part).resize(maxEdgePx, maxEdgePx, { fit: 'inside', withoutEnlargement: true });
  if (degrees === 0) return toPicture(small);
  return toPicture(fromPicture(await toPicture(small)).rotate(-degrees, { background: '#ffffff' }));
}
