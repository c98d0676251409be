import { createHash } from 'node:crypto';

import type { DocumentMeasurements } from '../../knowledge/checks/document-measurements.ts';
import type { PaperMeasurements } from '../../knowledge/checks/paper-measurements.ts';
import type { PhotoFile } from '../../knowledge/checks/photo-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import { Failure } from '../failure.ts';

/** What is known of a photo that brings the measuring down: nobody's fault, and a person can look at it. */
const NOTHING = {
  document: {
    kind: 'document',
    quarterTurns: 0,
    faces: [],
    mrz: { found: false, why: 'not_looked' },
    engine: 'none',
  },
  selfie: { kind: 'selfie', faces: [], engine: 'none' },
} as const;

/** The measurements, or that there are none because this photo crashed its thread or took too long. */
export async function documentOrNothing(
  measuring: Promise<DocumentMeasurements>,
  read: () => Promise<Buffer>,
): Promise<DocumentMeasurements> {
  return measuring.catch(async (error: unknown) => ({
    ...NOTHING.document,
    file: await unmeasured(error, read),
  }));
}

export async function selfieOrNothing(
  measuring: Promise<SelfieMeasurements>,
  read: () => Promise<Buffer>,
): Promise<SelfieMeasurements> {
  return measuring.catch(async (error: unknown) => ({
    ...NOTHING.selfie,
    file: await unmeasured(error, read),
  }));
}

export async function paperOrNothing(
  measuring: Promise<PaperMeasurements>,
  read: () => Promise<Buffer>,
): Promise<PaperMeasurements> {
  return measuring.catch(async (error: unknown) => ({ kind: 'paper', file: await unmeasured(error, read) }));
}

async function unmeasured(error: unknown, read: () => Promise<Buffer>): Promise<PhotoFile> {
  if (!(error instanceof Failure) || error.code !== 'worker_failed') throw error;
  const photo = await read();
  const digest = createHash('sha256').update(photo).digest('hex');
  return { bytes: photo.length, format: 'other', decodes: false, measuringFailed: true, digest };
}
