import { describe, expect, it } from '@jest/globals';

import { checkLiveness, endOf, type LivenessContext } from '../../../knowledge/checks/check-liveness.ts';
import { drawMovements, possibleMovements } from '../../../knowledge/checks/liveness/draw-movements.ts';
import { earlierPicture, wasSeenBefore } from '../../../knowledge/checks/liveness/earlier-picture.ts';
import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import { MOVEMENTS, type Movement } from '../../../knowledge/verification/liveness.ts';
import { criteria, faceAt, goodPassport, goodSelfie } from './measurements.ts';

const limits = criteria.liveness;

/** The selfie's face lies at 0.4 from the portrait; an answer beside it. */
const answer = (change: Partial<FaceMeasurements> = {}, distance = 0.4): SelfieMeasurements => ({
  ...goodSelfie,
  file: { ...goodSelfie.file, digest: 'e'.repeat(64) },
  fingerprint: '0f0f0f0f33333333',
  faces: [faceAt(distance, change)],
});

const context = (movement: Movement, change: Partial<LivenessContext> = {}): LivenessContext => ({
  movement,
  askedAt: '2026-11-25T12:00:00.000Z',
  uploadedAt: '2026-11-25T12:00:30.000Z',
  uploadId: 'answer',
  selfie: goodSelfie,
  documents: [goodPassport],
  earlier: [],
  side: { triedBefore: false },
  ...change,
});

function said(measured: SelfieMeasurements, about: LivenessContext): string {
  const verdict = checkLiveness(measured, about, criteria);
  const codes = verdict.outcome === 'pass' ? [] : verdict.reasons.map(({ code }) => code);
  return [verdict.outcome, ...codes].join(' ');
}

const MISSING = 'retake liveness_movement_missing';
const UNSURE = 'review liveness_movement_unsure';

// The selfie: yaw 0.05, pitch 0.48, closed mouth, no smile, a face of 45 %.
const ROWS: [Movement, Partial<FaceMeasurements>, string][] = [
  ['turn_left', { yaw: 0.4 }, 'pass'],
  ['turn_left', { yaw: 0.399 }, UNSURE],
  ['turn_left', { yaw: 0.28 }, UNSURE],
  ['turn_left', { yaw: 0.279 }, MISSING],
  ['turn_left', { yaw: 0.05 }, MISSING],
  ['turn_right', { yaw: -0.4 }, 'pass'],
  ['turn_right', { yaw: -0.3 }, UNSURE],
  ['turn_right', { yaw: 0.5 }, 'retake liveness_other_side'],
  ['turn_left', { yaw: -0.5 }, 'retake liveness_other_side'],
  ['look_up', { pitch: 0.339 }, 'pass'],
  ['look_up', { pitch: 0.341 }, UNSURE],
  ['look_up', { pitch: 0.389 }, UNSURE],
  ['look_up', { pitch: 0.4 }, MISSING],
  ['smile', { happy: 0.5 }, 'pass'],
  ['smile', { happy: 0.49 }, UNSURE],
  ['smile', { happy: 0.39 }, MISSING],
  ['open_mouth', { mouthOpen: 0.35 }, 'pass'],
  ['open_mouth', { mouthOpen: 0.3 }, UNSURE],
  ['open_mouth', { mouthOpen: 0.24 }, MISSING],
  ['come_closer', { widthShare: 0.586 }, 'pass'],
  ['come_closer', { widthShare: 0.58 }, UNSURE],
  ['come_closer', { widthShare: 0.51 }, MISSING],
];

describe('a movement', () => {
  it.each(ROWS)('%s with %o: %s', (movement, change, expected) => {
    expect(said(answer(change), context(movement))).toBe(expected);
  });

  it('must be new since the selfie', () => {
    const [face] = goodSelfie.faces;
    const turned = { ...goodSelfie, faces: face ? [{ ...face, yaw: 0.38, pitch: 0.42 }] : [] };
    expect(said(answer({ yaw: 0.45 }), context('turn_left', { selfie: turned }))).toBe(MISSING);
    expect(said(answer({ yaw: 0.7 }), context('turn_left', { selfie: turned }))).toBe('pass');
    expect(said(answer({ pitch: 0.32 }), context('look_up', { selfie: turned }))).toBe(UNSURE);
  });

  it('that an older release did not measure goes to a person', () => {
    const { pitch, ...old } = faceAt(0.4);
    expect(pitch).toBeDefined();
    expect(said({ ...answer(), faces: [old] }, context('look_up'))).toBe(UNSURE);
  });
});

