import type { InstitutionAnswers } from '../../../knowledge/verification/institution.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import type { Answers, KeptPhoto } from '../../../knowledge/verification/submission.ts';

/** A complete set of particulars; the document is the specimen of ICAO 9303. */
export const answers = {
  consent: { at: '2026-01-01T00:00:00.000Z', version: '1' },
  country: 'SE',
  documentType: 'passport',
  surname: 'Eriksson',
  givenNames: 'Anna Maria',
  birthDate: '1974-08-12',
  documentNumber: 'L898902C3',
  confirmed: true,
} as const satisfies Answers;

const face: FaceMeasurements = {
  score: 0.98,
  box: { x: 80, y: 60, width: 220, height: 260 },
  widthShare: 0.42,
  yaw: 0.05,
  chip: { brightness: 122, burntShare: 0.01, sharpness: 210, coverage: 4 },
  descriptor: Array.from({ length: 128 }, (_, index) => Math.round(Math.sin(index) * 900) / 1e4),
};

const file = {
  bytes: 812_345,
  format: 'jpeg',
  decodes: true,
  widthPx: 1280,
  heightPx: 900,
  digest: 'ab'.repeat(32),
} as const;

export const documentMeasurements: DocumentMeasurements = {
  kind: 'document',
  file,
  quality: { sharpness: 640, medianBrightness: 141, glareShare: 0.002 },
  fingerprint: 'f0e1d2c3b4a59687',
  quarterTurns: 0,
  faces: [face],
  mrz: {
    found: true,
    format: 'TD3',
    lines: ['P<SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36SWE7408122F3204159ZE184226B<<<<<10'],
  },
  engine: 'wasm',
};

export const selfieMeasurements: SelfieMeasurements = {
  kind: 'selfie',
  file: { ...file, digest: 'cd'.repeat(32) },
  quality: { sharpness: 180, medianBrightness: 128, glareShare: 0 },
  fingerprint: '0123456789abcdef',
  faces: [{ ...face, descriptor: face.descriptor.map((value) => Math.round((value + 0.02) * 1e4) / 1e4) }],
  engine: 'wasm',
};

type Photo<M> = Omit<KeptPhoto<M>, 'at'>;

export function documentPhoto(
  uploadId: string,
  verdict: KeptPhoto['verdict'] = { outcome: 'pass' },
): Photo<DocumentMeasurements> {
  return { uploadId, measurements: documentMeasurements, verdict };
}

export function selfiePhoto(
  uploadId: string,
  verdict: KeptPhoto['verdict'] = { outcome: 'pass' },
): Photo<SelfieMeasurements> {
  return { uploadId, measurements: selfieMeasurements, verdict };
}

/** A company as it was typed; confirmed last. */
export const company: InstitutionAnswers = {
  country: 'DE',
  companyName: 'Example Trading GmbH',
  registrationNumber: 'HRB 12345 B',
  companyAddress: 'Musterweg 1, Berlin',
  website: 'https://example.com',
  personName: 'Anna Maria Eriksson',
  personRole: 'Managing director',
  personEmail: 'anna@example.com',
};
