import type { DocumentMeasurements } from '../../knowledge/checks/document-measurements.ts';
import type { SelfieMeasurements } from '../../knowledge/checks/selfie-measurements.ts';

/** A bounded pool of threads: measuring never runs on the event loop. */
export interface Workers {
  /** Bytes as uploaded. Hostile input gives measurements that say so; a crash or time-out throws Failure. */
  measureDocument(photo: Buffer): Promise<DocumentMeasurements>;
  measureSelfie(photo: Buffer): Promise<SelfieMeasurements>;
  /** Loads the nets in every thread; resolves when ready, with the engine's name. */
  warmUp(): Promise<{ engine: string }>;
  stop(): Promise<void>;
}
