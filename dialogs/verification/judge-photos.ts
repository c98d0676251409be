import { checkDocument } from '../../knowledge/checks/check-document.ts';
import { checkSelfie } from '../../knowledge/checks/check-selfie.ts';
import type { Criteria } from '../../knowledge/checks/criteria.ts';
import type { DocumentClaim } from '../../knowledge/checks/document/document-claim.ts';
import type { DocumentMeasurements } from '../../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import type { Reason, Verdict } from '../../knowledge/verdict.ts';
import type { Answers, PhotoSlot, Photos } from '../../knowledge/verification/submission.ts';

export type DocumentSlot = Exclude<PhotoSlot, 'selfie'>;

/** What photos are judged against. */
export interface Bench {
  readonly answers: Answers;
  readonly photos: Photos;
  readonly criteria: Criteria;
  readonly today: Date;
  /** The document already serves another account: a person decides, and the customer is not told whose. */
  readonly usedElsewhere: boolean;
}

/** Judges a photo of the document against the answers and the other side. `lastTry`: a person may settle it. */
export function judgeDocument(
  measured: DocumentMeasurements,
  slot: DocumentSlot,
  bench: Bench,
  lastTry = false,
): Verdict {
  const { answers, photos, criteria, today } = bench;
  const otherSide = photos[slot === 'document_front' ? 'document_back' : 'document_front']?.measurements;
  const verdict = checkDocument(measured, claimOf(answers, slot), criteria, today, {
    ...(otherSide && { otherSide }),
    lastTry,
  });
  return bench.usedElsewhere && slot === 'document_front' ? sentToReview(verdict) : verdict;
}

export function judgeSelfie(measured: SelfieMeasurements, bench: Bench, lastTry = false): Verdict {
  return checkSelfie(measured, documentsOf(bench.photos), bench.criteria, { lastTry });
}

/**
 * The verdict of a kept photo after an answer, another photo or the day changed. Pure: its measurements are
 * judged, not the picture. What the customer already left to a person stays with that person.
 */
export function judgeAgain(slot: PhotoSlot, bench: Bench): Verdict | undefined {
  const kept = bench.photos[slot];
  if (!kept) return undefined;
  const judge = (lastTry: boolean): Verdict =>
    slot === 'selfie'
      ? judgeSelfie(kept.measurements as SelfieMeasurements, bench, lastTry)
      : judgeDocument(kept.measurements as DocumentMeasurements, slot, bench, lastTry);
  const verdict = judge(false);
  if (verdict.outcome !== 'retake' || kept.verdict.outcome !== 'review') return verdict;
  const left = new Set(kept.verdict.reasons.map(({ code }) => code));
  return verdict.reasons.every(({ code }) => left.has(code)) ? judge(true) : verdict;
}

export function sameVerdict(one: Verdict, other: Verdict): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function claimOf(answers: Answers, slot: DocumentSlot): DocumentClaim {
  return {
    documentType: answers.documentType ?? 'passport',
    side: slot === 'document_front' ? 'front' : 'back',
    country: answers.country ?? '',
    surname: answers.surname ?? '',
    givenNames: answers.givenNames ?? '',
    birthDate: answers.birthDate ?? '',
    documentNumber: answers.documentNumber ?? '',
  };
}

function documentsOf(photos: Photos): DocumentMeasurements[] {
  return [photos.document_front, photos.document_back].flatMap((photo) =>
    photo ? [photo.measurements] : [],
  );
}

function sentToReview(verdict: Verdict): Verdict {
  const reason: Reason = { code: 'document_already_used' };
  if (verdict.outcome === 'retake') return verdict;
  const others = verdict.outcome === 'review' ? verdict.reasons : [];
  return { outcome: 'review', reasons: [reason, ...others] };
}
