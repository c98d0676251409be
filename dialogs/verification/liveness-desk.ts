import { checkLiveness, endOf } from '../../knowledge/checks/check-liveness.ts';
import { livenessResult } from '../../knowledge/checks/liveness/liveness-result.ts';
import { turnSideOf } from '../../knowledge/checks/liveness/turn-side.ts';
import {
  livenessPhotos,
  NO_LIVENESS,
  openPrompt,
  type LivenessChallenge,
  type LivenessPhoto,
} from '../../knowledge/verification/liveness.ts';
import type { Submission } from '../../knowledge/verification/submission.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { Means } from '../means.ts';
import type { SentFile } from '../reply.ts';
import type { Turn } from '../turn.ts';
import { explainReasons } from './explain-reasons.ts';
import { movementsToDraw, type LivenessAsking } from './liveness-prompt.ts';

/** What became of what was sent for a movement. `again`: the same movement is still to be shown. */
export interface Shown {
  readonly kind: 'on' | 'again';
  readonly say: readonly string[];
}

export interface LivenessDesk {
  /** Draws a new challenge, unless only a person is left. The first prompt's clock runs from here. */
  begin(turn: Turn): Promise<void>;
  lookAt(turn: Turn, asking: LivenessAsking, files: readonly SentFile[]): Promise<Shown>;
  /** Ends the open challenge because the customer cannot do this, or would rather do something else. */
  giveUp(turn: Turn, asking: LivenessAsking, cannot: boolean): Promise<void>;
  leaveToPerson(turn: Turn): Promise<void>;
}

/** Draws, judges and notes movements. All that it knows is in the submission; safe to run twice for one message. */
export function createLivenessDesk(means: Means): LivenessDesk {
  const { services, words, knowledge } = means;
  const { submissions } = services;
  const limits = knowledge.criteria.liveness;

  async function draftOf(turn: Turn): Promise<Submission | undefined> {
    const latest = await submissions.latest(turn.customerId);
    return latest?.state === 'draft' ? latest : undefined;
  }

  async function judge(
    turn: Turn,
    submission: Submission,
    asking: LivenessAsking,
    upload: { readonly id: string; readonly at: string },
  ): Promise<Omit<LivenessPhoto, 'at'> & { readonly end?: 'failed' | 'expired' }> {
    const { photos } = submission;
    const prompt = openPrompt(submission);
    const measurements = await services.uploads.measureSelfie(upload.id);
    const photo = { uploadId: upload.id, key: turn.activityId, uploadedAt: upload.at, measurements };
    if (!photos.selfie || prompt?.challenge.key !== asking.challengeKey) {
      // Ended meanwhile, from another window: whatever is on the photo, it comes too late.
      return { ...photo, verdict: { outcome: 'retake', reasons: [{ code: 'liveness_too_late' }] } };
    }
    const verdict = checkLiveness(
      measurements,
      {
        movement: prompt.movement,
        askedAt: prompt.askedAt,
        uploadId: upload.id,
        uploadedAt: upload.at,
        selfie: photos.selfie.measurements,
        documents: [photos.document_front, photos.document_back].flatMap((one) => one?.measurements ?? []),
        earlier: (await submissions.lookBack(submission.customerId)).pictures,
        side: turnSideOf(prompt, prompt.challenge),
      },
      knowledge.criteria,
    );
    const end = endOf(verdict, prompt.photos.length, limits);
    return { ...photo, verdict, ...(end && { end }) };
  }

  /** Notes the photo, and how the movements came out once all were shown. */
  async function note(
    submission: Submission,
    challengeKey: string,
    { end, ...photo }: Awaited<ReturnType<typeof judge>>,
  ): Promise<LivenessChallenge | undefined> {
    const noted = await submissions.answerChallenge(submission.id, {
      ...{ challengeKey, photo },
      ...(end && { end }),
    });
    const challenge = noted.liveness?.challenges.find(({ key }) => key === challengeKey);
    if (challenge?.end?.how === 'passed') {
      const verdict = livenessResult(challenge, noted.liveness ?? NO_LIVENESS, limits);
      await submissions.settleLiveness(submission.id, verdict);
    }
    return challenge;
  }

  function tell(verdict: Verdict, challenge: LivenessChallenge | undefined): Shown {
    if (verdict.outcome !== 'retake') return { kind: 'on', say: [words.say('verification.liveness.good')] };
    const why = explainReasons(means, verdict.reasons);
    const isOver = challenge === undefined || challenge.end !== undefined;
    return isOver
      ? { kind: 'on', say: [...why, words.say('verification.liveness.over')] }
      : { kind: 'again', say: why };
  }

  async function takeOne(turn: Turn, asking: LivenessAsking, uploadId: string): Promise<Shown> {
    const submission = await submissions.latest(turn.customerId);
    const known = livenessPhotos(submission?.liveness).find((photo) => photo.uploadId === uploadId);
    const challenge = submission?.liveness?.challenges.find(({ key }) => key === asking.challengeKey);
    if (submission?.state !== 'draft') {
      // Sent in meanwhile, perhaps by an earlier run of this very turn.
      return known ? tell(known.verdict, challenge) : { kind: 'on', say: [] };
    }
    if (known) {
      const { uploadedAt, measurements, verdict } = known;
      const photo = { ...{ uploadId, uploadedAt, measurements, verdict }, key: turn.activityId };
      return tell(verdict, await note(submission, asking.challengeKey, photo));
    }
    const upload = await services.uploads.find(turn.customerId, uploadId);
    if (!upload) return { kind: 'again', say: [words.say('verification.photo.upload_gone')] };
    if (upload.kind === 'video') return { kind: 'again', say: [words.say('verification.photo.video')] };
    const judged = await judge(turn, submission, asking, upload);
    if (challenge?.end) return tell(judged.verdict, challenge);
    return tell(judged.verdict, await note(submission, asking.challengeKey, judged));
  }

  return {
    async begin(turn) {
      const draft = await draftOf(turn);
      if (!draft) return;
      const possible = await movementsToDraw(means, draft);
      const isRerun = draft.liveness?.challenges.some(({ key }) => key === turn.activityId);
      if (possible.length === 0 && !isRerun) return;
      await submissions.drawChallenge(draft.id, { key: turn.activityId, possible });
    },

    async lookAt(turn, asking, files) {
      await turn.context.sendActivity({ type: 'typing' });
      const lost = files.some(({ kind }) => kind === 'refused');
      const [first, ...rest] = files.flatMap((file) => (file.kind === 'stored' ? [file.uploadId] : []));
      if (first === undefined) {
        const say = lost ? [words.say('verification.photo.upload_gone')] : [];
        return { kind: 'again', say };
      }
      const shown = await takeOne(turn, asking, first);
      const more = rest.length > 0 ? [words.say('verification.liveness.one_photo')] : [];
      return { kind: shown.kind, say: [...shown.say, ...more] };
    },

    async giveUp(turn, { challengeKey, movement }, cannot) {
      const draft = await draftOf(turn);
      if (!draft) return;
      const wish = { challengeKey, how: 'given_up', ...(cannot && { cannot: movement }) } as const;
      await submissions.endChallenge(draft.id, wish);
    },

    async leaveToPerson(turn) {
      const draft = await draftOf(turn);
      if (!draft?.photos.selfie) return;
      await submissions.settleLiveness(draft.id, {
        outcome: 'review',
        reasons: [{ code: 'liveness_not_shown' }],
      });
    },
  };
}
