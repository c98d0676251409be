import { NOTHING_READ, type ScreenReading } from '../knowledge/screens/screen-reading.ts';
import { Failure } from './failure.ts';
import type { StoredUpload, Uploads } from './storage/uploads.ts';
import type { ReadScreen } from './workers/screen/read-screen.ts';
import type { Asking, Workers } from './workers/workers.ts';

/** What stands on a picture of a screen, and what of it people may see. */
export interface Screenshots {
  /**
   * Reads it, and keeps the copy for our team. With `onlyScreens`, a picture that no screen made itself is not read.
   * Throws Failure('not_found' | 'file_damaged' | 'worker_busy').
   */
  read(uploadId: string, onlyScreens: boolean): Promise<ScreenReading>;
  /** The copy in which what is personal is covered, made now when there is none. Undefined: it cannot be made. */
  redacted(uploadId: string): Promise<StoredUpload | undefined>;
}

export function createScreenshots(parts: {
  readonly uploads: Pick<Uploads, 'find' | 'read' | 'keepRedacted' | 'redactedOf'>;
  readonly workers: Pick<Workers, 'readScreen'>;
}): Screenshots {
  const { uploads, workers } = parts;

  async function readAndKeep(
    uploadId: string,
    onlyScreens: boolean,
    asking: Asking,
  ): Promise<{ reading: ScreenReading; copy?: StoredUpload }> {
    const original = await uploads.find(uploadId);
    if (!original) throw new Failure('not_found', 'There is no such upload.');
    const read = await workers
      .readScreen(() => uploads.read(uploadId), onlyScreens, asking)
      .catch(unreadable);
    if (!read.redacted) return { reading: read.reading };
    return { reading: read.reading, copy: await uploads.keepRedacted(original, read.redacted) };
  }

  return {
    read: async (uploadId, onlyScreens) => (await readAndKeep(uploadId, onlyScreens, {})).reading,

    async redacted(uploadId) {
      const kept = await uploads.redactedOf(uploadId);
      return kept ?? (await readAndKeep(uploadId, false, {})).copy;
    },
  };
}

/** A picture that brings the reading down is one that nothing was read on, and nobody's fault. */
function unreadable(error: unknown): ReadScreen {
  if (!(error instanceof Failure) || error.code !== 'worker_failed') throw error;
  return { reading: NOTHING_READ };
}
