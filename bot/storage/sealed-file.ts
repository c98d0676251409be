import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

import { Failure } from '../failure.ts';

/*
 * A sealed file: one byte for the form, 32 bytes of salt, then chunks of 64 KiB, each with its tag.
 * Its key is derived from the salt and the file's name. A chunk's nonce is its number and a flag for the last one
 * (the STREAM construction): a chunk that is changed, moved, left out or taken from another file does not open,
 * and neither does the last one of a file that was cut or lengthened.
 */
const FORM = 1;
const SALT_BYTES = 32;
const HEAD_BYTES = 1 + SALT_BYTES;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;

/** Bytes of the content, the first and the last included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Where the sealed bytes are. */
export interface SealedSource {
  readonly bytes: number;
  read(first: number, last: number): AsyncIterable<Buffer>;
}

/** Seals what comes, as it comes. `key`: 32 bytes; `name` must be given again to open it. */
export async function* sealFile(
  source: AsyncIterable<Uint8Array>,
  key: Buffer,
  name: string,
): AsyncIterable<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const fileKey = keyOf(key, salt, name);
  yield Buffer.concat([Buffer.of(FORM), salt]);
  let number = 0;
  for await (const { bytes, isLast } of inChunks(source)) {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonceOf(number, isLast));
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/** How many bytes of content a sealed file of this size has. Throws Failure('file_damaged') when it can have none. */
export function contentBytes(sealedBytes: number): number {
  const body = sealedBytes - HEAD_BYTES;
  const chunks = Math.ceil(body / (CHUNK_BYTES + TAG_BYTES));
  const content = body - chunks * TAG_BYTES;
  // Only an empty file has an empty chunk.
  const inLast = content - (chunks - 1) * CHUNK_BYTES;
  if (chunks < 1 || inLast < 0 || (inLast === 0 && chunks > 1)) throw damaged();
  return content;
}

/** Gives the content, or a part of it; no byte before its chunk was authenticated. Throws Failure('file_damaged'). */
export async function* openFile(
  sealed: SealedSource,
  key: Buffer,
  name: string,
  range?: ByteRange,
): AsyncIterable<Buffer> {
  const content = contentBytes(sealed.bytes);
  const { first, last } = range ?? { first: 0, last: content - 1 };
  const lastChunk = Math.max(0, Math.ceil(content / CHUNK_BYTES) - 1);
  const from = Math.floor(first / CHUNK_BYTES);
  const to = Math.min(lastChunk, Math.floor(Math.max(first, last) / CHUNK_BYTES));

  const head = await collect(sealed.read(0, HEAD_BYTES - 1));
  if (head[0] !== FORM || head.length !== HEAD_BYTES) throw damaged();
  const fileKey = keyOf(key, head.subarray(1), name);

  const start = HEAD_BYTES + from * (CHUNK_BYTES + TAG_BYTES);
  const end = Math.min(sealed.bytes, HEAD_BYTES + (to + 1) * (CHUNK_BYTES + TAG_BYTES)) - 1;
  let number = from;
  for await (const { bytes } of inChunks(sealed.read(start, end), CHUNK_BYTES + TAG_BYTES)) {
    const chunk = openChunk(bytes, fileKey, nonceOf(number, number === lastChunk));
    const offset = number * CHUNK_BYTES;
    yield chunk.subarray(Math.max(0, first - offset), Math.max(0, last + 1 - offset));
    number += 1;
  }
  if (number !== to + 1) throw damaged();
}

function openChunk(sealed: Buffer, key: Buffer, nonce: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw damaged();
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const content = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([content, decipher.final()]);
  } catch (cause) {
    throw damaged(cause);
  }
}

/** Cuts a stream into pieces of one size; the last one is shorter, or empty when all is. */
async function* inChunks(
  source: AsyncIterable<Uint8Array>,
  size = CHUNK_BYTES,
): AsyncIterable<{ bytes: Buffer; isLast: boolean }> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const part of source) {
    held.push(part);
    heldBytes += part.length;
    // A full piece stays until more comes: it may be the last.
    if (heldBytes <= size) continue;
    const joined = Buffer.concat(held, heldBytes);
    let at = 0;
    for (; heldBytes - at > size; at += size) yield { bytes: joined.subarray(at, at + size), isLast: false };
    held = [joined.subarray(at)];
    heldBytes -= at;
  }
  yield { bytes: Buffer.concat(held, heldBytes), isLast: true };
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

function keyOf(key: Buffer, salt: Buffer, name: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `file/${name}`, 32));
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 3);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

function damaged(cause?: unknown): Failure {
  return new Failure(
    'file_damaged',
    'A stored file cannot be opened: changed, cut, or sealed with another key.',
    {
      cause,
    },
  );
}
