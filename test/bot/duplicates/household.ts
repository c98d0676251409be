import type { FaceMeasurements } from '../../../knowledge/checks/photo-measurements.ts';
import type { DocumentMeasurements } from '../../../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../../../knowledge/checks/selfie-measurements.ts';
import type { Answers } from '../../../knowledge/verification/submission.ts';
import type { Submissions } from '../../../bot/submissions/submissions.ts';
import { answers, documentMeasurements, selfieMeasurements } from '../submissions/specimen.ts';
import { drawFaces, drawHashes } from './crowd.ts';

const faces = drawFaces(40, 11);
const hashes = drawHashes(80);
let files = 0;

/** What somebody gives; whatever is left out is nobody else's. */
export interface Given {
  /** Which of some strangers' faces; or the numbers themselves. */
  readonly face?: number | readonly number[];
  readonly net?: string;
  readonly answers?: Partial<Answers>;
  readonly selfie?: { readonly digest?: string; readonly fingerprint?: string };
  readonly document?: { readonly digest?: string; readonly fingerprint?: string };
}

/** A name, a number and a birth date that nobody else has. */
export function strangerAnswers(): Partial<Answers> {
  files += 1;
  const letters = Array.from(String(files), (digit) => 'BDFGKLMNPR'.charAt(Number(digit))).join('a');
  return {
    surname: `Q${letters}${letters}ox`,
    givenNames: `X${letters}${letters}uv`,
    birthDate: new Date(Date.UTC(1950, 0, files)).toISOString().slice(0, 10),
    documentNumber: `N${files}`,
  };
}

/** Everything that the dialogs do until it is sent in. */
export async function sendIn(submissions: Submissions, customerId: string, given: Given): Promise<string> {
  const { id } = await submissions.start(customerId, `conversation of ${customerId}`);
  await submissions.give(id, { ...answers, ...strangerAnswers(), ...given.answers });
  await submissions.keepPhoto(id, 'document_front', {
    uploadId: `front of ${id}`,
    measurements: documentOf(given),
    verdict: { outcome: 'pass' },
  });
  await submissions.keepPhoto(id, 'selfie', {
    uploadId: `selfie of ${id}`,
    measurements: selfieOf(given),
    verdict: { outcome: 'pass' },
  });
  await submissions.settleLiveness(id, { outcome: 'pass' });
  await submissions.submit(id);
  return id;
}

function selfieOf(given: Given): SelfieMeasurements {
  return {
    ...selfieMeasurements,
    file: { ...selfieMeasurements.file, digest: given.selfie?.digest ?? newDigest() },
    fingerprint: given.selfie?.fingerprint ?? newHash(),
    faces: selfieMeasurements.faces.map((face) => faceOf(face, given)),
  };
}

function documentOf(given: Given): DocumentMeasurements {
  return {
    ...documentMeasurements,
    file: { ...documentMeasurements.file, digest: given.document?.digest ?? newDigest() },
    fingerprint: given.document?.fingerprint ?? newHash(),
    mrz: { found: false, why: 'unreadable' },
    faces: [],
  };
}

function faceOf(
  face: FaceMeasurements,
  { face: who = (files += 1), net = 'net/1' }: Given,
): FaceMeasurements {
  return { ...face, net, descriptor: typeof who === 'number' ? (faces[who % 40] ?? []) : who };
}

function newDigest(): string {
  files += 1;
  return files.toString(16).padStart(64, '0');
}

function newHash(): string {
  files += 1;
  return hashes[files % 80] ?? '';
}
