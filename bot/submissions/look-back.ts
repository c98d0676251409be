import type { LookBack } from '../../dialogs/services.ts';
import { earlierPicture } from '../../knowledge/checks/liveness/earlier-picture.ts';
import { livenessPhotos } from '../../knowledge/verification/liveness.ts';
import type { SubmissionRecord } from './submission.ts';

/** Every picture that one customer sent and every challenge that they were given. */
export function lookBackOver(submissions: readonly SubmissionRecord[]): LookBack {
  return {
    pictures: submissions.flatMap(({ photos, refused, liveness }) => [
      ...[photos.document_front, photos.document_back, photos.selfie, ...livenessPhotos(liveness)].flatMap(
        (photo) => (photo ? [earlierPicture(photo.uploadId, photo.measurements)] : []),
      ),
      ...refused.flatMap(({ picture }) => picture ?? []),
    ]),
    // One that a new submission took over from a rejected one is still one.
    challengesDrawnAt: [
      ...new Map(
        submissions
          .flatMap(({ liveness }) => liveness?.challenges ?? [])
          .map(({ key, drawnAt }) => [key, drawnAt]),
      ).values(),
    ],
  };
}
