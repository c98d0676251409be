import type { IncomingMessage } from 'node:http';
import { PassThrough, Transform, type Readable } from 'node:stream';

import { Busboy } from '@fastify/busboy';

import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import type { StoredUpload, Uploads } from '../storage/uploads.ts';

const MOST_FILES = 10;
const MAX_ACTIVITY_BYTES = 256 * 1024;

export type ReceivedFile =
  | { readonly kind: 'kept'; readonly upload: StoredUpload }
  | {
      readonly kind: 'refused';
      readonly name: string;
      readonly contentType: string;
      readonly limitBytes: number;
    };

export interface ReceivedUpload {
  /** Parsed JSON of the part `activity`, as the client sent it. */
  readonly activity: unknown;
  readonly files: readonly ReceivedFile[];
}

export interface UploadDeps {
  readonly uploads: Pick<Uploads, 'keep' | 'remove'>;
  readonly limits: Config['uploads'];
}

/**
 * Streams a multipart request into the store, without holding a file in memory. A file that is too large
 * is refused by itself and the rest goes on: the chat explains it better than an error of the whole request.
 * Throws Failure('bad_request') for a broken or interrupted request; nothing of it stays.
 */
export async function receiveUpload(
  req: IncomingMessage,
  owner: { customerId: string; conversationId: string },
  { uploads, limits }: UploadDeps,
): Promise<ReceivedUpload> {
  const { maxPhotoBytes, maxScreenshotBytes, maxRecordingBytes, maxPdfBytes } = limits;
  const largest = Math.max(maxPhotoBytes, maxScreenshotBytes, maxRecordingBytes, maxPdfBytes);
  const files: Promise<ReceivedFile>[] = [];
  let activity = Promise.resolve('{}');

  const onFile = (field: string, source: Readable, name: string | undefined, contentType: string): void => {
    if (field === 'activity') {
      activity = readActivity(source);
      activity.catch(() => undefined); // awaited below; until then its failure is nobody's
      return;
    }
    const file = keepFile(source, { ...owner, name: name ?? 'file', contentType }, largest, {
      uploads,
      limits,
    });
    file.catch(() => undefined);
    files.push(file);
  };
  try {
    const onActivityField = (value: string): void => {
      activity = Promise.resolve(value);
    };
    await readParts(req, { onFile, onActivityField }, largest);
    return { activity: parseJson(await activity), files: await Promise.all(files) };
  } catch (error) {
    await discard(await Promise.allSettled(files), uploads);
    throw error;
  }
}

/** Removes what an upload kept, because nobody will ever point to it. */
export async function discardFiles(
  files: readonly ReceivedFile[],
  uploads: Pick<Uploads, 'remove'>,
): Promise<void> {
  for (const file of files) if (file.kind === 'kept') await uploads.remove(file.upload.id);
}

const discard = (results: readonly PromiseSettledResult<ReceivedFile>[], uploads: Pick<Uploads, 'remove'>) =>
  discardFiles(
    results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    uploads,
  );

interface Parts {
  readonly onFile: (field: string, source: Readable, name: string | undefined, contentType: string) => void;
  readonly onActivityField: (value: string) => void;
}

/** Resolves when every part was read or enough was read to know that the rest is too much. */
function readParts(req: IncomingMessage, parts: Parts, largestFileBytes: number): Promise<void> {
  const contentType = req.headers['content-type'] ?? '';
  if (!/^multipart\/form-data;.*boundary=./i.test(contentType)) {
    return Promise.reject(new Failure('bad_request', 'An upload must be multipart/form-data'));
  }
  return new Promise((resolve, reject) => {
    const busboy = new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        // Busboy throws away what comes after; one byte more tells "at the limit" from "over it".
        fileSize: largestFileBytes + 1,
        files: MOST_FILES + 1,
        fields: 5,
        fieldSize: MAX_ACTIVITY_BYTES,
        parts: MOST_FILES + 6,
        headerPairs: 20,
      },
    });
    const open = new Set<Readable>();
    const stop = (): void => {
      req.unpipe(counted);
      // Busboy leaves the streams of unfinished parts open for ever.
      for (const source of open) source.destroy(new Error('cut off'));
    };
    const broken = (): void => {
      stop();
      reject(new Failure('bad_request', 'An upload was interrupted or is not well-formed'));
    };
    busboy.on('file', (field, source, name, _encoding, type) => {
      open.add(source);
      source.on('error', () => undefined).once('end', () => open.delete(source));
      parts.onFile(field, source, name, type);
    });
    busboy.on('field', (field, value) => field === 'activity' && parts.onActivityField(value));
    busboy.on('finish', resolve).on('error', broken);
    const counted = enough(MOST_FILES * largestFileBytes, () => {
      stop();
      resolve();
    });
    req.once('aborted', broken).on('error', broken);
    req.pipe(counted).pipe(busboy);
  });
}

function enough(maxBytes: number, onTooMuch: () => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) onTooMuch();
      else done(null, chunk);
    },
  });
}

async function keepFile(
  source: Readable,
  about: { customerId: string; conversationId: string; name: string; contentType: string },
  largest: number,
  { uploads, limits }: UploadDeps,
): Promise<ReceivedFile> {
  const { contentType, ...owner } = about;
  const refused = (limitBytes: number): ReceivedFile => ({
    kind: 'refused',
    name: about.name,
    contentType,
    limitBytes,
  });
  const byContent = {
    image: Math.max(limits.maxPhotoBytes, limits.maxScreenshotBytes),
    video: limits.maxRecordingBytes,
    other: limits.maxScreenshotBytes,
  };
  const limitOf = (kind: keyof typeof byContent, type: string): number =>
    type === 'application/pdf' ? limits.maxPdfBytes : byContent[kind];
  // What is not stored must still be read, or the parts behind it never come.
  const relay = new PassThrough();
  // The store may not listen yet when a part breaks off; it finds the stream broken then.
  relay.on('error', () => undefined);
  relay.once('close', () => source.unpipe(relay).resume());
  const part = { cutOff: false, bytes: 0 };
  source.on('data', (chunk: Buffer) => (part.bytes += chunk.length));
  source.once('error', (error) => {
    part.cutOff = true;
    relay.destroy(error);
  });
  let upload: StoredUpload;
  try {
    upload = await uploads.keep(source.pipe(relay), { ...owner, limitBytes: largest });
  } catch (error) {
    const tooLarge = error instanceof Failure && error.code === 'too_large';
    if (!tooLarge && !part.cutOff) throw error;
    return refused(limitOf(contentType.startsWith('video/') ? 'video' : 'image', contentType));
  }
  const limitBytes = limitOf(upload.kind, upload.contentType);
  // What was sent counts: a photo does not become small enough by what is taken out of it.
  if (part.bytes <= limitBytes) return { kind: 'kept', upload };
  await uploads.remove(upload.id);
  return refused(limitBytes);
}

async function readActivity(source: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_ACTIVITY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_ACTIVITY_BYTES) throw new Failure('too_large', 'The activity of an upload is too large');
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new Failure('bad_request', 'The activity of an upload is not valid JSON');
  }
}
