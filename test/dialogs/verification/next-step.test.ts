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
  ['submit', { ...upTo(), ...particulars, confirmed: true }, { document_front: front, selfie: face }],
  ['country', { ...particulars, consent, documentType: 'passport', confirmed: true }, { selfie: face }],
];

describe('what a submission lacks first', () => {
  it.each(TABLE)('%s', (step, answers, photos) => {
    expect(nextStep({ answers, photos })).toBe(step);
  });

  it('counts six steps, consent before them', () => {
    expect(progressOf('consent')).toEqual({ step: 0, of: 6 });
    expect(progressOf('document_back')).toEqual(progressOf('document_front'));
    expect(progressOf('selfie')).toEqual({ step: 6, of: 6 });
  });
});
