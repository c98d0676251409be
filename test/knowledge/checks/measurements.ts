import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import { Criteria } from '../../../knowledge/checks/criteria.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import type { FaceMeasurements, PhotoFile } from '../../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import { HOLDERS } from '../../specimen/holders.ts';
import { passportZone } from '../../specimen/zone.ts';

/** The criteria that the product ships. */
export const criteria = Criteria.parse(
  parse(readFileSync(new URL('../../../knowledge/criteria.yaml', import.meta.url), 'utf8')),
);

/** Numbers as good photos have them; tests change one at a time. */
export const goodFile: PhotoFile = {
  bytes: 500_000,
  format: 'jpeg',
  decodes: true,
  widthPx: 1600,
  heightPx: 1200,
  digest: 'a'.repeat(64),
};

/** A face whose descriptor lies at `distance` from that of a face at 0. */
export function faceAt(distance: number, change: Partial<FaceMeasurements> = {}): FaceMeasurements {
  return {
    score: 0.95,
    box: { x: 300, y: 300, width: 400, height: 500 },
    widthShare: 0.45,
    yaw: 0.05,
    chip: { brightness: 120, burntShare: 0, sharpness: 150, coverage: 5, eyeLight: 0.9 },
    pitch: 0.48,
    rollDegrees: 0,
    mouthOpen: 0.02,
    happy: 0,
    descriptor: [distance, ...Array.from({ length: 127 }, () => 0)],
    net: 'a net',
    ...change,
  };
}

export const goodPassport: DocumentMeasurements = {
  kind: 'document',
  file: { ...goodFile, digest: 'd'.repeat(64) },
  quality: { sharpness: 1200, medianBrightness: 200, glareShare: 0 },
  fingerprint: '00000000ffffffff',
  quarterTurns: 0,
  faces: [faceAt(0, { score: 0.85 })],
  mrz: { found: true, format: 'TD3', lines: passportZone(HOLDERS.anna) },
  engine: 'wasm',
};

export const goodSelfie: SelfieMeasurements = {
  kind: 'selfie',
  file: goodFile,
  quality: { sharpness: 60, medianBrightness: 120, glareShare: 0 },
  fingerprint: 'ffffffff00000000',
  faces: [faceAt(0.4)],
  engine: 'wasm',
};
