import type { FaceMeasurements, PhotoFile, PhotoQuality } from './photo-measurements.ts';
import type { MrzFormatId } from './mrz/mrz-formats.ts';

/** Numbers and lines taken from a photo of a document. Plain JSON: it is stored, and can be judged again. */
export interface DocumentMeasurements {
  readonly kind: 'document';
  readonly file: PhotoFile;
  /** Undefined when the file does not decode. */
  readonly quality?: PhotoQuality;
  /** Perceptual hash, 64 bits in hexadecimal: few bits differ between copies of one picture. */
  readonly fingerprint?: string;
  /** Quarter turns clockwise that made the document upright. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
  /** Largest first. A document may show its portrait twice. */
  readonly faces: readonly FaceMeasurements[];
  readonly mrz: MrzReading;
  /** Which implementation of the nets measured, such as `wasm`. */
  readonly engine: string;
}

/** The machine-readable zone as it was read, right or wrong: judging it is the check's part. */
export type MrzReading =
  | { readonly found: true; readonly format: MrzFormatId; readonly lines: readonly string[] }
  /**
   * `not_looked`: the photo does not decode or is too poor; `no_lines`: nothing on it looks like the zone;
   * `unreadable`: something does, but its lines could not be made out.
   */
  | { readonly found: false; readonly why: 'not_looked' | 'no_lines' | 'unreadable' };
