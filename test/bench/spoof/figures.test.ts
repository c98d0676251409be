import { describe, expect, it } from '@jest/globals';

import { attackRows, blamed, genuineRows, refusals, untimelyRows } from '../../../bench/spoof/figures.ts';
import type { GenuineResult } from '../../../bench/spoof/figures.ts';
import type { Attempt } from '../../../bench/spoof/attempt.ts';
import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';
import type { Verdict } from '../../../knowledge/verdict.ts';
import { goodSelfie } from '../../knowledge/checks/measurements.ts';

const pass: Verdict = { outcome: 'pass' };
const retake = (code: ReasonCode): Verdict => ({ outcome: 'retake', reasons: [{ code }] });
const review = (code: ReasonCode): Verdict => ({ outcome: 'review', reasons: [{ code }] });

const attempt = (
  outcome: Attempt['outcome'],
  codes: readonly ReasonCode[],
  verdicts: readonly Verdict[],
) => ({
  ...{ outcome, codes, selfie: goodSelfie, signals: undefined },
  answers: verdicts.map((verdict) => ({ movement: 'smile' as const, measured: goodSelfie, verdict })),
});

describe('the figures of attacks', () => {
  const [row] = attackRows({
    attacks: [
      {
        ...{ id: 'print', name: 'Print' },
        attempts: [
          attempt('pass', [], [retake('selfie_blurred'), pass]),
          attempt('review', ['liveness_movement_unsure'], [review('liveness_movement_unsure')]),
          attempt('retake', ['liveness_picture_used'], [retake('liveness_picture_used')]),
          attempt('retake', ['liveness_picture_used'], []),
        ],
      },
    ],
  });

  it('count challenges by what became of them, with the reasons given most', () => {
    expect([row?.passed.hits, row?.person.hits, row?.stopped.hits, row?.passed.of]).toEqual([1, 1, 2, 4]);
    expect(row?.codes[0]).toBe('liveness_picture_used');
  });

  it('count a prompt once, by its last photo', () => {
    expect(row?.movements.smile).toEqual({ passed: 1, person: 1, of: 3 });
    expect(row?.movements.look_up).toEqual({ passed: 0, person: 0, of: 0 });
  });
});

describe('the figures of honest answers', () => {
  const result = (movement: GenuineResult['movement'], verdict: Verdict): GenuineResult => ({
    ...{ movement, verdict, yaw: 0.5 },
    early: retake('liveness_too_early'),
    late: retake('liveness_too_late'),
    repeated: retake('liveness_picture_used'),
    repeatedAnew: pass,
    repeatedMirrored: pass,
  });
  const genuine = [
    result('turn_left', pass),
    result('turn_left', review('liveness_face_unsure')),
    result('smile', retake('liveness_picture_used')),
  ];

  it('stand by movement and together', () => {
    const rows = genuineRows({ genuine });
    expect(
      rows.map(({ what, passed, person, stopped }) => [what, passed.hits, person.hits, stopped.hits]),
    ).toEqual([
      ['turn_left', 1, 1, 0],
      ['smile', 0, 0, 1],
      ['all', 1, 1, 1],
    ]);
    expect(refusals({ genuine })).toEqual([['liveness_picture_used', 1]]);
    expect(blamed({ genuine }).map(({ rate }) => [rate.hits, rate.of])).toEqual([
      [1, 3],
      [0, 3],
    ]);
  });

  it('sent at the wrong time count only those that would have been taken', () => {
    const [early, late, repeated, anew] = untimelyRows({ genuine });
    expect([early, late, repeated].map((one) => [one?.stopped.hits, one?.stopped.of])).toEqual([
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
    expect(anew?.passed.hits).toBe(2);
  });
});
