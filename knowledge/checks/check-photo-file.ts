import type { Reason } from '../verdict.ts';
import type { Criteria } from './criteria.ts';
import type { PhotoFile } from './photo-measurements.ts';

/** Judges the file alone: its size, its format by content, and whether it decodes. Undefined when all is well. */
export function checkPhotoFile(file: PhotoFile, criteria: Criteria['photo']): Reason | undefined {
  if (file.format === 'empty') return { code: 'photo_empty' };
  if (file.bytes >= criteria.maxBytes) {
    return {
      code: 'photo_too_large',
      details: { megabytes: inMegabytes(file.bytes), limitMegabytes: inMegabytes(criteria.maxBytes) },
    };
  }
  if (file.format === 'heic') return { code: 'photo_heic' };
  if (file.format !== 'jpeg' && file.format !== 'png') {
    return { code: 'photo_format_unsupported', details: { format: file.format } };
  }
  if (file.tooManyPixels) return { code: 'photo_too_many_pixels' };
  if (!file.decodes || file.widthPx === undefined || file.heightPx === undefined)
    return { code: 'photo_unreadable' };
  if (Math.min(file.widthPx, file.heightPx) < criteria.minShortEdgePx) {
    return {
      code: 'photo_too_small',
      details: { widthPx: file.widthPx, heightPx: file.heightPx, minShortEdgePx: criteria.minShortEdgePx },
    };
  }
  return undefined;
}

/** As people read it. */
export const inMegabytes = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 100) / 100;
