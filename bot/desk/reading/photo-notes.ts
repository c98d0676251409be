import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import { livenessPhotos } from '../../../knowledge/verification/liveness.ts';
import type { PhotoSlot } from '../../../knowledge/verification/submission.ts';
import type { SubmissionRecord } from '../../submissions/submission.ts';

/** What became of a photo that was sent for a verification. */
export interface PhotoNote {
  readonly slot: PhotoSlot | 'movement';
  readonly outcome: 'kept' | 'review' | 'refused';
  readonly reasons: readonly ReasonCode[];
  readonly reference: string;
}

/** By upload id, over all of a customer's submissions; the newest word on a photo counts. */
export function photoNotes(submissions: readonly SubmissionRecord[]): ReadonlyMap<string, PhotoNote> {
  const notes = new Map<string, PhotoNote>();
  for (const { reference, photos, refused, liveness } of submissions.toReversed()) {
    for (const { uploadId, verdict } of livenessPhotos(liveness)) {
      const outcome = ({ pass: 'kept', review: 'review', retake: 'refused' } as const)[verdict.outcome];
      const reasons = verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code);
      notes.set(uploadId, { slot: 'movement', outcome, reasons, reference });
    }
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
