import { checkLiveness, endOf } from '../../knowledge/checks/check-liveness.ts';
import { checkSelfie } from '../../knowledge/checks/check-selfie.ts';
import type { Criteria } from '../../knowledge/checks/criteria.ts';
import { drawMovements, possibleMovements } from '../../knowledge/checks/liveness/draw-movements.ts';
import { earlierPicture, type EarlierPicture } from '../../knowledge/checks/liveness/earlier-picture.ts';
import { livenessResult } from '../../knowledge/checks/liveness/liveness-result.ts';
import { turnSideOf } from '../../knowledge/checks/liveness/turn-side.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import type { ReasonCode } from '../../knowledge/reasons/reason-code.ts';
import {
  answerOf,
  NO_LIVENESS,
  type LivenessChallenge,
  type LivenessPhoto,
  type LivenessPrompt,
  type Movement,
} from '../../knowledge/verification/liveness.ts';
import type { Verdict } from '../../knowledge/verdict.ts';

/** What the product does with an answer or a challenge: nothing doubtful, a person looks, or it is asked again. */
export type Outcome = 'pass' | 'review' | 'retake';

/** One photo for one movement, with what was said of it. */
export interface Answer {
  readonly movement: Movement;
  readonly measured: SelfieMeasurements;
  readonly verdict: Verdict;
}

export interface Attempt {
  readonly outcome: Outcome;
  /** What stopped it, or is to be looked at. */
  readonly codes: readonly ReasonCode[];
  readonly stoppedBy?: 'selfie' | 'movement';
  readonly selfie: SelfieMeasurements;
  readonly answers: readonly Answer[];
}

export interface Attacker {
  readonly selfie: SelfieMeasurements;
  /** Photos for a movement in the order in which they are tried; made when they are wanted. */
  answers(movement: Movement): readonly (() => Promise<SelfieMeasurements>)[];
  /** What this customer sent before. */
  readonly earlier?: readonly EarlierPicture[];
  /** How long after a prompt its answer comes. */
  readonly afterMs?: number;
}

const ASKED_MS = Date.parse('2026-01-01T12:00:00Z');
const USUAL_MS = 20_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** One challenge as the product runs it: two movements drawn at random, up to three photos for each. */
export async function attempt(
  attacker: Attacker,
  criteria: Criteria,
  random: () => number,
): Promise<Attempt> {
  const { selfie, afterMs = USUAL_MS } = attacker;
  const { liveness: limits } = criteria;
  const answers: Answer[] = [];
  const selfieVerdict = checkSelfie(selfie, [], criteria);
  if (selfieVerdict.outcome === 'retake') {
    return { outcome: 'retake', codes: codesOf(selfieVerdict), stoppedBy: 'selfie', selfie, answers };
  }
  const below = (limit: number) => Math.floor(random() * limit);
  const movements = drawMovements(possibleMovements(selfie, [], limits), below);
  if (movements.length === 0) return { outcome: 'review', codes: ['liveness_not_shown'], selfie, answers };
  const earlier = [...(attacker.earlier ?? []), earlierPicture('selfie', selfie)];
  const at = iso(ASKED_MS);
  let prompts = movements.map((movement): LivenessPrompt => ({ movement, photos: [], askedAt: at }));
  const challengeNow = (): LivenessChallenge => ({
    ...{ key: 'challenge', selfieUploadId: 'selfie', drawnAt: at, prompts },
  });
  for (const [place, movement] of movements.entries()) {
    const tries = attacker.answers(movement).slice(0, limits.maxPhotosPerPrompt);
    for (const [index, take] of tries.entries()) {
      const measured = await take();
      const uploadId = `${movement} ${index}`;
      const uploadedAt = iso(ASKED_MS + afterMs);
      const prompt = prompts[place];
      if (!prompt) throw new Error('no prompt');
      const verdict = checkLiveness(
        measured,
        {
          ...{ movement, askedAt: at, uploadId, uploadedAt, selfie, earlier },
          documents: [],
          side: turnSideOf(prompt, challengeNow()),
        },
        criteria,
      );
      answers.push({ movement, measured, verdict });
      earlier.push(earlierPicture(uploadId, measured));
      const photo: LivenessPhoto = {
        uploadId,
        key: uploadId,
        uploadedAt,
        measurements: measured,
        verdict,
        at,
      };
      prompts = prompts.map((one, i) => (i === place ? { ...one, photos: [...one.photos, photo] } : one));
      if (verdict.outcome !== 'retake' || endOf(verdict, index, limits)) break;
    }
    const prompt = prompts[place];
    if (prompt && answerOf(prompt)) continue;
    const last = answers.findLast((answer) => answer.movement === movement);
    const codes = last ? codesOf(last.verdict) : (['liveness_not_shown'] as const);
    return { outcome: 'retake', codes, stoppedBy: 'movement', selfie, answers };
  }
  const challenge: LivenessChallenge = { ...challengeNow(), end: { how: 'passed', at } };
  const verdict = livenessResult(challenge, { ...NO_LIVENESS, challenges: [challenge] }, limits);
  return { outcome: verdict.outcome, codes: codesOf(verdict), selfie, answers };
}

export const codesOf = (verdict: Verdict): readonly ReasonCode[] =>
  verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code);
