import type { Reason, Verdict } from '../verdict.ts';

/** Joins what the parts of a check found. What the customer can mend goes first and alone. */
export function verdictOf(found: {
  readonly retake: readonly Reason[];
  readonly review: readonly Reason[];
}): Verdict {
  const [retake, ...moreRetake] = found.retake;
  if (retake) return { outcome: 'retake', reasons: [retake, ...moreRetake] };
  const [review, ...moreReview] = found.review;
  return review ? { outcome: 'review', reasons: [review, ...moreReview] } : { outcome: 'pass' };
}
