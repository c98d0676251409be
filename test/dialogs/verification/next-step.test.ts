import { describe, expect, it } from '@jest/globals';

import { nextStep, progressOf } from '../../../dialogs/verification/next-step.ts';
import type { Answers, DocumentType, Photos } from '../../../knowledge/verification/submission.ts';
import { passport, selfie, GERMAN_ANNA } from '../kit/specimen.ts';

const consent = { at: '2026-11-23T12:00:00Z', version: '1' };
const particulars = { surname: 'A', givenNames: '', birthDate: '1990-01-01', documentNumber: 'X123' };
const kept = { uploadId: 'u', verdict: { outcome: 'pass' }, at: '2026-11-23T12:00:00Z' } as const;
const front = { ...kept, measurements: passport(GERMAN_ANNA) };
const face = { ...kept, measurements: selfie() };

const upTo = (documentType: DocumentType = 'passport') => ({
  consent,
  country: 'DE',
  documentType,
});

const TABLE: [string, Answers, Photos][] = [
  ['consent', {}, {}],
  ['country', { consent }, {}],
  ['document_type', { consent, country: 'DE' }, {}],
  ['particulars', upTo(), {}],
  ['particulars', { ...upTo(), surname: 'A', birthDate: '1990-01-01', documentNumber: 'X123' }, {}],
  ['document_front', { ...upTo(), ...particulars }, {}],
  ['document_back', { ...upTo('id_card'), ...particulars }, { document_front: front }],
  ['check', { ...upTo(), ...particulars }, { document_front: front }],
  ['selfie', { ...upTo(), ...particulars, confirmed: true }, { document_front: front }],
  ['liveness', { ...upTo(), ...particulars, confirmed: true }, { document_front: front, selfie: face }],
  ['country', { ...particulars, consent, documentType: 'passport', confirmed: true }, { selfie: face }],
];

describe('what a submission lacks first', () => {
  it.each(TABLE)('%s', (step, answers, photos) => {
    expect(nextStep({ answers, photos })).toBe(step);
  });

  it('asks for the movements once for each selfie', () => {
    const given = { answers: { ...upTo(), ...particulars, confirmed: true } };
    const photos = { document_front: front, selfie: face };
    const result = { selfieUploadId: 'u', verdict: { outcome: 'pass' }, at: kept.at } as const;
    const liveness = { challenges: [], cannot: [], result };
    expect(nextStep({ ...given, photos, liveness })).toBe('submit');
    expect(nextStep({ ...given, photos: { ...photos, selfie: { ...face, uploadId: 'v' } }, liveness })).toBe(
      'liveness',
    );
  });

  it('counts seven steps, consent before them', () => {
    expect(progressOf('consent')).toEqual({ step: 0, of: 7 });
    expect(progressOf('document_back')).toEqual(progressOf('document_front'));
    expect(progressOf('liveness')).toEqual({ step: 7, of: 7 });
  });
});
