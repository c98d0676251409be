import {
  answerOf,
  NO_LIVENESS,
  type ChallengeEnd,
  type Liveness,
  type LivenessChallenge,
  type LivenessPhoto,
  type LivenessPrompt,
  type Movement,
} from '../../knowledge/verification/liveness.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import {
  changed,
  codesOf,
  refused,
  unchanged,
  type SubmissionRecord,
  type Transition,
} from './submission.ts';

/**
 * A new challenge for the selfie that is kept. `key` names the turn that asks: when it is run again nobody has
 * seen its prompt yet, so the same movements are asked and only their clock starts anew.
 */
export function drawChallenge(
  submission: SubmissionRecord,
  drawn: { readonly key: string; readonly movements: readonly Movement[]; readonly at: string },
): Transition {
  const { selfie } = submission.photos;
  if (submission.state !== 'draft') return refused('not_a_draft');
  const { key, at } = drawn;
  const before = livenessOf(submission);
  const known = before.challenges.find((challenge) => challenge.key === key);
  if (known) {
    const [first] = known.prompts;
    if (known.end || !first || first.photos.length > 0 || first.askedAt === at) return unchanged;
    return withChallenge(submission, askFrom(known, 0, at), 'challenge_drawn', { key });
  }
  if (!selfie || drawn.movements.length === 0) return refused('incomplete');
  const challenge: LivenessChallenge = {
    key,
    selfieUploadId: selfie.uploadId,
    drawnAt: at,
    prompts: drawn.movements.map((movement) => ({ movement, photos: [] })),
  };
  const challenges = [
    ...before.challenges.map((one) => (one.end ? one : ended(one, 'given_up', at))),
    askFrom(challenge, 0, at),
  ];
  return changed({ ...submission, liveness: { ...before, challenges } }, 'challenge_drawn', {
    key,
    movements: drawn.movements,
  });
}

export interface GivenPhoto {
  readonly challengeKey: string;
  readonly photo: LivenessPhoto;
  /** How a refused photo ends the challenge, if it does. */
  readonly end?: 'failed' | 'expired';
}

/** Notes a photo for the prompt that is open, once. The next prompt's clock starts now, or the challenge is passed. */
export function answerChallenge(submission: SubmissionRecord, given: GivenPhoto): Transition {
  if (submission.state !== 'draft') return refused('not_a_draft');
  const challenge = livenessOf(submission).challenges.find(({ key }) => key === given.challengeKey);
  if (!challenge) return refused('incomplete');
  const { photo, end } = given;
  const place = challenge.prompts.findIndex(({ photos }) =>
    photos.some(({ uploadId }) => uploadId === photo.uploadId),
  );
  if (place >= 0) return askAgain(submission, challenge, place, photo);
  if (challenge.end) return refused('challenge_over');
  const open = challenge.prompts.findIndex((prompt) => !answerOf(prompt));
  const prompts = challenge.prompts.map((prompt, index) =>
    index === open ? { ...prompt, photos: [...prompt.photos, photo] } : prompt,
  );
  const answered = { ...challenge, prompts };
  const details = { key: challenge.key, photo, ...(end && { end }) };
  if (photo.verdict.outcome === 'retake') {
    const next = end ? ended(answered, end, photo.at) : answered;
    return withChallenge(submission, next, 'movement_refused', details, codesOf(photo.verdict));
  }
  const isLast = open === prompts.length - 1;
  const next = isLast ? ended(answered, 'passed', photo.at) : askFrom(answered, open + 1, photo.at);
  return withChallenge(submission, next, 'movement_shown', details);
}

/** The turn that brought this photo is run again: nobody has seen the prompt after it, whose clock starts anew. */
function askAgain(
  submission: SubmissionRecord,
  challenge: LivenessChallenge,
  place: number,
  { key, uploadId, at }: LivenessPhoto,
): Transition {
  const next = challenge.prompts[place + 1];
  const answer = challenge.prompts[place] && answerOf(challenge.prompts[place]);
  const isRerun = answer?.uploadId === uploadId && answer.key === key;
  if (!isRerun || challenge.end || !next || next.photos.length > 0 || next.askedAt === at) return unchanged;
  return withChallenge(submission, askFrom(challenge, place + 1, at), 'challenge_drawn', { key });
}

/** Ends an open challenge; it is never asked again. `cannot`: the movement that the customer says they cannot do. */
export function endChallenge(
  submission: SubmissionRecord,
  wish: {
    readonly challengeKey: string;
    readonly how: Exclude<ChallengeEnd, 'passed'>;
    readonly cannot?: Movement;
    readonly at: string;
  },
): Transition {
  if (submission.state !== 'draft') return refused('not_a_draft');
  const before = livenessOf(submission);
  const challenge = before.challenges.find(({ key }) => key === wish.challengeKey);
  if (!challenge || challenge.end) return unchanged;
  const cannot = wish.cannot ? [...new Set([...before.cannot, wish.cannot])] : before.cannot;
  const noted = { ...submission, liveness: { ...before, cannot } };
  const { challengeKey: key, how } = wish;
  return withChallenge(noted, ended(challenge, how, wish.at), 'challenge_ended', { key, how, cannot });
}

/** How it came out for the selfie that is kept: shown, or left to a person. */
export function settleLiveness(submission: SubmissionRecord, verdict: Verdict, at: string): Transition {
  const { selfie } = submission.photos;
  if (submission.state !== 'draft') return refused('not_a_draft');
  if (!selfie) return refused('incomplete');
  if (verdict.outcome === 'retake') return refused('photo_not_fit');
  const before = livenessOf(submission);
  if (before.result?.selfieUploadId === selfie.uploadId) return unchanged;
  const challenges = before.challenges.map((one) => (one.end ? one : ended(one, 'given_up', at)));
  const result = { selfieUploadId: selfie.uploadId, verdict, at };
  return changed({ ...submission, liveness: { ...before, challenges, result } }, 'liveness_settled', {
    verdict,
  });
}

const livenessOf = ({ liveness }: SubmissionRecord): Liveness => liveness ?? NO_LIVENESS;

const ended = (challenge: LivenessChallenge, how: ChallengeEnd, at: string): LivenessChallenge => ({
  ...challenge,
  end: { how, at },
});

function askFrom(challenge: LivenessChallenge, place: number, at: string): LivenessChallenge {
  const prompts = challenge.prompts.map((prompt, index): LivenessPrompt =>
    index === place ? { ...prompt, askedAt: at } : prompt,
  );
  return { ...challenge, prompts };
}

function withChallenge(
  submission: SubmissionRecord,
  challenge: LivenessChallenge,
  event: Parameters<typeof changed>[1],
  details: unknown,
  codes?: Parameters<typeof changed>[3],
): Transition {
  const before = livenessOf(submission);
  const challenges = before.challenges.map((one) => (one.key === challenge.key ? challenge : one));
  return changed({ ...submission, liveness: { ...before, challenges } }, event, details, codes);
}
