import { describe, expect, it } from '@jest/globals';

import { compareParticulars } from '../../../../bot/desk/reading/particulars.ts';
import type { DocumentMeasurements } from '../../../../knowledge/checks/document-measurements.ts';
import type { Submission } from '../../../../knowledge/verification/submission.ts';
import { criteria, goodPassport } from '../../../knowledge/checks/measurements.ts';
import { HOLDERS } from '../../../specimen/holders.ts';
import { barcodeText } from '../../../specimen/licence-barcode.ts';

const TODAY = new Date('2026-11-23T10:00:00Z');
const { anna } = HOLDERS;
const licence: DocumentMeasurements = { ...goodPassport, mrz: { found: false, why: 'no_lines' } };

function submissionWith(front: DocumentMeasurements, back?: DocumentMeasurements): Submission {
  const kept = (measurements: DocumentMeasurements) => ({
    uploadId: 'u1',
    measurements,
    verdict: { outcome: 'pass' } as const,
    at: TODAY.toISOString(),
  });
  return {
    id: 's1',
    reference: 'VG-0000-0000',
    customerId: 'c1',
    conversationId: 'v1',
    state: 'submitted',
    expedited: false,
    answers: {
      country: anna.country,
      documentType: 'driving_licence',
      surname: anna.surname,
      givenNames: anna.givenNames,
      birthDate: anna.birthDate,
      documentNumber: anna.number,
    },
    photos: { document_front: kept(front), ...(back && { document_back: kept(back) }) },
    refusals: {},
  };
}

describe('typed against read', () => {
  it('shows each source with its own comparison, and the contradiction before the confirmation', () => {
    const text = ['1. MULLER', '3. 31.12.1990', '4b. 14.05.2060'].map((line) => ({
      text: line,
      confidence: 90,
      box: { x: 0, y: 0, width: 1, height: 1 },
    }));
    const data = barcodeText({ ...anna, birthDate: '1991-12-31' });
    const back = { ...licence, barcode: { found: true, text: data } } as const;
    const lines = compareParticulars(submissionWith({ ...licence, text }, back), criteria, TODAY);
    const line = (label: string) => lines.find((candidate) => candidate.label === label);
    expect(line('Surname')).toMatchObject({
      comparison: 'agrees',
      readings: [
        { source: 'barcode', value: 'MULLER', comparison: 'agrees' },
        { source: 'print', value: '', comparison: 'agrees' },
      ],
    });
    expect(line('Date of birth')).toMatchObject({
      comparison: 'differs',
      readings: [
        { source: 'barcode', comparison: 'differs' },
        { source: 'print', comparison: 'agrees' },
      ],
    });
    // Not found in the print, but the barcode has it.
    expect(line('Document number')).toMatchObject({
      comparison: 'agrees',
      readings: [{ comparison: 'agrees' }, { source: 'print', comparison: 'unsure' }],
    });
    expect(line('Issued by')).toMatchObject({ comparison: 'differs', readings: [{ value: 'USA' }] });
  });

  it('says what was not read', () => {
    const lines = compareParticulars(submissionWith(licence), criteria, TODAY);
    expect(
      lines.every(({ readings, comparison }) => readings.length === 0 && comparison === 'not_read'),
    ).toBe(true);
  });
});
