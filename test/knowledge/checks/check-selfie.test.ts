import { describe, expect, it } from '@jest/globals';

import { checkSelfie } from '../../../knowledge/checks/check-selfie.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import { criteria, faceAt, goodFile, goodPassport, goodSelfie } from './measurements.ts';

function judge(change: Partial<SelfieMeasurements>, lastTry = false): string {
  const verdict = checkSelfie({ ...goodSelfie, ...change }, [goodPassport], criteria, { lastTry });
  const codes = verdict.outcome === 'pass' ? [] : verdict.reasons.map((reason) => reason.code);
  return [verdict.outcome, ...codes].join(' ');
}

const oneFace = (change: Parameters<typeof faceAt>[1]) => ({ faces: [faceAt(0.4, change)] });
const chip = { brightness: 120, burntShare: 0, sharpness: 150, coverage: 5 };

describe('the face on a selfie against the face on the document', () => {
  it.each([
    [0.51, 'pass'],
    [0.511, 'review selfie_face_unsure'],
    [0.61, 'review selfie_face_unsure'],
    [0.611, 'retake selfie_face_differs'],
  ])('at a distance of %s: %s', (distance, expected) => {
    expect(judge({ faces: [faceAt(distance)] })).toBe(expected);
  });

  it('counts the nearest face of any side', () => {
    const ghost = { ...goodPassport, faces: [faceAt(0.9)] };
    expect(checkSelfie(goodSelfie, [ghost, goodPassport], criteria)).toEqual({ outcome: 'pass' });
  });

  it('leaves it to a person when the document has no usable portrait', () => {
    const faceless = { ...goodPassport, faces: [] };
    expect(checkSelfie(goodSelfie, [faceless], criteria)).toMatchObject({
      outcome: 'review',
      reasons: [{ code: 'selfie_face_unsure' }],
    });
  });

  it('tells no figure that would help somebody to try faces', () => {
    const verdict = checkSelfie({ ...goodSelfie, faces: [faceAt(0.7)] }, [goodPassport], criteria);
    expect(verdict).toEqual({ outcome: 'retake', reasons: [{ code: 'selfie_face_differs' }] });
  });
});

describe('a portrait measured with another net than the selfie', () => {
  it('is compared by a person', () => {
    const portrait = { ...goodPassport, faces: [faceAt(0, { net: 'an older net' })] };
    const verdict = checkSelfie({ ...goodSelfie, faces: [faceAt(0.4)] }, [portrait], criteria);
    expect(verdict).toEqual({ outcome: 'review', reasons: [{ code: 'selfie_face_unsure' }] });
  });
});

describe('whether a selfie will do', () => {
  it.each([
    ['no face', { faces: [] }, 'retake selfie_face_missing'],
    ['a doubtful face', oneFace({ score: 0.59 }), 'retake selfie_face_missing'],
    ['two faces', { faces: [faceAt(0.4), faceAt(0.9)] }, 'retake selfie_several_faces'],
    [
      'a passer-by far behind',
      { faces: [faceAt(0.4), faceAt(0.9, { box: { x: 0, y: 0, width: 159, height: 200 } })] },
      'pass',
    ],
    ['a face just wide enough', oneFace({ widthShare: 0.25 }), 'pass'],
    ['a face too far away', oneFace({ widthShare: 0.249 }), 'retake selfie_face_too_small'],
    [
      'a face of few pixels',
      oneFace({ box: { x: 0, y: 0, width: 99, height: 120 } }),
      'retake selfie_face_too_small',
    ],
    ['a head turned left', oneFace({ yaw: -0.41 }), 'retake selfie_face_turned'],
    ['a head turned a little', oneFace({ yaw: 0.4 }), 'pass'],
    [
      'a head turned a little that does not match',
      { faces: [faceAt(0.7, { yaw: 0.26 })] },
      'retake selfie_face_turned',
    ],
    [
      'a straight head that does not match',
      { faces: [faceAt(0.7, { yaw: 0.25 })] },
      'retake selfie_face_differs',
    ],
    ['darkness', oneFace({ chip: { ...chip, brightness: 59 } }), 'retake selfie_dark'],
    ['light enough', oneFace({ chip: { ...chip, brightness: 60 } }), 'pass'],
    ['too much light', oneFace({ chip: { ...chip, brightness: 191 } }), 'retake selfie_bright'],
    ['burnt-out parts', oneFace({ chip: { ...chip, burntShare: 0.11 } }), 'retake selfie_bright'],
    ['blur', oneFace({ chip: { ...chip, sharpness: 19 } }), 'retake selfie_blurred'],
    ['some blur', oneFace({ chip: { ...chip, sharpness: 59 } }), 'review selfie_blurred'],
    ['dark glasses', oneFace({ chip: { ...chip, eyeLight: 0.359 } }), 'retake selfie_sunglasses'],
    ['tinted glasses', oneFace({ chip: { ...chip, eyeLight: 0.36 } }), 'review selfie_sunglasses'],
    ['shaded eyes', oneFace({ chip: { ...chip, eyeLight: 0.449 } }), 'review selfie_sunglasses'],
    ['a mask', oneFace({ chip: { ...chip, coverage: 18.1 } }), 'retake selfie_covered'],
    [
      'bad light, in which colours and strokes deceive',
      oneFace({ chip: { brightness: 230, burntShare: 0.5, sharpness: 5, coverage: 30 } }),
      'retake selfie_bright',
    ],
    [
      'the file of the document photo',
      { file: { ...goodFile, digest: goodPassport.file.digest } },
      'retake selfie_same_picture',
    ],
    ['a copy of the document photo', { fingerprint: '00000000fffffff0' }, 'retake selfie_same_picture'],
    ['a file too large', { file: { ...goodFile, bytes: 4 * 1024 * 1024 } }, 'retake photo_too_large'],
  ] as const)('%s: %s', (_, change, expected) => {
    expect(judge(change)).toBe(expected);
  });

  it('names the cause when darkness or blur leaves no face to find', () => {
    const quality = { sharpness: 60, medianBrightness: 120, glareShare: 0 };
    expect(judge({ faces: [], quality: { ...quality, medianBrightness: 39 } })).toBe('retake selfie_dark');
    expect(judge({ faces: [], quality: { ...quality, sharpness: 2 } })).toBe('retake selfie_blurred');
  });

  it('lets a person compare the faces after the last try, but still wants one face', () => {
    expect(judge({ faces: [faceAt(0.8)] }, true)).toBe('review selfie_face_differs');
    expect(judge({ faces: [] }, true)).toBe('retake selfie_face_missing');
  });
});
