import type { FaceMeasurements, PhotoFile, PhotoQuality } from './photo-measurements.ts';

/** Numbers taken from a selfie. Plain JSON: it is stored, and can be judged again. */
export interface SelfieMeasurements {
  readonly kind: 'selfie';
  readonly file: PhotoFile;
  /** Undefined when the file does not decode. */
  readonly quality?: PhotoQuality;
  /** Perceptual hash, 64 bits in hexadecimal: few bits differ between copies of one picture. */
  readonly fingerprint?: string;
  /** Largest first. */
  readonly faces: readonly FaceMeasurements[];
  /** Which implementation of the nets measured, such as `wasm`. */
  readonly engine: string;
}
