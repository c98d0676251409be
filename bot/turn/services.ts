import type { Services, UploadService } from '../../dialogs/services.ts';
import type { ScreenReading } from '../../knowledge/screens/screen-reading.ts';
import type { PhotoFile } from '../../knowledge/checks/photo-measurements.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { StoredUpload, Uploads } from '../storage/uploads.ts';
import { documentOrNothing, paperOrNothing, selfieOrNothing } from '../workers/not-measured.ts';
import type { Workers } from '../workers/workers.ts';

/** Reads what may be a screenshot (bot/screenshots.ts). */
type ReadScreenshot = (uploadId: string, onlyScreens: boolean) => Promise<ScreenReading>;

export interface ServiceParts extends Pick<
  Services,
  'now' | 'customers' | 'submissions' | 'institutions' | 'tickets' | 'questions' | 'mailCodes' | 'staffing'
> {
  readonly uploads: Pick<Uploads, 'find' | 'read'>;
  readonly workers: Pick<Workers, 'measureDocument' | 'measureSelfie' | 'measurePaper'>;
  readonly readScreenshot: ReadScreenshot;
  readonly conversations: Pick<Conversations, 'find' | 'note'>;
}

/** The limit for photos is about the file that was sent, also where less of it is stored. */
function asSent<M extends { readonly file: PhotoFile }>(measured: M, upload: StoredUpload | undefined): M {
  return { ...measured, file: { ...measured.file, bytes: upload?.sentBytes ?? measured.file.bytes } };
}

/** Files with their owner checked, measured in a worker. */
export function createUploadService({
  uploads,
  workers,
  readScreenshot,
}: Pick<ServiceParts, 'uploads' | 'workers' | 'readScreenshot'>): UploadService {
  return {
    find: async (customerId, uploadId) => {
      const upload = await uploads.find(uploadId);
      if (upload?.customerId !== customerId) return undefined;
      const { id, at, kind, contentType, bytes } = upload;
      return { id, at, kind, contentType, bytes };
    },
    measureDocument: async (uploadId, expected) => {
      const read = () => uploads.read(uploadId);
      const measured = await documentOrNothing(workers.measureDocument(read, expected), read);
      return asSent(measured, await uploads.find(uploadId));
    },
    readScreen: readScreenshot,
    measurePaper: async (uploadId) => {
      const read = () => uploads.read(uploadId);
      const measured = await paperOrNothing(workers.measurePaper(read), read);
      return asSent(measured, await uploads.find(uploadId));
    },
    measureSelfie: async (uploadId) => {
      const read = () => uploads.read(uploadId);
      const measured = await selfieOrNothing(workers.measureSelfie(read), read);
      return asSent(measured, await uploads.find(uploadId));
    },
  };
}

/** Gives the dialogs what they need from outside: the ledgers as they are, and files. */
export function createServices(parts: ServiceParts): Services {
  const {
    now,
    customers,
    submissions,
    institutions,
    tickets,
    questions,
    mailCodes,
    staffing,
    conversations,
  } = parts;
  return {
    now,
    customers,
    submissions,
    institutions,
    tickets,
    questions,
    mailCodes,
    staffing,
    uploads: createUploadService(parts),
    keepLanguage: (conversationId, language) => conversations.note(conversationId, { language }),
    userAgent: async (conversationId) => (await conversations.find(conversationId))?.userAgent,
  };
}
