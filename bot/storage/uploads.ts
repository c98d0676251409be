import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

import { fileTypeFromBuffer } from 'file-type';

import { Failure } from '../failure.ts';
import type { Database } from './database.ts';
import { cleanFileName } from './file-name.ts';
import type { FileStore } from './files.ts';
import {
  collect,
  contentBytes,
  openFile,
  sealFile,
  type ByteRange,
  type SealedSource,
} from './sealed-file.ts';
import { stripMetadata } from './strip-metadata.ts';
import type { Vault } from './vault.ts';

/** A file that somebody sent, encrypted on disk from its first byte. */
export interface StoredUpload {
  readonly id: string;
  readonly customerId: string;
  readonly conversationId: string;
  readonly kind: 'image' | 'video' | 'other';
  /** By content, not by name. */
  readonly contentType: string;
  /** As the sender named it, cleaned of paths and control characters. */
  readonly name: string;
  /** As stored: a picture is smaller without its metadata. */
  readonly bytes: number;
  /** As it was sent: the limit for photos is about this size. */
  readonly sentBytes: number;
  readonly at: string;
}

export interface Uploads {
  /**
   * Streams a file in, without what cameras write beside a picture. Durable when it resolves.
   * Throws Failure('too_large') beyond `limitBytes`, or the source's own error when it breaks off;
   * then the source is destroyed and nothing stays.
   */
  keep(
    source: Readable,
    about: { customerId: string; conversationId: string; name: string; limitBytes: number },
  ): Promise<StoredUpload>;
  /** Keeps the copy of a picture that agents may see; one for each picture, the first one. */
  keepRedacted(original: StoredUpload, jpeg: Uint8Array): Promise<StoredUpload>;
  /** The copy that agents may see, when there is one. */
  redactedOf(uploadId: string): Promise<StoredUpload | undefined>;
  find(uploadId: string): Promise<StoredUpload | undefined>;
  /** Decrypted bytes; throws Failure('not_found' | 'file_damaged'). */
  read(uploadId: string): Promise<Buffer>;
  /**
   * Decrypted stream for large files, or a range of one; no unauthenticated byte leaves it.
   * Throws Failure('not_found' | 'file_damaged' | 'bad_request' for a range outside of the file).
   */
  stream(uploadId: string, range?: ByteRange): Promise<Readable>;
  remove(uploadId: string): Promise<void>;
  /** At start: removes what uploads that never ended left behind. Safe while other instances work. */
  sweep(): Promise<void>;
}

interface UploadRow extends Record<string, unknown> {
  id: string;
  customer_id: string;
  conversation_id: string;
  kind: StoredUpload['kind'];
  content_type: string;
  name: Buffer;
  bytes: number;
  sent_bytes: number | null;
  created_at: Date;
}

