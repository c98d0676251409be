import { faceDistance } from '../face-distance.ts';
import type { FaceMeasurements } from '../photo-measurements.ts';

type Described = Pick<FaceMeasurements, 'descriptor' | 'net'>;

/** Undefined for descriptors of different nets, whose distance means nothing. */
export function distanceBetween(one: Described, other: Described): number | undefined {
  if (one.net !== other.net) return undefined;
  return faceDistance(one.descriptor, other.descriptor);
}
