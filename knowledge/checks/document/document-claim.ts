import type { DocumentType } from '../../verification/submission.ts';

/** What the customer says about the document. */
export interface DocumentClaim {
  readonly documentType: DocumentType;
  readonly side: 'front' | 'back';
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly surname: string;
  /** Empty for people whose document shows one name only. */
  readonly givenNames: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly documentNumber: string;
}
