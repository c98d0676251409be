import type { Criteria } from './criteria.ts';
import type { DocumentMeasurements } from './document-measurements.ts';
import { faceDistance } from './face-distance.ts';
import type { FaceMeasurements } from './photo-measurements.ts';

/**
 * Distance to the nearest portrait on any side of the document: ghost images are paler copies of it. Infinity
 * when there is none that can be compared: a portrait measured before a release of another net says nothing
 * beside a face of the new one.
 */
export function nearestPortrait(
  face: FaceMeasurements,
  documents: readonly DocumentMeasurements[],
  { document }: Pick<Criteria, 'document'>,
): number {
  const portraits = documents
    .flatMap(({ faces }) => faces)
    .filter(({ score, net }) => score >= document.minFaceScore && net === face.net);
  return Math.min(...portraits.map((portrait) => faceDistance(face.descriptor, portrait.descriptor)));
}
