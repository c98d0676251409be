import { answerOf, type Liveness, type LivenessChallenge } from '../../verification/liveness.ts';
import type { Reason, Verdict } from '../../verdict.ts';
import type { Criteria } from '../criteria.ts';
import { verdictOf } from '../verdict-of.ts';

/** What a passed challenge comes to: what was doubtful about it, and about the way to it, is for a person. */
export function livenessResult(
  challenge: LivenessChallenge,
  liveness: Liveness,
  limits: Criteria['liveness'],
): Verdict {
  const review = challenge.prompts.flatMap((prompt): readonly Reason[] => {
    const verdict = answerOf(prompt)?.verdict;
    return verdict?.outcome === 'review' ? verdict.reasons : [];
  });
  const inVain = liveness.challenges.filter(({ end }) => end && end.how !== 'passed').length;
  if (inVain >= limits.challengesBeforePerson) review.push({ code: 'liveness_many_tries' });
  if (liveness.cannot.length > 0) review.push({ code: 'liveness_adapted' });
  return verdictOf({
    retake: [],
    review: [...new Map(review.map((reason) => [reason.code, reason])).values()],
  });
}
