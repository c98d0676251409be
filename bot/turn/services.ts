import { createHash } from 'node:crypto';

import type { Services, UploadService } from '../../dialogs/services.ts';
import type { PhotoFile } from '../../knowledge/checks/photo-measurements.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { Failure } from '../failure.ts';
import type { Uploads } from '../storage/uploads.ts';
import type { Workers } from '../workers/workers.ts';

export interface ServiceParts extends Pick<Services, 'now' | 'customers' | 'submissions' | 'tickets'> {
  readonly uploads: Pick<Uploads, 'find' | 'read'>;
  readonly workers: Pick<Workers, 'measureDocument' | 'measureSelfie'>;
  readonly conversations: Pick<Conversations, 'find'>;
}

const NOT_LOOKED = { found: false, why: 'not_looked' } as const;

/** A photo that brings the measuring down is a photo that could not be checked: the customer is told, and goes on. */
async function orElse<M extends object>(
  read: () => Promise<Buffer>,
  measuring: Promise<M>,
  nothing: NoInfer<Omit<M, 'file'>>,
): Promise<M | (Omit<M, 'file'> & { file: PhotoFile })> {
  try {
    return await measuring;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'worker_failed') throw error;
    const photo = await read();
    const digest = createHash('sha256').update(photo).digest('hex');
    const file = {
      bytes: photo.length,
      format: 'other',
      decodes: false,
      measuringFailed: true,
      digest,
    } as const;
    return { ...nothing, file };
  }
}

/** Files with their owner checked, measured in a worker. */
export function createUploadService({
  uploads,
  workers,
}: Pick<ServiceParts, 'uploads' | 'workers'>): UploadService {
  return {
    find: async (customerId, uploadId) => {
      const upload = await uploads.find(uploadId);
      if (upload?.customerId !== customerId) return undefined;
      const { id, kind, contentType, bytes } = upload;
      return { id, kind, contentType, bytes };
    },
    measureDocument: (uploadId, expected) => {
      const read = () => uploads.read(uploadId);
      const nothing = {
        kind: 'document',
        quarterTurns: 0,
        faces: [],
        mrz: NOT_LOOKED,
        engine: 'none',
      } as const;
      return orElse(read, workers.measureDocument(read, expected), nothing);
    },
    measureSelfie: (uploadId) => {
      const read = () => uploads.read(uploadId);
      const nothing = { kind: 'selfie', faces: [], engine: 'none' } as const;
      return orElse(read, workers.measureSelfie(read), nothing);
    },
  };
}

/** Gives the dialogs what they need from outside: the ledgers as they are, and files. */
export function createServices(parts: ServiceParts): Services {
  const { now, customers, submissions, tickets, conversations } = parts;
  return {
    now,
    customers,
    submissions,
    tickets,
    uploads: createUploadService(parts),
    userAgent: async (conversationId) => (await conversations.find(conversationId))?.userAgent,
  };
}
