import type { Services } from '../../dialogs/services.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { Uploads } from '../storage/uploads.ts';
import type { Workers } from '../workers/workers.ts';

export interface ServiceParts extends Pick<Services, 'now' | 'customers' | 'submissions' | 'tickets'> {
  readonly uploads: Pick<Uploads, 'find' | 'read'>;
  readonly workers: Pick<Workers, 'measureDocument' | 'measureSelfie'>;
  readonly conversations: Pick<Conversations, 'find'>;
}

/** Gives the dialogs what they need from outside: the ledgers as they are, files with their owner checked. */
export function createServices(parts: ServiceParts): Services {
  const { now, customers, submissions, tickets, uploads, workers, conversations } = parts;
  return {
    now,
    customers,
    submissions,
    tickets,
    uploads: {
      find: async (customerId, uploadId) => {
        const upload = await uploads.find(uploadId);
        if (upload?.customerId !== customerId) return undefined;
        const { id, kind, contentType, bytes } = upload;
        return { id, kind, contentType, bytes };
      },
      measureDocument: async (uploadId) => workers.measureDocument(await uploads.read(uploadId)),
      measureSelfie: async (uploadId) => workers.measureSelfie(await uploads.read(uploadId)),
    },
    userAgent: async (conversationId) => (await conversations.find(conversationId))?.userAgent,
  };
}
