import type { DocumentMeasurements } from '../checks/document-measurements.ts';
import type { SelfieMeasurements } from '../checks/selfie-measurements.ts';
import type { ReasonCode } from '../reasons/reason-code.ts';
import type { Verdict } from '../verdict.ts';
import type { Liveness } from './liveness.ts';

export const DOCUMENT_TYPES = ['passport', 'id_card', 'driving_licence'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** The photos a verification needs; `document_back` only for cards. */
export const PHOTO_SLOTS = ['document_front', 'document_back', 'selfie'] as const;
export type PhotoSlot = (typeof PHOTO_SLOTS)[number];

/** What the customer said, each as it was given last. Dates are ISO 8601 days (1990-12-31). */
export interface Answers {
  readonly consent?: { readonly at: string; readonly version: string };
  /** ISO 3166-1 alpha-2 of the document's issuing country or region. */
  readonly country?: string;
  readonly documentType?: DocumentType;
  readonly surname?: string;
  /** Empty for people whose document shows one name only. */
  readonly givenNames?: string;
  readonly birthDate?: string;
  readonly documentNumber?: string;
  /** True once the customer has looked over the answers and confirmed them. */
  readonly confirmed?: boolean;
}

/** A photo that passed or went to review. The bytes are elsewhere, encrypted, under `uploadId`. */
export interface KeptPhoto<M = DocumentMeasurements | SelfieMeasurements> {
  readonly uploadId: string;
  readonly measurements: M;
  readonly verdict: Verdict;
  readonly at: string;
}

export interface Photos {
  readonly document_front?: KeptPhoto<DocumentMeasurements>;
  readonly document_back?: KeptPhoto<DocumentMeasurements>;
  readonly selfie?: KeptPhoto<SelfieMeasurements>;
}

export type SubmissionState = 'draft' | 'submitted' | 'approved' | 'rejected' | 'withdrawn';

/** One attempt of one customer to get verified. Everything given so far, whatever the dialogs remember. */
export interface Submission {
  readonly id: string;
  /** What the customer quotes, like VG-7K3M-Q2XW. */
  readonly reference: string;
  readonly customerId: string;
  readonly conversationId: string;
  readonly state: SubmissionState;
  /** A re-submission after a rejection: stands first in the reviewers' queue. */
  readonly expedited: boolean;
  readonly answers: Answers;
  readonly photos: Photos;
  /** Photos refused so far, per slot. */
  readonly refusals: Readonly<Partial<Record<PhotoSlot, number>>>;
  /** Absent until the first challenge. */
  readonly liveness?: Liveness;
  readonly decision?: Decision;
  /** For a re-submission: what the rejection named, so that only that is asked for again. */
  readonly toMend?: readonly ReasonCode[];
  readonly submittedAt?: string;
}

export interface Decision {
  readonly outcome: 'approved' | 'rejected';
  readonly reasons: readonly ReasonCode[];
  /** For the desk only; the customer reads the public text of the reasons. */
  readonly note?: string;
  readonly at: string;
}
