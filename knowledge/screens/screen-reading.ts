import type { TextLine } from '../checks/document-measurements.ts';
import type { Box } from '../checks/photo-measurements.ts';

/** What was read on a picture that may show a screen. Plain JSON. */
export interface ScreenReading {
  readonly kind: 'screen';
  /** It is a picture that can be opened. */
  readonly decodes: boolean;
  /** Each attempt to read it, with another layout or another script in mind; empty when it does not decode. */
  readonly passes: readonly (readonly ScreenLine[])[];
  /** 0..1: the share of neighbouring pixels that are alike. Above 0.6 on a picture that a screen made itself. */
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
