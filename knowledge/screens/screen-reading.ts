import type { TextLine } from '../checks/document-measurements.ts';
import type { Box } from '../checks/photo-measurements.ts';

/** What was read on a picture that may show a screen. Plain JSON. */
export interface ScreenReading {
  readonly kind: 'screen';
  /** It is a picture that can be opened. */
  readonly decodes: boolean;
  /** Each attempt to read it, with another layout or another script in mind; empty when it does not decode. */
  readonly passes: readonly (readonly ScreenLine[])[];
  /** 0..1: the share of neighbouring pixels that are alike; see `SCREENSHOT_FLATNESS`. */
  readonly flatness: number;
  /** How many places were covered in the copy for our team. */
  readonly covered: number;
  /** What was seen that nobody should send, such as a recovery phrase. */
  readonly secrets: readonly string[];
}

export interface ScreenLine extends TextLine {
  /** In reading order, in pixels of the picture. */
  readonly words: readonly { readonly text: string; readonly box: Box }[];
}

/** A picture that a screen made itself has flat areas and sharp edges; a camera's pixels all differ. */
export const SCREENSHOT_FLATNESS = 0.6;

/** Of a picture on which nothing was read. */
export const NOTHING_READ = {
  kind: 'screen',
  decodes: false,
  passes: [],
  flatness: 0,
  covered: 0,
  secrets: [],
} as const satisfies ScreenReading;