/** Enough for every signature that we care about. */
const HEAD_BYTES = 16 * 1024;
/** No upload stands still for so long: the server's time-outs end it before. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;
const SWEEP_BATCH = 500;

export function createUploads(deps: {
  database: Database;
  vault: Vault;
  files: FileStore;
  now: () => Date;
}): Uploads {
  const { database, vault, files, now } = deps;
  const key = vault.deriveKey('files');

  async function find(uploadId: string): Promise<StoredUpload | undefined> {
    const [row] = await database.query<UploadRow>('select * from upload where id = $1', [uploadId]);
    return row && presentUpload(row, vault);
  }

  async function redactedOf(uploadId: string): Promise<StoredUpload | undefined> {
    const [row] = await database.query<UploadRow>('select * from upload where redacted_of = $1', [uploadId]);
    return row && presentUpload(row, vault);
  }

  async function openUpload(uploadId: string): Promise<{ upload: StoredUpload; sealed: SealedSource }> {
    const upload = await find(uploadId);
    if (!upload) throw new Failure('not_found', 'There is no such upload.');
    const bytes = await files.size(uploadId);
    if (bytes === undefined || contentBytes(bytes) !== upload.bytes) {
      throw new Failure('file_damaged', `The bytes of upload ${uploadId} are gone or not all there.`);
    }
    return { upload, sealed: { bytes, read: (first, last) => files.read(uploadId, first, last) } };
  }

  return {
    async keep(source, about) {
      const id = newId();
      const inspection = { head: Buffer.alloc(0), bytes: 0 };
      const received = inspect(source, about.limitBytes, inspection);
      const stored = { bytes: 0 };
      await files.write(id, sealFile(counted(stripMetadata(received), stored), key, id));
      const contentType = await recogniseContent(inspection.head);
      const upload: StoredUpload = {
        id,
        customerId: about.customerId,
        conversationId: about.conversationId,
        kind: kindOf(contentType),
        contentType,
        name: cleanFileName(about.name),
        bytes: stored.bytes,
        sentBytes: inspection.bytes,
        at: now().toISOString(),
      };
      try {
        await insertUpload(database, vault, upload);
      } catch (error) {
        await files.remove(id);
        throw error;
      }
      return upload;
    },

    async keepRedacted(original, jpeg) {
      const id = newId();
      await files.write(id, sealFile(only(jpeg), key, id));
      const copy: StoredUpload = {
        ...original,
        ...{ id, kind: 'image', contentType: 'image/jpeg', at: now().toISOString() },
        ...{ bytes: jpeg.byteLength, sentBytes: jpeg.byteLength },
      };
      try {
        if (await insertUpload(database, vault, copy, original.id)) return copy;
      } catch (error) {
        await files.remove(id);
        throw error;
      }
      // Another instance was faster.
      await files.remove(id);
      return (await redactedOf(original.id)) ?? copy;
    },

    redactedOf,

    find,

    async read(uploadId) {
      const { sealed } = await openUpload(uploadId);
      return collect(openFile(sealed, key, uploadId));
    },

    async stream(uploadId, range) {
      const { upload, sealed } = await openUpload(uploadId);
      if (range && !(range.first >= 0 && range.first <= range.last && range.last < upload.bytes)) {
        throw new Failure('bad_request', 'The range lies outside of the file.');
      }
      return Readable.from(openFile(sealed, key, uploadId, range), { objectMode: false });
    },

    async remove(uploadId) {
      // In this order: bytes without a row are swept, a row without bytes would be a damaged file.
      await database.query('delete from upload where id = $1', [uploadId]);
      await files.remove(uploadId);
    },

    async sweep() {
      const before = new Date(now().getTime() - ABANDONED_AFTER_MS);
      await files.sweep(before);
      const batch: string[] = [];
      for await (const name of files.list(before)) {
        batch.push(name);
        if (batch.length === SWEEP_BATCH) await removeOrphans(database, files, batch.splice(0));
      }
      await removeOrphans(database, files, batch);
    },
  };
}

const newId = (): string => `upl_${randomBytes(16).toString('hex')}`;

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** Passes the bytes on, counts them, and keeps the first ones to look at. */
async function* inspect(
  source: Readable,
  limitBytes: number,
  found: { head: Buffer; bytes: number },
): AsyncIterable<Uint8Array> {
  for await (const part of source) {
    const bytes = part as Buffer;
    found.bytes += bytes.length;
    if (found.bytes > limitBytes)
      throw new Failure('too_large', `An upload is larger than ${limitBytes} bytes.`);
    if (found.head.length < HEAD_BYTES) {
      found.head = Buffer.concat([found.head, bytes.subarray(0, HEAD_BYTES - found.head.length)]);
    }
    yield bytes;
  }
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  found: { bytes: number },
): AsyncIterable<Uint8Array> {
  for await (const bytes of source) {
    found.bytes += bytes.length;
    yield bytes;
  }
}

async function recogniseContent(head: Buffer): Promise<string> {
  // Whatever a hostile file does to the recogniser, it is then simply not known.
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  return type?.mime ?? 'application/octet-stream';
}

function kindOf(contentType: string): StoredUpload['kind'] {
  // SVG can carry scripts: it is never shown as a picture.
  if (contentType.startsWith('image/') && !contentType.includes('svg')) return 'image';
  return contentType.startsWith('video/') ? 'video' : 'other';
}

/** False when the picture that it is a copy of has one already. */
async function insertUpload(
  database: Database,
  vault: Vault,
  upload: StoredUpload,
  redactedOf: string | null = null,
): Promise<boolean> {
  const rows = await database.query<{ id: string }>(
    `insert into upload
       (id, customer_id, conversation_id, kind, content_type, name, bytes, sent_bytes, created_at, redacted_of)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (redacted_of) do nothing returning id`,
    [
      upload.id,
      upload.customerId,
      upload.conversationId,
      upload.kind,
      upload.contentType,
      vault.seal(upload.name, `upload:${upload.id}`),
      upload.bytes,
      upload.sentBytes,
      upload.at,
      redactedOf,
    ],
  );
  return rows.length > 0;
}

function presentUpload(row: UploadRow, vault: Vault): StoredUpload {
  return {
    id: row.id,
    customerId: row.customer_id,
    conversationId: row.conversation_id,
    kind: row.kind,
    contentType: row.content_type,
    name: vault.open<string>(row.name, `upload:${row.id}`),
    bytes: row.bytes,
    sentBytes: row.sent_bytes ?? row.bytes,
    at: row.created_at.toISOString(),
  };
}

/** Bytes that were written just before a crash, whose upload was never acknowledged. */
async function removeOrphans(database: Database, files: FileStore, names: readonly string[]): Promise<void> {
  const rows = await database.query<{ id: string }>('select id from upload where id = any($1)', [names]);
  const known = new Set(rows.map(({ id }) => id));
  for (const name of names) if (!known.has(name)) await files.remove(name);
}
