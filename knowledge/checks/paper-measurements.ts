import type { PhotoFile, PhotoQuality } from './photo-measurements.ts';

/** What is known of a PDF without showing it to anybody. */
export interface PdfMeasurements {
  /** `protected`: it needs a password or restricts what may be done with it. */
  readonly opens: 'yes' | 'protected' | 'damaged';
  readonly pages: number;
  /** What it could do beyond being looked at, by the names that the format gives it, such as `JavaScript`. */
  readonly active: readonly string[];
  /** Parts of it could not be looked into, so that nothing is known of what they can do. */
  readonly opaque: boolean;
}

/** A document of an institution: a PDF, or a photo of a page. */
export interface PaperMeasurements {
  readonly kind: 'paper';
  readonly file: PhotoFile;
  readonly pdf?: PdfMeasurements;
  /** Of a photo. */
  readonly quality?: PhotoQuality;
}
