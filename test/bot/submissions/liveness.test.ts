import { describe, expect, it } from '@jest/globals';

import {
  answerChallenge,
  drawChallenge,
  endChallenge,
  settleLiveness,
} from '../../../bot/submissions/liveness.ts';
import { lookBackOver } from '../../../bot/submissions/look-back.ts';
import {
  startSubmission,
  type SubmissionRecord,
  type Transition,
} from '../../../bot/submissions/submission.ts';
import { openPrompt, type LivenessPhoto, type Movement } from '../../../knowledge/verification/liveness.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import { answers, documentPhoto, selfieMeasurements, selfiePhoto } from './specimen.ts';

const at = (second: number) => `2026-01-02T03:04:${String(second).padStart(2, '0')}.000Z`;
const about = { id: 'id', reference: 'VG-0000-0000', customerId: 'dl_a', conversationId: 'c1', at: at(0) };
const draft: SubmissionRecord = {
  ...startSubmission(about, undefined),
  answers,
  photos: {
    document_front: { ...documentPhoto('front'), at: at(0) },
    selfie: { ...selfiePhoto('selfie'), at: at(0) },
  },
};

function after(transition: Transition): SubmissionRecord {
  if (transition.kind !== 'changed') throw new Error(`expected a change, got ${JSON.stringify(transition)}`);
  return transition.submission;
}

const movements = ['look_up', 'smile'] as const satisfies readonly Movement[];
const asked = after(drawChallenge(draft, { key: 'turn 1', movements, at: at(1) }));

const pass: Verdict = { outcome: 'pass' };
const retake: Verdict = { outcome: 'retake', reasons: [{ code: 'liveness_movement_missing' }] };
const photo = (uploadId: string, verdict: Verdict, second: number): LivenessPhoto => ({
  ...{ uploadId, verdict, key: `turn of ${uploadId}`, measurements: selfieMeasurements },
  ...{ uploadedAt: at(second), at: at(second) },
});
const give = (submission: SubmissionRecord, given: LivenessPhoto, end?: 'failed' | 'expired') =>
  answerChallenge(submission, { challengeKey: 'turn 1', photo: given, ...(end && { end }) });

const lastEnd = ({ liveness }: SubmissionRecord) => liveness?.challenges.at(-1)?.end?.how;

describe('a challenge', () => {
  it('asks for its first movement at once and for the next one when that was shown', () => {
    expect(openPrompt(asked)).toMatchObject({ movement: 'look_up', askedAt: at(1) });
    const half = after(give(asked, photo('a', pass, 9)));
    expect(openPrompt(half)).toMatchObject({ movement: 'smile', askedAt: at(9) });
    const whole = after(give(half, photo('b', pass, 20)));
    expect(openPrompt(whole)).toBeUndefined();
    expect(lastEnd(whole)).toBe('passed');
  });

  it('is drawn once by a turn, and its clock starts anew when that turn is run again', () => {
    const again = after(
      drawChallenge(asked, { key: 'turn 1', movements: ['turn_left', 'turn_right'], at: at(30) }),
    );
    expect(again.liveness?.challenges).toHaveLength(1);
    expect(openPrompt(again)).toMatchObject({ movement: 'look_up', askedAt: at(30) });
    expect(drawChallenge(again, { key: 'turn 1', movements, at: at(30) }).kind).toBe('unchanged');
    const tried = after(give(asked, photo('a', retake, 9)));
    // A photo came for it: its prompt was seen, and nothing gives it more time.
    expect(drawChallenge(tried, { key: 'turn 1', movements, at: at(40) }).kind).toBe('unchanged');
  });

  it('starts the next clock anew for the turn that brought the answer, and for no other', () => {
    const half = after(give(asked, photo('a', pass, 9)));
    const rerun = after(give(half, { ...photo('a', pass, 9), at: at(50) }));
    expect(openPrompt(rerun)?.askedAt).toBe(at(50));
    const resent = { ...photo('a', pass, 9), at: at(50), key: 'another message' };
    expect(give(half, resent).kind).toBe('unchanged');
  });

  it('takes no photo twice, and keeps a refused one without going on', () => {
    const tried = after(give(asked, photo('a', retake, 9)));
    expect(openPrompt(tried)).toMatchObject({ movement: 'look_up', askedAt: at(1) });
    expect(give(tried, photo('a', retake, 9)).kind).toBe('unchanged');
    expect(tried.liveness?.challenges[0]?.prompts[0]?.photos).toHaveLength(1);
  });

  it.each(['failed', 'expired'] as const)('that %s can never be answered again', (end) => {
    const over = after(give(asked, photo('a', retake, 9), end));
    expect(lastEnd(over)).toBe(end);
    expect(openPrompt(over)).toBeUndefined();
    expect(give(over, photo('b', pass, 10))).toEqual({ kind: 'refused', why: 'challenge_over' });
  });

  it('ends when another one is drawn, and is not for another selfie', () => {
    const two = after(drawChallenge(asked, { key: 'turn 2', movements, at: at(20) }));
    expect(two.liveness?.challenges.map(({ end }) => end?.how)).toEqual(['given_up', undefined]);
    const other = { ...two, photos: { ...two.photos, selfie: { ...selfiePhoto('other'), at: at(25) } } };
    expect(openPrompt(other)).toBeUndefined();
  });

  it('ends with what the customer cannot do', () => {
    const wish = { challengeKey: 'turn 1', how: 'given_up', cannot: 'look_up', at: at(9) } as const;
    const over = after(endChallenge(asked, wish));
    expect(over.liveness?.cannot).toEqual(['look_up']);
    expect(endChallenge(over, wish).kind).toBe('unchanged');
  });

  it.each([
    ['without a selfie', { ...draft, photos: {} }, movements],
    ['without movements', draft, []],
    ['after it was sent in', { ...draft, state: 'submitted' as const }, movements],
  ])('is not drawn %s', (_, submission, drawn) => {
    expect(drawChallenge(submission, { key: 'k', movements: drawn, at: at(1) }).kind).toBe('refused');
  });
});

describe('the result', () => {
  it('is for one selfie, once, and closes what is open', () => {
    const settled = after(settleLiveness(asked, pass, at(30)));
    expect(settled.liveness?.result).toEqual({ selfieUploadId: 'selfie', verdict: pass, at: at(30) });
    expect(lastEnd(settled)).toBe('given_up');
    expect(settleLiveness(settled, pass, at(31)).kind).toBe('unchanged');
    expect(settleLiveness(draft, retake, at(30))).toEqual({ kind: 'refused', why: 'photo_not_fit' });
  });
});

describe('looking back', () => {
  it('finds every picture and each challenge once, also one that a new submission took over', () => {
    const tried = after(give(asked, photo('a', retake, 9)));
    const seen = lookBackOver([tried, { ...tried, id: 'second' }]);
    expect(new Set(seen.pictures.map(({ uploadId }) => uploadId))).toEqual(new Set(['front', 'selfie', 'a']));
    expect(seen.challengesDrawnAt).toEqual([at(1)]);
  });
});
