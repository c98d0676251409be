import type { DocumentMeasurements } from '../../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import type { PhotoSlot, Submission } from '../../knowledge/verification/submission.ts';
import type { Means } from '../means.ts';
import { judgeDocument, judgeSelfie, type Bench } from './judge-photos.ts';

/** A photo measured and judged. */
export interface Look {
  readonly measurements: DocumentMeasurements | SelfieMeasurements;
  readonly verdict: Verdict;
  /** What it would be if a person were to settle what people can. */
  readonly lastTry: Verdict;
}

export async function lookAtPhoto(
  { services, knowledge }: Means,
  slot: PhotoSlot,
  submission: Submission,
  uploadId: string,
): Promise<Look> {
  const { answers, photos, id } = submission;
  const usedElsewhere = slot === 'document_front' && (await services.submissions.documentUsedElsewhere(id));
  const bench: Bench = {
    answers,
    photos,
    criteria: knowledge.criteria,
    today: services.now(),
    usedElsewhere,
  };
  if (slot === 'selfie') {
    const measurements = await services.uploads.measureSelfie(uploadId);
    const judge = (lastTry: boolean) => judgeSelfie(measurements, bench, lastTry);
    return { measurements, verdict: judge(false), lastTry: judge(true) };
  }
  const measurements = await services.uploads.measureDocument(uploadId, {
    documentType: answers.documentType ?? 'passport',
    side: slot === 'document_front' ? 'front' : 'back',
  });
  const judge = (lastTry: boolean) => judgeDocument(measurements, slot, bench, lastTry);
  return { measurements, verdict: judge(false), lastTry: judge(true) };
}

export async function keepLookedAt(
  { services }: Means,
  slot: PhotoSlot,
  submission: Submission,
  photo: { uploadId: string; measurements: Look['measurements']; verdict: Verdict },
): Promise<void> {
  const { submissions } = services;
  const { measurements, ...rest } = photo;
  if (measurements.kind === 'selfie')
    await submissions.keepPhoto(submission.id, 'selfie', { ...rest, measurements });
  else if (slot !== 'selfie') await submissions.keepPhoto(submission.id, slot, { ...rest, measurements });
}
