import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { PhotoSlot } from '../../../knowledge/verification/submission.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';

/** What became of a photo that was sent for a verification. */
export interface PhotoNote {
  readonly slot: PhotoSlot;
  readonly outcome: 'kept' | 'review' | 'refused';
  readonly reasons: readonly ReasonCode[];
  readonly reference: string;
}

/** By upload id, over all of a customer's submissions; the newest word on a photo counts. */
export function photoNotes(submissions: readonly SubmissionRecord[]): ReadonlyMap<string, PhotoNote> {
  const notes = new Map<string, PhotoNote>();
  for (const { reference, photos, refused } of submissions.toReversed()) {
    for (const { slot, uploadId, reasons } of refused) {
      notes.set(uploadId, { slot, outcome: 'refused', reasons, reference });
    }
    for (const slot of ['document_front', 'document_back', 'selfie'] as const) {
      const photo = photos[slot];
      if (!photo) continue;
      const { verdict } = photo;
      const reasons = verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code);
      notes.set(photo.uploadId, {
        slot,
        outcome: verdict.outcome === 'pass' ? 'kept' : 'review',
        reasons,
        reference,
      });
    }
  }
  return notes;
}
