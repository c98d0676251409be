import type { DocumentType } from '../verification/submission.ts';
import type { MrzFormatId } from './mrz/mrz-formats.ts';
import type { Box, FaceMeasurements, PhotoFile, PhotoQuality } from './photo-measurements.ts';

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
  /** The outline of the document. Absent where none was found, as when the document fills the photo. */
  readonly page?: PageMeasurements;
  /** Absent from photos measured by older releases. */
  readonly faults?: PictureFaults;
  /** Largest first. A document may show its portrait twice. */
  readonly faces: readonly FaceMeasurements[];
  readonly mrz: MrzReading;
  /** Absent where none was looked for: photos with a zone, passports, and photos measured by older releases. */
  readonly barcode?: BarcodeReading;
  /** The print that is no zone. Absent like `barcode`: it is read only where it can confirm something. */
  readonly text?: readonly TextLine[];
  /** Which implementation of the nets measured, such as `wasm`. */
  readonly engine: string;
}

/** A page or card as it lies in the upright photo. */
export interface PageMeasurements {
  /** Clockwise from its top left, in pixels; beyond the photo's edges where the photo cuts it off. */
  readonly corners: readonly [PhotoPoint, PhotoPoint, PhotoPoint, PhotoPoint];
  /** 0..1: how sure it is that this is the outline of a document. */
  readonly confidence: number;
  /** Share of the photo that it covers, 0..1. */
  readonly share: number;
  /** How far its farthest corner lies outside of the photo, as a share of its shorter edge. */
  readonly outside: number;
  /** Sides that are not seen, because the photo ends before: 0 or 1. */
  readonly openSides: number;
  /** Shares of the two sides at one corner that something hides, added up. Absent where the outline is not sure. */
  readonly coveredCorner?: number;
}

/** How the document was put before the camera. */
export interface PictureFaults {
  /** Colour beyond the tint of the light, in hundredths of brightness; about 0 in black and white. */
  readonly colour: number;
  /** How clearly a screen's grid of points lies over it; 1 to 3 without one. */
  readonly screen: number;
  /** A second document with a portrait lies beside it. */
  readonly otherDocument?: true;
}

export interface PhotoPoint {
  readonly x: number;
  readonly y: number;
}

/** The machine-readable zone as it was read, right or wrong: judging it is the check's part. */
export type MrzReading =
  | {
      readonly found: true;
      readonly format: MrzFormatId;
      /** The most likely lines whose check digits fit; what was `seen`, when making them fit would be forging. */
      readonly lines: readonly string[];
      /** The most likely lines regardless of check digits. Absent when they are the same. */
      readonly seen?: readonly string[];
      /** By how much (nats, difference of logarithms of probabilities) what was seen is likelier than `lines`. */
      readonly gap?: number;
      /** Per line and character of `lines`, how sure it is, in percent. Absent in measurements before 0.2. */
      readonly sureness?: readonly (readonly number[])[];
    }
  /**
   * `not_looked`: the photo does not decode or is too poor; `no_lines`: nothing on it looks like the zone;
   * `unreadable`: something does, but its lines could not be made out.
   */
  | { readonly found: false; readonly why: 'not_looked' | 'no_lines' | 'unreadable' };

/** The PDF417 of a North American licence, its data as they stand in it. */
export type BarcodeReading =
  | { readonly found: true; readonly text: string }
  /** `no_bars`: nothing looks like one; `unreadable`: something does, but its data could not be made out. */
  | { readonly found: false; readonly why: 'no_bars' | 'unreadable' };

/** One line of print as it was read, right or wrong. */
export interface TextLine {
  readonly text: string;
  /** The reader's own, 0..100. */
  readonly confidence: number;
  /** In pixels of the straight page where it was found, else of the upright photo. */
  readonly box: Box;
}

/** What a photo is said to show. It decides what is looked for, never what is found. */
export interface ExpectedDocument {
  readonly documentType: DocumentType;
  readonly side: 'front' | 'back';
}
