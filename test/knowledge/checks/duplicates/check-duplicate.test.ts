import { describe, expect, it } from '@jest/globals';

import { checkDuplicate, maxLoneDistance } from '../../../../knowledge/checks/duplicates/check-duplicate.ts';
import type { DuplicateEvidence } from '../../../../knowledge/checks/duplicates/duplicate-evidence.ts';
import { similarNames } from '../../../../knowledge/checks/duplicates/similar-names.ts';
import { loadKnowledge } from '../../../../knowledge/load.ts';

const limits = loadKnowledge().criteria.duplicate;
const MILLION = 1_000_000;
const lone = maxLoneDistance(MILLION, limits);

const nothing: DuplicateEvidence = {
  faces: [],
  pictures: [],
  sameDocument: false,
  sameBirthDate: false,
  similarName: false,
};
const face = (distance: number) => ({
  faces: [{ mine: 'selfie', theirs: 'selfie', distance }] as const,
});
const portrait = (distance: number) => ({
  faces: [{ mine: 'document_front', theirs: 'selfie', distance }] as const,
});
const copy = (slot: 'selfie' | 'document_front', bits: number) => ({
  pictures: [{ mine: slot, theirs: slot, bits, sameFile: false }] as const,
});
const FACE = 'face_already_enrolled';
const PHOTO = 'photo_already_used';
const DOCUMENT = 'document_already_used';

describe('what a reviewer is shown of another account', () => {
  it.each<[string, Partial<DuplicateEvidence>, string | undefined, readonly string[]]>([
    ['nothing in common', {}, undefined, []],
    ['a name and a birth date, as namesakes have', { sameBirthDate: true, similarName: true }, undefined, []],
    ['a face at the limit for a lone face', face(lone), 'likely', [FACE]],
    ['a face just above it', face(lone + 0.001), undefined, []],
    ['a portrait at the limit', portrait(lone), 'likely', [FACE]],
    ['such a face and a name', { ...face(lone + 0.001), similarName: true }, 'possible', [FACE]],
    [
      'such a face and a birth date',
      { ...face(limits.maxDistance), sameBirthDate: true },
      'possible',
      [FACE],
    ],
    [
      'a farther face and a birth date',
      { ...face(limits.maxDistance + 0.001), sameBirthDate: true },
      undefined,
      [],
    ],
    ['a very near face and a name', { ...face(lone), similarName: true }, 'very_likely', [FACE]],
    ['a face as near as a copy', face(limits.maxSamePictureDistance), 'very_likely', [PHOTO, FACE]],
    [
      'a portrait as near as that is no copied selfie',
      portrait(limits.maxSamePictureDistance),
      'likely',
      [FACE],
    ],
    ['a copy of a selfie', copy('selfie', limits.maxSelfieBits), 'likely', [PHOTO]],
    ['a selfie that only resembles it', copy('selfie', limits.maxSelfieBits + 1), undefined, []],
    ['documents that look alike, as a series does', copy('document_front', 0), undefined, []],
    [
      'such documents and a name',
      { ...copy('document_front', limits.maxDocumentBits), similarName: true },
      'likely',
      [PHOTO],
    ],
    [
      'the same file of a document',
      { pictures: [{ mine: 'document_front', theirs: 'document_front', bits: 0, sameFile: true }] },
      'very_likely',
      [PHOTO],
    ],
    [
      'a selfie sent as a document elsewhere',
      { pictures: [{ mine: 'selfie', theirs: 'document_front', bits: 0, sameFile: true }] },
      'very_likely',
      [PHOTO],
    ],
    ['the same document', { sameDocument: true }, 'very_likely', [DOCUMENT]],
    [
      'the same document and a face',
      { sameDocument: true, ...face(limits.maxDistance) },
      'very_likely',
      [DOCUMENT, FACE],
    ],
  ])('%s', (_what, evidence, likelihood, codes) => {
    const finding = checkDuplicate({ ...nothing, ...evidence }, MILLION, limits);
    expect(finding?.likelihood).toBe(likelihood);
    expect(finding?.codes ?? []).toEqual(codes);
  });
});

describe('the limit for a lone face', () => {
  it('is the widest among few faces and shrinks evenly with each tenfold', () => {
    expect(maxLoneDistance(0, limits)).toBe(limits.maxDistance);
    expect(maxLoneDistance(100, limits)).toBe(limits.maxDistance);
    const steps = [10_000, 100_000, MILLION].map((faces) => maxLoneDistance(faces, limits));
    expect((steps[0] ?? 0) - (steps[1] ?? 0)).toBeCloseTo(limits.distancePerDecade);
    expect((steps[1] ?? 0) - (steps[2] ?? 0)).toBeCloseTo(limits.distancePerDecade);
    expect(lone).toBeGreaterThan(limits.maxSamePictureDistance);
  });
});

describe('similar names', () => {
  const name = (surname: string, givenNames: string) => ({ surname, givenNames });
  it.each([
    ['the same', name('Müller', 'Anna Maria'), name('MUELLER', 'Anna'), true],
    ['another spelling', name('Müller', 'Anna'), name('Muller', 'Anna'), true],
    ['a slip of the finger', name('Eriksson', 'Anna'), name('Erikson', 'Anna'), true],
    ['swapped', name('Anna', 'Eriksson'), name('Eriksson', 'Anna'), true],
    ['one name only', name('Sukarno', ''), name('Sukarno', ''), true],
    ['another given name', name('Eriksson', 'Anna'), name('Eriksson', 'Karl'), false],
    ['another surname', name('Eriksson', 'Anna'), name('Johansson', 'Anna'), false],
    ['short names that differ in a letter', name('Li', 'Wei'), name('Lu', 'Wei'), false],
    ['in another script', name('Иванова', 'Анна'), name('IVANOVA', 'ANNA'), true],
    ['of a script that nobody here reads', name('王', '伟'), name('王', '伟'), true],
    ['nothing known', name('', ''), name('', ''), false],
  ])('%s', (_what, one, other, similar) => {
    expect(similarNames(one, other)).toBe(similar);
    expect(similarNames(other, one)).toBe(similar);
  });
});
