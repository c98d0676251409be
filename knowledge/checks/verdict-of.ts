import type { Reason, Verdict } from '../verdict.ts';

/** What one part of a check found. Empty lists: nothing against the photo. */
export interface Findings {
  readonly retake: readonly Reason[];
  readonly review: readonly Reason[];
}

export const NOTHING_FOUND: Findings = { retake: [], review: [] };

export function joinFindings(...parts: readonly Findings[]): Findings {
  return { retake: parts.flatMap(({ retake }) => retake), review: parts.flatMap(({ review }) => review) };
}

/** Joins what the parts of a check found. What the customer can mend goes first and alone. */
export function verdictOf(found: Findings): Verdict {
  const [retake, ...moreRetake] = found.retake;
  if (retake) return { outcome: 'retake', reasons: [retake, ...moreRetake] };
  const [review, ...moreReview] = found.review;
  return review ? { outcome: 'review', reasons: [review, ...moreReview] } : { outcome: 'pass' };
}
