import type { Criteria } from '../../../knowledge/checks/criteria.ts';
import type { PhotoSlot, Photos } from '../../../knowledge/verification/submission.ts';
import type { FoundFaces } from '../views/photo-card.tsx';

/** Where the faces of a photo are. Undefined on a side that need not show one, and where the size is not known. */
export function foundFaces(
  { photos }: { readonly photos: Photos },
  slot: PhotoSlot,
  criteria: Criteria,
): FoundFaces | undefined {
  const photo = photos[slot];
  if (!photo || slot === 'document_back') return undefined;
  const { file, faces } = photo.measurements;
  const { widthPx, heightPx } = file;
  if (widthPx === undefined || heightPx === undefined) return undefined;
  const minScore = slot === 'selfie' ? criteria.selfie.minFaceScore : criteria.document.minFaceScore;
  return {
    ...{ widthPx, heightPx },
    boxes: faces.map(({ box, score }) => ({ ...box, score, counted: score >= minScore })),
  };
}
