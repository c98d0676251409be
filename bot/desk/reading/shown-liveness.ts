import type { Criteria } from '../../../knowledge/checks/criteria.ts';
import { livenessPhotos } from '../../../knowledge/verification/liveness.ts';
import type { Submission } from '../../../knowledge/verification/submission.ts';
import type { ShownLiveness } from '../views/liveness-card.tsx';
import { END_WORDS, livenessLines, MOVEMENT_WORDS } from './liveness-lines.ts';

/** Undefined for a submission of a release that asked for no movements. */
export function shownLiveness(
  { photos, liveness }: Pick<Submission, 'photos' | 'liveness'>,
  files: {
    readonly isKept: (uploadId: string) => boolean;
    readonly addressOf: (uploadId: string) => string | undefined;
  },
  criteria: Criteria,
): ShownLiveness | undefined {
  if (!liveness) return undefined;
  const { selfie, document_front: front, document_back: back } = photos;
  const documents = [front, back].flatMap((photo) => photo?.measurements ?? []);
  return {
    verdict: liveness.result?.selfieUploadId === selfie?.uploadId ? liveness.result?.verdict : undefined,
    cannot: liveness.cannot.map((movement) => MOVEMENT_WORDS[movement]),
    challenges: liveness.challenges.toReversed().map(({ drawnAt, end, selfieUploadId, prompts }) => ({
      drawnAt,
      end: end ? END_WORDS[end.how] : 'Still open',
      forOtherSelfie: selfieUploadId !== selfie?.uploadId,
      prompts: prompts.map(({ movement, askedAt, photos: answers }) => ({
        movement: MOVEMENT_WORDS[movement],
        askedAt,
        photos: answers.map((photo) => ({
          uploadId: photo.uploadId,
          kept: files.isKept(photo.uploadId),
          address: files.addressOf(photo.uploadId),
          verdict: photo.verdict,
          lines: livenessLines(
            photo,
            {
              ...{ movement, documents },
              askedAt: askedAt ?? photo.uploadedAt,
              selfie: selfieUploadId === selfie?.uploadId ? selfie.measurements : undefined,
            },
            criteria,
          ),
        })),
      })),
    })),
  };
}

export const livenessUploadIds = ({ liveness }: Pick<Submission, 'liveness'>): string[] =>
  livenessPhotos(liveness).map(({ uploadId }) => uploadId);