describe('a turn to the other side of the picture', () => {
  const mirrored = answer({ yaw: -0.5 });
  it.each<[LivenessContext['side'], string]>([
    [{ triedBefore: false }, 'retake liveness_other_side'],
    [{ triedBefore: true }, 'review liveness_other_side'],
    [{ triedBefore: false, opposite: 'coming' }, 'pass'],
    [{ triedBefore: false, opposite: 'mirrored' }, 'pass'],
    [{ triedBefore: false, opposite: 'plain' }, 'retake liveness_other_side'],
  ])('beside %o: %s', (side, expected) => {
    expect(said(mirrored, context('turn_left', { side }))).toBe(expected);
  });

  it('counts for a turn to the right side too, when the other one was mirrored', () => {
    const side = { triedBefore: false, opposite: 'mirrored' } as const;
    expect(said(answer({ yaw: 0.5 }), context('turn_left', { side }))).toBe('retake liveness_other_side');
  });
});

describe('time', () => {
  it.each([
    ['2026-11-25T11:59:59.999Z', 'retake liveness_too_early'],
    ['2026-11-25T12:00:00.000Z', 'pass'],
    ['2026-11-25T12:01:30.000Z', 'pass'],
    ['2026-11-25T12:01:30.001Z', 'retake liveness_too_late'],
  ])('%s: %s', (uploadedAt, expected) => {
    expect(said(answer({ happy: 0.9 }), context('smile', { uploadedAt }))).toBe(expected);
  });
});

describe('the face', () => {
  const smiling = (distance: number) => answer({ happy: 0.9 }, distance);
  it.each([
    [0.95, 'review liveness_face_unsure'], // 0.55 from the selfie, but 0.95 from the portrait
    [0.66, 'pass'],
    [0.67, 'review liveness_face_unsure'],
    [1.04, 'review liveness_face_unsure'],
    [1.06, 'retake liveness_face_differs'],
  ])('at %s from the portrait, with the selfie at 0.4: %s', (distance, expected) => {
    expect(said(smiling(distance), context('smile'))).toBe(expected);
  });

  it('described by another net is for a person', () => {
    expect(said(answer({ happy: 0.9, net: 'another' }), context('smile'))).toBe(
      'review liveness_face_unsure',
    );
  });

  it.each<[string, Partial<SelfieMeasurements>, string]>([
    ['missing', { faces: [] }, 'retake liveness_face_missing'],
    ['one of two', { faces: [faceAt(0.4), faceAt(0.9)] }, 'retake selfie_several_faces'],
    [
      'dark',
      { faces: [faceAt(0.4, { chip: { brightness: 20, burntShare: 0, sharpness: 90, coverage: 2 } })] },
      'retake selfie_dark',
    ],
    [
      'blurred',
      { faces: [faceAt(0.4, { chip: { brightness: 120, burntShare: 0, sharpness: 14, coverage: 2 } })] },
      'retake selfie_blurred',
    ],
    [
      'tiny',
      { faces: [faceAt(0.4, { box: { x: 1, y: 1, width: 89, height: 99 } })] },
      'retake selfie_face_too_small',
    ],
    [
      'in a file of text',
      { file: { ...goodSelfie.file, format: 'other', decodes: false } },
      'retake photo_format_unsupported',
    ],
    ['not measured', { file: { ...goodSelfie.file, measuringFailed: true } }, 'retake check_unavailable'],
  ])('that is %s has a reason of its own', (_, change, expected) => {
    expect(said({ ...answer(), ...change }, context('smile'))).toBe(expected);
  });
});

