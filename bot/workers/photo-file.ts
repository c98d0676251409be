import { createHash } from 'node:crypto';

import { fileTypeFromBuffer } from 'file-type';

import type { PhotoFile, PhotoFormat } from '../../knowledge/checks/photo-measurements.ts';
import { decodeUpload, openUpload, MAX_PIXELS, type Picture } from './picture.ts';

/** Long edge of the copy that everything is measured on: enough for the zone of a document that fills half the photo. */
const WORKING_EDGE_PX = 2560;

const FORMAT_OF: Readonly<Record<string, PhotoFormat>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/apng': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heic',
  'image/heic-sequence': 'heic',
  'image/heif-sequence': 'heic',
  'image/avif': 'avif',
  'image/gif': 'gif',
  'image/tiff': 'tiff',
  'image/bmp': 'bmp',
  'image/svg+xml': 'svg',
  'application/pdf': 'pdf',
};

export interface InspectedPhoto {
  readonly file: PhotoFile;
  /** Upright. Undefined when the file is not a JPEG or PNG or does not decode whole. */
  readonly picture?: Picture;
}

/**
 * Finds out what a file is from its content, and decodes it, at most `maxEdgePx` long, when it is a picture that we
 * accept; screenshots may be WebP too. Never throws for bad files.
 */
export async function inspectPhoto(
  bytes: Buffer,
  maxEdgePx = WORKING_EDGE_PX,
  formats: 'photos' | 'also_webp' = 'photos',
): Promise<InspectedPhoto> {
  const format = await formatOf(bytes);
  const base = { bytes: bytes.length, format, digest: createHash('sha256').update(bytes).digest('hex') };
  const isOurs = format === 'jpeg' || format === 'png' || (format === 'webp' && formats === 'also_webp');
  if (!isOurs) return { file: { ...base, decodes: false } };
  const size = await uprightSize(bytes);
  // What the decoder takes it for must agree with the first bytes.
  if (size?.format !== format) return { file: { ...base, decodes: false } };
  const measured = { ...base, widthPx: size.widthPx, heightPx: size.heightPx };
  if (size.widthPx * size.heightPx > MAX_PIXELS) {
    return { file: { ...measured, decodes: false, tooManyPixels: true } };
  }
  try {
    return { file: { ...measured, decodes: true }, picture: await decodeUpload(bytes, maxEdgePx) };
  } catch {
    // Every way of being damaged means the same to the customer; the decoder's words help nobody.
    return { file: { ...measured, decodes: false } };
  }
}

async function formatOf(bytes: Buffer): Promise<PhotoFormat> {
  if (bytes.length === 0) return 'empty';
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (type?.mime.startsWith('video/')) return 'video';
  if (type && type.mime !== 'application/xml') return FORMAT_OF[type.mime] ?? 'other';
  return /<svg[\s>]/i.test(bytes.subarray(0, 4096).toString('latin1')) ? 'svg' : 'other';
}

async function uprightSize(
  bytes: Buffer,
): Promise<{ format: string; widthPx: number; heightPx: number } | undefined> {
  try {
    const { format, autoOrient } = await openUpload(bytes, 'any_size').metadata();
    return { format, widthPx: autoOrient.width, heightPx: autoOrient.height };
  } catch {
    return undefined;
  }
}
