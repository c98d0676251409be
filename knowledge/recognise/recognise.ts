import type { Knowledge } from '../knowledge.ts';
import type { DocumentType } from '../verification/submission.ts';

export interface Recognition {
  /** `none` when unsure. `ranking` then still holds what came closest. */
  readonly intent: string;
  /** 0..1, calibrated: of recognitions with .8, about 80 % are right. */
  readonly confidence: number;
  /** The first three, surest first. */
  readonly ranking: readonly { readonly intent: string; readonly confidence: number }[];
  readonly entities: Entities;
}

export interface Entities {
  /** Surest first. */
  readonly problemIds: readonly string[];
  /** Rows of the table of limits; several when the message fits several. */
  readonly limitIds: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly documentType?: DocumentType;
  /** RFC 3339, UTC: a moment on the side of the registration rule that the message names. */
  readonly registeredAt?: string;
  readonly verified?: boolean;
}

export interface Recogniser {
  recognise(text: string): Recognition;
}

export declare function createRecogniser(knowledge: Knowledge): Recogniser;