describe('a picture that was sent before', () => {
  const seen = (measured: SelfieMeasurements, before = goodSelfie) =>
    wasSeenBefore(earlierPicture('now', measured), [earlierPicture('before', before)], limits);

  it('is known by its bytes, its look and its face, and by the same upload it is not', () => {
    expect(seen({ ...answer(), file: goodSelfie.file })).toBe(true);
    expect(seen({ ...answer({}, 0.55), fingerprint: 'ffffffff0000003f' })).toBe(true);
    expect(seen({ ...answer({}, 0.58), fingerprint: 'ffffffff0000003f' })).toBe(false);
    expect(seen(answer({}, 0.5))).toBe(true);
    expect(seen(answer({}, 0.51))).toBe(false);
    expect(wasSeenBefore(earlierPicture('a', goodSelfie), [earlierPicture('a', goodSelfie)], limits)).toBe(
      false,
    );
  });

  it('is known by its mirror image', () => {
    expect(seen({ ...answer({ yaw: -0.2 }, 0.6), fingerprint: 'aaaaaaaa55555555' })).toBe(true);
    expect(seen({ ...answer({ yaw: -0.2 }, 0.7), fingerprint: 'aaaaaaaa55555555' })).toBe(false);
  });

  it('is not taken for a copy when the expression is another one, as before a camera that stands still', () => {
    expect(seen({ ...answer({ happy: 0.9 }), fingerprint: 'ffffffff00000000' })).toBe(false);
    expect(seen({ ...answer({ mouthOpen: 0.4 }), fingerprint: 'ffffffff00000000' })).toBe(false);
  });

  it('ends the way of a photo', () => {
    const before = [earlierPicture('before', answer({ happy: 0.9 }))];
    expect(said(answer({ happy: 0.95 }), context('smile', { earlier: before }))).toBe(
      'retake liveness_picture_used',
    );
  });
});

describe('what is drawn', () => {
  /** Every pair that some random numbers lead to. */
  function pairsOf(possible: readonly Movement[]): Set<string> {
    const drawn = new Set<string>();
    for (let first = 0; first < 6; first++) {
      for (let second = 0; second < 6; second++) {
        const numbers = [first, second];
        drawn.add(drawMovements(possible, (limit) => (numbers.shift() ?? 0) % limit).join());
      }
    }
    return drawn;
  }

  it('is every pair of a movement of the head and one of the face, in either order', () => {
    const pairs = pairsOf(MOVEMENTS);
    expect(pairs.size).toBe(18);
    expect(pairs).toContain('turn_left,smile');
    expect(pairs).toContain('look_up,come_closer');
    // Bent paper could answer these.
    expect(pairs).not.toContain('turn_left,turn_right');
    expect(pairs).not.toContain('turn_right,come_closer');
  });

  it('is any two different ones where only one kind is possible, and nothing where only one movement is', () => {
    expect([...pairsOf(['turn_left', 'turn_right'])].sort()).toEqual([
      'turn_left,turn_right',
      'turn_right,turn_left',
    ]);
    expect(pairsOf(['look_up', 'smile', 'open_mouth']).size).toBe(6);
    expect(drawMovements(['smile'], () => 0)).toEqual([]);
  });

  it('leaves out what the selfie shows, and what the customer cannot do', () => {
    const selfie = (change: Partial<FaceMeasurements>) => ({ ...goodSelfie, faces: [faceAt(0.4, change)] });
    expect(possibleMovements(goodSelfie, [], limits)).toEqual(MOVEMENTS);
    expect(
      possibleMovements(selfie({ happy: 0.3, mouthOpen: 0.3, widthShare: 0.61 }), ['look_up'], limits),
    ).toEqual(['turn_left', 'turn_right']);
    expect(possibleMovements({ ...goodSelfie, faces: [] }, [], limits)).toEqual([]);
  });
});

describe('the end of a challenge', () => {
  const refused = (code: 'liveness_too_late' | 'liveness_face_differs' | 'selfie_blurred') =>
    ({ outcome: 'retake', reasons: [{ code }] }) as const;
  it.each([
    [refused('liveness_too_late'), 0, 'expired'],
    [refused('liveness_face_differs'), 0, 'failed'],
    [refused('selfie_blurred'), 1, undefined],
    [refused('selfie_blurred'), 2, 'failed'],
    [{ outcome: 'pass' } as const, 2, undefined],
  ])('%o after %s photos: %s', (verdict, photosSoFar, expected) => {
    expect(endOf(verdict, photosSoFar, limits)).toBe(expected);
  });
});
